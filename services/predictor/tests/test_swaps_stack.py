"""Promotions while everything is asked: no request fails, and no answer states a version that did not score it.

TOUCHLINE_SWAPS sets how many there are (`make verify-swaps`); what was found is left in TOUCHLINE_SWAPS_OUT, if that
names a file.
"""

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from aiokafka import AIOKafkaProducer

from tests.calling import Calls
from tests.replicas import PATIENCE, Replica, consuming, produce, producing, serving
from tests.stack import RunningStack
from touchline.football.bundle import Model, open_bundle, sha256_of
from touchline.football.meeting import as_they_stand
from touchline.predictor.prediction.forecast import forecast_by
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.settings import Settings
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import Promotion
from touchline.schemas.rpc import predictor_pb2 as rpc
from touchline.schemas.topics import MATCH_FEATURES, PROMOTIONS, TEAM_FEATURES

pytestmark = pytest.mark.stack

SWAPS = int(os.environ.get("TOUCHLINE_SWAPS", "4"))
OUT = os.environ.get("TOUCHLINE_SWAPS_OUT")
HOME, AWAY, DAY = "swap-home", "away-swap", "2020-01-11"
MATCHES = [f"E0:2019-20:swap-{place}:club" for place in range(5)]
Chances = tuple[float, float, float]


@dataclass
class Heard:
    """What came back: how often, how it failed, and by question and version what was said."""

    answers: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    said: set[tuple[str, str, Chances]] = field(default_factory=set)
    slowest: float = 0.0

    def take(self, question: str, version: str, chances: Any, seconds: float) -> None:
        self.answers += 1
        self.slowest = max(self.slowest, seconds)
        home, draw, away = chances
        self.said.add((question, version, (home, draw, away)))


async def test_no_request_fails_and_no_version_is_stated_that_did_not_score(
    crowned: RunningStack, make: Any, tmp_path: Path
) -> None:
    vectors = {match: make.vector(chances_rate_home=1 + 0.3 * place) for place, match in enumerate(MATCHES)}
    teams = {name: make.team(name) for name in (HOME, AWAY)}
    bundles = {"1": make.bundle(), **{f"swap-{n}": make.bundle(f"swap-{n}", 0.002 * n) for n in range(1, SWAPS + 1)}}
    heard, begun = Heard(), time.monotonic()
    async with AsyncExitStack() as held:
        producer = await held.enter_async_context(producing(crowned))
        await held.enter_async_context(consuming(crowned, tmp_path))
        replica = await held.enter_async_context(serving(crowned, "a", tmp_path))
        rows = [make.features(match, values=values) for match, values in vectors.items()]
        await produce(producer, MATCH_FEATURES, rows, make.noon)
        await produce(producer, TEAM_FEATURES, [*teams.values()], make.noon)
        asking = Asking(replica, made_key(crowned), make.vector(), heard)
        await asking.all_are_answered()
        enough = asyncio.Event()
        load = [asyncio.create_task(each) for each in asking.until(enough)]
        for number, version in enumerate([*bundles][1:], start=2):
            await promote(producer, make, version, number, bundles[version])
            await asking.serves(version)
        await promote(producer, make, "1", SWAPS + 2, bundles["1"])  # other tests find it as it was
        await asking.serves("1")
        enough.set()
        await asyncio.gather(*load)
    models = {version: open_bundle(data, sha256_of(data)) for version, data in bundles.items()}
    wrong = [
        one for one in sorted(heard.said) if one[2] != expected(one[0], models[one[1]], vectors, teams, make.vector())
    ]
    if OUT:
        found = {"swaps": SWAPS + 1, "answers": heard.answers, "failed": sum(heard.failures.values()),
                 "wrong": len(wrong), "versions_heard": len({one[1] for one in heard.said}),
                 "slowest_ms": round(heard.slowest * 1e3, 1), "seconds": round(time.monotonic() - begun)}  # fmt: skip
        Path(OUT).write_text(json.dumps(found, indent=1) + "\n")
    assert not heard.failures
    assert not wrong
    assert {one[1] for one in heard.said} == {*bundles}
    assert {one[0] for one in heard.said} == {*MATCHES, "teams", "vector", "grpc"}


