"""A little world: a model that is a real bundle, a ledger in memory, messages as Kafka brings them."""

import dataclasses
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.replicas import crown
from tests.stack import RunningStack, running_stack
from touchline.football.bundle import sha256_of
from touchline.football.catalogue import LATEST
from touchline.predictor.handlers import champion_of, fixture_of
from touchline.predictor.prediction.fixtures import BEGINNING, Fixture, within_horizon, worth_keeping
from touchline.predictor.prediction.sealing import Champion
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.sealing import Predictor
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.schemas import Envelope, batch_of, decode, encode, rows_of
from touchline.schemas.records import (
    Decision,
    MatchFeatures,
    MatchPrediction,
    Promotion,
    Provenance,
    RawDocument,
    TeamFeatures,
    Trial,
)
from touchline.schemas.topics import MATCH_PREDICTIONS, TRIALS, Topic

sys.path.insert(0, str(Path(__file__).parent))  # for the facts and models that these tests share

from blends import NOON, PRICED, bundle, model, said, team_values, vector
from memory_trials import MemoryTrials

HORIZON = timedelta(days=8)
DOCUMENT = "d" * 64


@dataclass
class MemoryObjects:
    """An object store in a dictionary."""

    objects: dict[str, bytes] = field(default_factory=dict)

    async def get(self, key: str) -> bytes:
        return self.objects[key]


@dataclass
class MemoryLedger:
    """The predictor's tables in dictionaries."""

    now: datetime = BEGINNING
    fixtures: dict[tuple[str, int], Fixture] = field(default_factory=dict)
    looked: dict[tuple[str, int], str | None] = field(default_factory=dict)
    served: Champion | None = None
    rows: list[MatchPrediction] = field(default_factory=list)
    chains: dict[str, Chain] = field(default_factory=dict)
    crowned: set[str] = field(default_factory=set)  # versions that answered every match

    async def advance_clock(self, seen: datetime | None = None) -> datetime:
        self.now = max(self.now, seen or self.now)
        return self.now

    async def clock(self) -> datetime:
        return self.now

    async def keep(self, fixtures: Sequence[Fixture], clock: datetime) -> None:
        for each in fixtures:
            key = (each.match_id, each.catalogue_version)
            standing = self.fixtures.get(key)
            if standing is None and not worth_keeping(each.kick_off, clock):
                continue
            if standing is None or each.revision > standing.revision:
                self.fixtures[key], self.looked[key] = each, None

    async def champion(self) -> Champion | None:
        return self.served

    async def crown(self, champion: Champion) -> bool:
        if self.served is not None and champion.revision <= self.served.revision:
            return False
        self.served = champion
        self.crowned.add(champion.version)
        return True

    async def due(
        self, champion: Champion, clock: datetime, horizon: timedelta, pools: Sequence[str] | None
    ) -> list[Fixture]:
        return [
            each
            for key, each in sorted(self.fixtures.items(), key=lambda item: (item[1].kick_off, item[0]))
            if within_horizon(each.kick_off, clock, horizon)
            and each.catalogue_version == champion.catalogue_version
            and self.looked[key] != champion.version
            and (pools is None or each.pool in pools)
        ]

    async def latest(self, match_ids: Sequence[str]) -> dict[str, MatchPrediction]:
        return {row.match_id: row for row in self.rows if row.match_id in match_ids}

    async def all_latest(self) -> list[MatchPrediction]:
        return list({row.match_id: row for row in self.rows}.values())

    async def chain(self, pool: str) -> Chain:
        return self.chains.get(pool, Chain())

    async def seal(self, rows: Sequence[MatchPrediction], fixtures: Mapping[str, Fixture], chain: Chain) -> None:
        assert len({row.prediction_id for row in (*self.rows, *rows)}) == len(self.rows) + len(rows)
        self.rows += rows
        self.chains[rows[0].pool] = chain

    async def scored(self, fixtures: Sequence[Fixture], champion: Champion) -> None:
        self.looked |= {(each.match_id, each.catalogue_version): champion.version for each in fixtures}


@dataclass
class MemoryAnswers:
    """The cache as a dictionary."""

    kept: dict[str, MatchPrediction] = field(default_factory=dict)

    async def put(self, rows: Sequence[MatchPrediction]) -> None:
        self.kept |= {row.match_id: row for row in rows}


def features(match_id: str = "E0:2019-20:arsenal:chelsea", revision: int = 1, **changes: Any) -> MatchFeatures:
    """A vector two days before kick-off."""
    _, _, home, away = match_id.split(":")
    row = MatchFeatures(
        match_id, "ENG", "E0", "2019/20", home, away, LATEST, vector(), "e" * 64, "f" * 64,
        NOON + timedelta(days=2), NOON, NOON, revision,
    )  # fmt: skip
    return dataclasses.replace(row, **changes)


