"""Challengers beside the champion on real parts: scored in its shadow, going back by themselves, taking over.

While they do, every match and a meeting are asked for: no answer states a version that did not score it.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from aiokafka import AIOKafkaProducer
from test_swaps_stack import AWAY, DAY, HOME, Chances, Heard

from tests.replicas import PATIENCE, Replica, produce, producing, serving
from tests.stack import ROOT, RunningStack
from touchline.football.bundle import Model, open_bundle, sha256_of
from touchline.football.meeting import as_they_stand
from touchline.predictor.prediction.forecast import forecast_by
from touchline.predictor.prediction.seals import first_break
from touchline.predictor.prediction.trial import FEWEST_SETTLED, FEWEST_TIMED, answers
from touchline.predictor.stores import PREDICTION_COLUMNS, prediction_from
from touchline.runtime.database import Database
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.settings import Settings
from touchline.runtime.topics import read_topic
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import Decision, MatchPrediction, Settlement
from touchline.schemas.topics import MATCH_FEATURES, MATCH_PREDICTIONS, PROMOTIONS, SETTLEMENTS, TEAM_FEATURES

pytestmark = pytest.mark.stack

SHARE = 0.5
MATCHES = [f"E0:2019-20:trial-{number}:club" for number in range(FEWEST_TIMED + 4)]
OURS = [one for one in MATCHES if answers(one, SHARE)]
BIASES = {"1": 0.0, "beside": 0.1, "erring": 0.1, "slow": 0.1, "worse": 0.5, "good": 0.02}
FIRST = 1000  # revision of the first decision: later than those of other tests on this stack


@dataclass
class Ground:
    """A stack with a replica that is asked all the time, and whoever decides about models."""

    stack: RunningStack
    make: Any
    logs: Path
    producer: AIOKafkaProducer
    replica: Replica
    heard: Heard = field(default_factory=Heard)
    decided: int = FIRST

    async def decide(self, version: str, decision: Decision = Decision.PROMOTED) -> None:
        """As a trainer does: the bundle in S3, then the decision in the topic."""
        self.decided += 1
        data, key = self.make.bundle(version, BIASES[version]), f"models/touchline-match/{version}.zip"
        objects = await ObjectStore.connect(Settings())
        try:
            await objects.put(key, data, "application/zip")
        finally:
            await objects.close()
        row = self.make.promotion(version, self.decided, data, decision)
        await self.tell(PROMOTIONS, [replace(row, bundle_key=key, sound=True)], "touchline-match")

    async def tell(self, topic: Any, rows: Sequence[Any], key: str, after: timedelta = timedelta(0)) -> None:
        headers = Envelope(f"{topic.name}@{self.decided}", "/test", topic.name, self.make.noon + after, topic.name, "")
        batch = encode(batch_of(topic.record, rows))
        await self.producer.send_and_wait(topic.name, batch, key=key.encode(), headers=headers.headers())

    async def trial(self, version: str, stage: str, fewest: int = 0) -> dict[str, Any]:
        """What the replica says of it, once it has come so far."""
        async with asyncio.timeout(PATIENCE), self.client() as client:
            while True:
                told = (await client.get("/v1/models")).json()["trial"] or {}
                if (told.get("model_version"), told.get("stage")) == (version, stage) and told["scored"] >= fewest:
                    return dict(told)
                await asyncio.sleep(0.05)

    async def answered(self, by: Callable[[str], str]) -> None:
        """Until every match is answered by the version that it should be."""
        async with asyncio.timeout(PATIENCE), self.client() as client:
            for match in MATCHES:
                while True:
                    said = await client.get("/v1/predict/match", params={"match_id": match})
                    if said.status_code == 200 and said.json()["model_version"] == by(match):
                        break
                    await asyncio.sleep(0.05)

    async def ask(self, enough: asyncio.Event) -> None:
        """Everything, again and again."""
        questions = {match: {"match_id": match} for match in MATCHES}
        questions["teams"] = {"home": HOME, "away": AWAY, "date": DAY}
        async with self.client() as client:
            while not enough.is_set():
                for question, params in questions.items():
                    said = await client.get("/v1/predict/match", params=params)
                    if said.status_code != 200:
                        self.heard.failures[f"{said.status_code} {said.text[:200]}"] += 1
                        continue
                    self.heard.take(question, said.json()["model_version"], said.json()["probabilities"].values(), 0)

    async def serves(self, version: str) -> None:
        """Until the replica answers by it whatever no canary answers."""
        async with asyncio.timeout(PATIENCE), self.client() as client:
            while (await client.get("/v1/models")).json()["serving"]["version"] != version:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{self.replica.rest}", timeout=30)

    @asynccontextmanager
    async def consuming(self) -> AsyncIterator["subprocess.Popen[bytes]"]:
        """`consume` with planted challengers; ended, if it has not been killed."""
        process = _planted(self.stack, self.logs)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


async def test_challengers_are_shadowed_go_back_by_themselves_or_take_over(
    crowned: RunningStack, make: Any, tmp_path: Path
) -> None:
    async with AsyncExitStack() as held:
        producer = await held.enter_async_context(producing(crowned))
        replica = await held.enter_async_context(serving(crowned, "trials", tmp_path, canary_share=SHARE))
        ground = Ground(crowned, make, tmp_path, producer, replica)
        enough = asyncio.Event()
        async with ground.consuming() as killed:
            await produce(producer, MATCH_FEATURES, [make.features(match) for match in MATCHES], make.noon)
            await produce(producer, TEAM_FEATURES, [make.team(name) for name in (HOME, AWAY)], make.noon)
            await ground.decide("1")
            await ground.serves("1")
            await ground.answered(lambda _: "1")
            asking = asyncio.create_task(ground.ask(enough))
            for ends in (_shadowed, _erring, _slow, _worse):
                await ends(ground)
                await ground.answered(lambda _: "1")
            await ground.decide("good")
            await ground.trial("good", "canary")
            killed.kill()  # whatever it was at
        async with ground.consuming():
            await ground.trial("good", "canary", len(MATCHES))
            await ground.answered(lambda match: "good" if match in OURS else "1")
            later = [make.features(MATCHES[0], revision=2)]
            await ground.tell(MATCH_FEATURES, later, "ENG", after=timedelta(hours=25))
            assert "nothing against it" in (await ground.trial("good", "whole"))["reason"]
            await ground.serves("good")
            await ground.answered(lambda _: "good")
            await ground.decide("1")  # served every match before: at once, and other tests find it as it was
            await ground.serves("1")
            await ground.answered(lambda _: "1")
        enough.set()
        await asking
    models = {version: open_bundle(data, sha256_of(data)) for version, data in _bundles(make).items()}
    meeting = as_they_stand(make.team(HOME).values, make.team(AWAY).values, datetime.fromisoformat(f"{DAY}T15:00:00Z"))
    wrong = [
        (question, version)
        for question, version, chances in ground.heard.said
        if chances != chances_of(models[version], meeting if question == "teams" else make.vector())
    ]
    assert not ground.heard.failures
    assert not wrong
    assert {version for question, version, _ in ground.heard.said if question in OURS} >= {"1", "worse", "good"}
    assert {version for question, version, _ in ground.heard.said if question not in OURS} == {"1", "good"}
    await _nothing_is_doubled(ground)


def chances_of(model: Model, values: Sequence[float]) -> Chances:
    """What this model says, bit by bit."""
    said = forecast_by(model, np.array(values).tolist())
    return said.home, said.draw, said.away


async def _shadowed(ground: Ground) -> None:
    await ground.decide("beside", Decision.REFUSED)
    told = await ground.trial("beside", "shadow", len(MATCHES))
    assert (told["failures"], told["champion_version"], told["share"]) == (0, "1", 0.0)
    rows = await _rows("SELECT home, champion_home, failure FROM trial_scores WHERE trial_id = %s", told["trial_id"])
    assert len(rows) >= len(MATCHES)
    assert all(home > champion and failure is None for home, champion, failure in rows)


async def _erring(ground: Ground) -> None:
    await ground.decide("erring")
    assert "ArithmeticError" in (await ground.trial("erring", "returned"))["reason"]


async def _slow(ground: Ground) -> None:
    await ground.decide("slow")
    assert "it is slow" in (await ground.trial("slow", "returned"))["reason"]


async def _worse(ground: Ground) -> None:
    await ground.decide("worse")
    await ground.answered(lambda match: "worse" if match in OURS else "1")
    make, kick_off = ground.make, ground.make.noon + timedelta(days=2)
    lost = [
        Settlement(
            match, "p", "ENG", "1", "away", 0.4, 0.3, 0.3, 0.2, 1.0, 0.6, None, None, kick_off, kick_off, make.noon, 1
        )
        for match in MATCHES[:FEWEST_SETTLED]
    ]
    await ground.tell(SETTLEMENTS, lost, "ENG")
    told = await ground.trial("worse", "returned")
    assert "it scores worse" in told["reason"]
    assert told["settled"] == FEWEST_SETTLED


async def _nothing_is_doubled(ground: Ground) -> None:
    rows = await _rows(f"SELECT {PREDICTION_COLUMNS} FROM predictions WHERE pool = %s ORDER BY revision", "ENG")
    sealed = [prediction_from(row) for row in rows]
    assert first_break(sealed) is None
    told = [row async for one in read_topic(Settings(), MATCH_PREDICTIONS) for row in one.rows(MatchPrediction)]
    # of what was sent before the kill some may come again: under the same id, which whoever reads passes over
    assert {row.prediction_id for row in told if row.match_id in MATCHES} == {
        row.prediction_id for row in sealed if row.match_id in MATCHES
    }
    stages = await _rows("SELECT model_version, stage FROM trials WHERE heard_revision > %s ORDER BY revision", FIRST)
    ends = ("shadow", "superseded"), ("erring", "returned"), ("slow", "returned"), ("worse", "returned")
    assert [*stages] == [("1", "whole"), ("beside", "superseded"), *ends[1:], ("good", "whole"), ("1", "whole")]


def _planted(stack: RunningStack, logs: Path) -> "subprocess.Popen[bytes]":
    environment = {**stack.environment, "OMP_NUM_THREADS": "1", "TOUCHLINE_CANARY_SHARE": str(SHARE)}
    program = str(Path(__file__).parent / "planted_consume.py")
    with (logs / "consume.log").open("ab") as log:
        return subprocess.Popen([sys.executable, program], env=environment, cwd=ROOT, stdout=log, stderr=log)


async def _rows(sql: str, *about: object) -> list[tuple[Any, ...]]:
    database = await Database.connect(Settings(), 1, make_tables=False)
    try:
        async with database.transaction() as connection:
            return await connection.fetch_all(sql, about)
    finally:
        await database.close()


def _bundles(make: Any) -> dict[str, bytes]:
    return {version: make.bundle(version, bias) for version, bias in BIASES.items()}