@dataclass(frozen=True, slots=True)
class Asking:
    """Everything that a version answers, asked again and again: with a key, so that answers leave at once."""

    replica: Replica
    key: str
    vector: list[float]
    heard: Heard

    def until(self, enough: asyncio.Event) -> list[Any]:
        """Several at a time."""
        asked: list[Callable[[httpx.AsyncClient], Awaitable[None]]] = [self.fixtures, self.teams, self.inference]
        return [self._again(one, enough) for one in asked] + [self._calls(enough)]

    async def fixtures(self, client: httpx.AsyncClient) -> None:
        for match in MATCHES:
            await self._get(client, match, {"match_id": match})

    async def teams(self, client: httpx.AsyncClient) -> None:
        await self._get(client, "teams", {"home": HOME, "away": AWAY, "date": DAY})

    async def inference(self, client: httpx.AsyncClient) -> None:
        tensor = {"name": "features", "datatype": "FP64", "shape": [1, len(self.vector)], "data": self.vector}
        begun = time.monotonic()
        answer = await client.post("/v2/models/touchline-match/infer", json={"inputs": [tensor]})
        if self._is_good(answer):
            said = answer.json()
            seconds = time.monotonic() - begun
            self.heard.take("vector", said["model_version"], said["outputs"][0]["data"], seconds)

    async def serves(self, version: str) -> None:
        """Until the replica says so."""
        async with asyncio.timeout(PATIENCE), self._client() as client:
            while (await client.get("/v1/models")).json()["serving"]["version"] != version:  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    async def all_are_answered(self) -> None:
        async with asyncio.timeout(PATIENCE), self._client() as client:
            for params in (*({"match_id": match} for match in MATCHES), {"home": HOME, "away": AWAY}):
                while (await client.get("/v1/predict/match", params=params)).status_code != 200:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)

    async def _again(self, ask: Callable[[httpx.AsyncClient], Awaitable[None]], enough: asyncio.Event) -> None:
        async with self._client() as client:
            while not enough.is_set():
                try:
                    await ask(client)
                except httpx.HTTPError as error:
                    self.heard.failures[repr(error)] += 1

    async def _calls(self, enough: asyncio.Event) -> None:
        async with Calls(self.replica.grpc) as calls:
            while not enough.is_set():
                begun = time.monotonic()
                said = await calls.PredictMatch(rpc.PredictMatchRequest(match_id=MATCHES[0]))
                chances = (said.probabilities.home, said.probabilities.draw, said.probabilities.away)
                self.heard.take("grpc", said.model_version, chances, time.monotonic() - begun)

    async def _get(self, client: httpx.AsyncClient, question: str, params: dict[str, str]) -> None:
        begun = time.monotonic()
        answer = await client.get("/v1/predict/match", params=params)
        if self._is_good(answer):
            said = answer.json()
            seconds = time.monotonic() - begun
            self.heard.take(question, said["model_version"], said["probabilities"].values(), seconds)

    def _is_good(self, answer: httpx.Response) -> bool:
        if answer.status_code != 200:
            self.heard.failures[f"{answer.status_code} {answer.text[:200]}"] += 1
        return answer.status_code == 200

    def _client(self) -> httpx.AsyncClient:
        at, headers = f"http://127.0.0.1:{self.replica.rest}", {"Authorization": f"Bearer {self.key}"}
        return httpx.AsyncClient(trust_env=False, base_url=at, headers=headers, timeout=30)


def made_key(stack: RunningStack) -> str:
    """A key whose quota is counted and never reached."""
    made = stack.run("touchline.predictor", "keys", "make", "--owner", "swaps", "--per-minute", "6000000",
                     "--burst", "100000")  # fmt: skip
    return made.stdout.strip()


def expected(
    question: str, model: Model, vectors: dict[str, list[float]], teams: dict[str, Any], vector: list[float]
) -> Chances:
    """What this model says of it, bit by bit."""
    if question == "teams":
        kick_off = datetime.combine(datetime.fromisoformat(DAY), datetime.min.time(), UTC).replace(hour=15)
        values = as_they_stand(teams[HOME].values, teams[AWAY].values, kick_off)
    else:
        values = {**vectors, "vector": vector, "grpc": vectors[MATCHES[0]]}[question]
    said = forecast_by(model, np.array(values).tolist())
    return said.home, said.draw, said.away


async def promote(producer: AIOKafkaProducer, make: Any, version: str, revision: int, data: bytes) -> None:
    """As a trainer does: the bundle in S3, then the decision in the topic."""
    key = f"models/touchline-match/{version}.zip"
    objects = await ObjectStore.connect(Settings())
    try:
        await objects.put(key, data, "application/zip")
    finally:
        await objects.close()
    row = replace(make.promotion(version, revision, data), bundle_key=key)
    envelope = Envelope(f"swap-{revision}", "/test", PROMOTIONS.name, make.noon, PROMOTIONS.name, "")
    await producer.send_and_wait(
        PROMOTIONS.name,
        encode(batch_of(Promotion, [row])),
        key=row.model_name.encode(),
        headers=envelope.headers(),
    )