def team(team_id: str, revision: int = 1, pool: str = "ENG") -> TeamFeatures:
    """A team's snapshot."""
    values = team_values(team_id)
    return TeamFeatures(team_id, pool, LATEST, values, "e" * 64, "f" * 64, NOON, NOON, NOON, revision)


def promotion(version: str, revision: int, data: bytes, decision: Decision = Decision.PROMOTED) -> Promotion:
    """A decision about a bundle under `models/<version>`."""
    return Promotion(
        f"decision-{revision}", None, "touchline-match", version, decision, None, 0.2, None, 380, f"models/{version}",
        sha256_of(data), LATEST, "5" * 64, "better", NOON, NOON, NOON, revision,
    )  # fmt: skip


def raw_document() -> RawDocument:
    """The announcement of a fetched document."""
    return RawDocument(
        "football-data", "football-data/mmz4281/1920/E0.csv", "https://provider.example/mmz4281/1920/E0.csv",
        f"raw/football-data/2019-12-26/{DOCUMENT}.csv", DOCUMENT, 100, "text/csv", None, True, Provenance.DERIVED,
        NOON, NOON, NOON, 1,
    )  # fmt: skip


def message(topic: Topic, rows: Sequence[Any], at: datetime = NOON, cause: str = "cause") -> Message:
    """Rows as Kafka brings them."""
    headers = Envelope(cause, "test", "test", at, "test", "").headers()
    return Message(topic.name, 0, 0, b"ENG", encode(batch_of(topic.record, rows)), headers)


@dataclass
class World:
    """A predictor over memory, and what came out of it."""

    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    objects: MemoryObjects = field(default_factory=MemoryObjects)
    answers: MemoryAnswers = field(default_factory=MemoryAnswers)
    announced: list[MatchPrediction] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    told: list[Trial] = field(default_factory=list)
    wall: datetime = NOON + timedelta(days=30)
    share: float = 0.0  # of matches that a promoted model answers first

    def __post_init__(self) -> None:
        self.trials = MemoryTrials(self.ledger)

    def predictor(self) -> Predictor:
        from touchline.predictor.bundles import StoredBundles

        return Predictor(
            lambda _: self.ledger,
            StoredBundles(self.objects),
            self.answers,
            lambda _: self.trials,
            HORIZON,
            0,
            lambda: self.wall,
            share=self.share,
        )

    async def run(self, work: Callable[[Transaction], Awaitable[object]]) -> None:
        """One unit of work, committed."""
        transaction = Transaction(None, "predictor")  # type: ignore[arg-type]
        await work(transaction)
        for row in transaction.pending:
            if row.topic == TRIALS.name:
                self.told += rows_of(Trial, decode(Trial, row.value))
                continue
            assert row.topic == MATCH_PREDICTIONS.name
            self.announced += rows_of(MatchPrediction, decode(MatchPrediction, row.value))
            self.ids.append(Envelope.from_headers(row.headers).id)
        for callback in transaction.callbacks:
            await callback()

    def crowned(self, version: str = "1", revision: int = 1, bias: float = 0.0, with_odds: bool = False) -> Promotion:
        """Put a bundle into the store; returns the promotion that names it."""
        data = bundle(version, bias, with_odds)
        self.objects.objects[f"models/{version}"] = data
        return promotion(version, revision, data)


@pytest.fixture
def world() -> World:
    """An empty one."""
    return World()


@pytest.fixture(scope="session")
def make() -> Any:
    """The builders of this page, for tests to reach."""
    return builders()


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """A stack for replicas: what their tests write would move the football clock of others."""
    with running_stack(tmp_path_factory.mktemp("replicas"), "kafka,topics,mariadb,migrations,redis,s3") as stack:
        yield stack


@pytest.fixture
async def crowned(ground: RunningStack, make: Any) -> RunningStack:
    """The same with a champion for replicas to serve."""
    await crown(ground, make.bundle())
    return ground


def builders() -> Any:
    """The same for who runs without pytest."""
    return SimpleNamespace(
        bundle=bundle, model=model, said=said, vector=vector, features=features, team=team, promotion=promotion,
        message=message, noon=NOON, priced=PRICED,
        horizon=HORIZON, raw_document=raw_document, document=DOCUMENT, fixture=lambda **c: fixture_of(features(**c)),
        champion=lambda **c: champion_of(dataclasses.replace(promotion("1", 1, bundle()), **c)),
    )  # fmt: skip
