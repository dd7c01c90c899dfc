"""Sealed rows in the real MariaDB and ready answers in the real Redis: every bit comes back."""

import dataclasses
import json
import struct
import uuid
from typing import Any

import pytest
from redis.asyncio import Redis

from tests.stack import RunningStack
from touchline.predictor.answers import KEY, RedisAnswers
from touchline.predictor.config import PredictorSettings
from touchline.predictor.prediction.sealing import next_seal
from touchline.predictor.prediction.seals import Chain, first_break, seal_of
from touchline.predictor.stores import MariaLedger
from touchline.runtime.database import Database
from touchline.runtime.settings import load
from touchline.schemas.records import MatchPrediction

pytestmark = pytest.mark.stack


@pytest.fixture
def settings(stack: RunningStack, monkeypatch: pytest.MonkeyPatch) -> PredictorSettings:
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    return load(PredictorSettings)


def sealed(make: Any, pool: str, **changes: Any) -> MatchPrediction:
    """The first row of a pool of its own, with cells that are hard to write down."""
    said = make.said(0.1 + 0.2, 1 / 3, 1 - 0.1 - 0.2 - 1 / 3)
    said = dataclasses.replace(said, grid=(*said.grid[:-3], 5e-324, 2.2250738585072014e-308, 1e-17))
    about: Any = {"chain": Chain(), "clock": make.noon, "incarnation": 0, "recorded_at": make.noon}
    fixture = make.fixture(match_id=f"E0:2019-20:{pool}:chelsea", pool=pool)
    row = next_seal(fixture, said, make.champion(), before=None, **about)
    assert row is not None
    changed = dataclasses.replace(row, **changes)
    return dataclasses.replace(changed, seal=seal_of(changed))


@pytest.mark.parametrize("changes", [{}, {"grid": None}])
async def test_a_sealed_row_comes_back_bit_by_bit_and_its_seal_holds(
    settings: PredictorSettings, make: Any, changes: dict[str, Any]
) -> None:
    row = sealed(make, uuid.uuid4().hex[:12], **changes)
    database = await Database.connect(settings)
    try:
        async with database.transaction() as connection:
            fixtures = {row.match_id: make.fixture(match_id=row.match_id, pool=row.pool)}
            await MariaLedger(connection).seal([row], fixtures, Chain(row.seal, 1))
        async with database.transaction() as connection:
            back = (await MariaLedger(connection).latest([row.match_id]))[row.match_id]
    finally:
        await database.close()
    assert back == row
    assert first_break([back]) is None


async def test_a_ready_answer_comes_back_bit_by_bit_and_an_older_one_does_not_replace_it(
    settings: PredictorSettings, make: Any
) -> None:
    row = sealed(make, uuid.uuid4().hex[:12])
    client = Redis.from_url(settings.redis)
    try:
        older = dataclasses.replace(row, revision=row.revision - 1, grid=None)
        await RedisAnswers(client).put([row, older])
        kept = json.loads(await client.get(KEY + row.match_id))
    finally:
        await client.aclose()
    assert row.grid is not None
    assert struct.pack(">169d", *kept["grid"]) == struct.pack(">169d", *row.grid)
