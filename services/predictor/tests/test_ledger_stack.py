"""Sealed rows in the real MariaDB and ready answers in the real Redis: every bit comes back."""

import dataclasses
import json
import struct
import uuid
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from tests.stack import RunningStack
from touchline.predictor.answers import KEY, RedisAnswers
from touchline.predictor.bundles import StoredBundles
from touchline.predictor.config import PredictorSettings
from touchline.predictor.prediction.forecast import forecast_by
from touchline.predictor.prediction.sealing import next_seal
from touchline.predictor.prediction.seals import Chain, first_break, seal_of
from touchline.predictor.serving.asking import Asking
from touchline.predictor.serving.explaining import Explainer
from touchline.predictor.serving.lineage import MariaSources, lineage_of
from touchline.predictor.serving.state import State
from touchline.predictor.stores import MariaLedger, naive
from touchline.runtime.database import Database
from touchline.runtime.object_store import ObjectStore
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
    cells = (*said.grid[:-3], 5e-324, 2.2250738585072014e-308, 1e-17)
    said = dataclasses.replace(said, grid=cells, grid_with_odds=cells[::-1])
    about: Any = {"chain": Chain(), "clock": make.noon, "incarnation": 0, "recorded_at": make.noon}
    fixture = make.fixture(match_id=f"E0:2019-20:{pool}:chelsea", pool=pool)
    row = next_seal(fixture, said, make.champion(), before=None, **about)
    assert row is not None
    changed = dataclasses.replace(row, **changes)
    return dataclasses.replace(changed, seal=seal_of(changed))


@pytest.mark.parametrize("changes", [{}, {"grid": None, "grid_with_odds": None}])
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


async def test_what_explains_a_sealed_row_comes_back_bit_by_bit_and_gives_its_numbers_again(
    settings: PredictorSettings, make: Any
) -> None:
    values = make.vector(chances_rate_home=0.1 + 0.2 + 1.9, elo_home=1500 + 1 / 3, squad_worth_home=5e-324)
    pool, champion = uuid.uuid4().hex[:12], make.champion(model_version=uuid.uuid4().hex)
    fixture = make.fixture(match_id=f"E0:2019-20:{pool}:chelsea", pool=pool, values=values)
    row = next_seal(
        fixture, forecast_by(make.model(), values), champion, before=None, chain=Chain(), clock=make.noon,
        incarnation=0, recorded_at=make.noon,
    )  # fmt: skip
    assert row is not None
    database, objects = await Database.connect(settings), await ObjectStore.connect(settings)
    try:
        await objects.put(champion.bundle_key, make.bundle(), "application/zip")
        async with database.transaction() as connection:
            await connection.execute(  # as a promotion writes it; nobody is crowned, which other tests would meet
                "INSERT INTO served_models (name, version, bundle_key, bundle_sha256) VALUES (%s, %s, %s, %s)",
                (champion.name, champion.version, champion.bundle_key, champion.bundle_sha256),
            )
            await MariaLedger(connection).seal([row], {row.match_id: fixture}, Chain(row.seal, 1))
        sources = MariaSources(Asking(settings))
        kept = await sources.vector(row)
        answer = await Explainer(State(make.horizon), sources, StoredBundles(objects)).answer(row)
    finally:
        await objects.close()
        await database.close()
    assert kept is not None
    assert struct.pack(f">{len(values)}d", *kept["values"]) == struct.pack(f">{len(values)}d", *values)
    assert answer["explanation"]["percent"]["home"] == pytest.approx(100 * row.home, abs=0.01)
    assert answer["explanation"]["families"][0]["family"] == "goals"


async def test_a_row_with_odds_names_the_prices_of_its_own_documents_from_before_it(
    settings: PredictorSettings, make: Any
) -> None:
    name = uuid.uuid4().hex
    row = sealed(make, name[:12], document_set=(name * 2))
    ours, other = (f"{name}{kind}" + 30 * "0" for kind in ("aa", "bb"))
    early, late = (make.noon + timedelta(hours=hours) for hours in (-3, 3))
    told = (
        ("average", "1x2", None, "before", ours, early, [2.0, 3.5, 4.0]),
        ("b365", "1x2", None, "before", ours, early, [2.1, 3.4, 3.9]),
        ("average", "1x2", None, "closing", ours, early, [1.9, 3.6, 4.2]),
        ("pinnacle", "over-under", 2.5, "before", ours, early, [1.9, 2.0]),
        ("average", "over-under", 3.5, "before", ours, early, [3.0, 1.4]),
        ("pinnacle", "1x2", None, "before", other, early, [2.0, 3.5, 4.1]),  # a document that is not in the set
        ("maximum", "1x2", None, "before", ours, late, [2.2, 3.7, 4.4]),  # taken after the row was sealed
    )
    database = await Database.connect(settings)
    try:
        async with database.transaction() as connection:
            for document in (ours, other):
                await connection.execute(
                    "INSERT INTO documents (document, source, document_key, available_at)"
                    " VALUES (%s, 'football-data', %s, %s)",
                    (document, document, naive(early)),
                )
            await connection.execute(
                "INSERT INTO document_sets (document_set, documents) VALUES (%s, %s)",
                (row.document_set, json.dumps([ours])),
            )
            for book, market, line, moment, document, taken, prices in told:
                selections = ["home", "draw", "away"] if market == "1x2" else ["over", "under"]
                await connection.execute(
                    "INSERT INTO odds (match_id, pool, bookmaker, market, line, line_key, moment, selections, prices,"
                    " source, document_key, document, provenance, event_time, available_at, recorded_at, revision)"
                    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 'football-data', %s, %s, 'derived', %s, %s, %s, 1)",
                    (
                        *(row.match_id, row.pool, book, market, line, "" if line is None else f"{line:g}", moment),
                        *(json.dumps(selections), json.dumps(prices), document, document),
                        *(naive(row.event_time), naive(taken), naive(taken)),
                    ),
                )
    finally:
        await database.close()
    lineage = await lineage_of(State(make.horizon), MariaSources(Asking(settings)), row)
    assert [(one["bookmaker"], one["market"], one["prices"], one["read"]) for one in lineage["prices"]] == [
        ("average", "1x2", [2.0, 3.5, 4.0], True),
        ("b365", "1x2", [2.1, 3.4, 3.9], False),
        ("pinnacle", "over-under", [1.9, 2.0], True),
    ]
    assert lineage["prices"][0]["document"] == ours
    assert lineage["prices"][0]["available_at"] == "2019-12-26T09:00:00Z"


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
