"""Everything derived is made again from raw documents beside the running services, compared, and put in its place."""

import asyncio
import json
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.faults.logs import log_ends
from tests.integration.archive import SEASON, Fetched, fetches, land
from tests.integration.ground import Ground, end, until
from tests.stack import ROOT, RunningStack, running_stack
from touchline.ingestor.asking import landing_of
from touchline.ingestor.config import IngestorSettings
from touchline.runtime.message_files import CONTENTS, Contents, contents_of
from touchline.schemas.topics import TOPICS
from touchline.schemas.vectors import CachedVector, match_key

pytestmark = pytest.mark.stack

MATCH = "SELECT match_id, revision, feature_values FROM match_features WHERE catalogue_version = 1 ORDER BY match_id"


@dataclass(frozen=True)
class Platform:
    """Running services on an archive, and a folder for messages."""

    ground: Ground
    folder: Path

    def read_again(self, *options: str) -> Contents:
        """Raw documents into files."""
        self.ground.stack.run("touchline.normalizer", "backfill", "--into", str(self.folder), *options)
        return contents_of(self.folder)

    def read(self) -> Contents:
        """What the raw documents say, read here already or now."""
        return contents_of(self.folder) if (self.folder / CONTENTS).exists() else self.read_again("--engine", "local")

    def rebuild(self) -> dict[str, Any]:
        """Shadow, comparison, swap; what was told."""
        answer = self.ground.stack.run("touchline.feature_store", "rebuild", "--records", str(self.folder))
        assert "differed" in answer.stdout
        found: dict[str, Any] = json.loads((ROOT / "build" / "rebuild.json").read_text())
        return found

    def land(self, *documents: Fetched) -> None:
        """Documents come in, and are announced."""
        asyncio.run(_landed(self.ground, documents))

    def settle(self) -> None:
        """Until all that was landed is read, applied and folded."""
        until(lambda: _settled(self.ground), "all is read, applied and folded")

    def features(self) -> dict[str, tuple[int, str]]:
        """Revision and values of each match."""
        return {str(row[0]): (int(str(row[1])), str(row[2])) for row in self.ground.query(MATCH)}

    def cached(self, match_id: str) -> CachedVector | None:
        """What readers find."""
        client = redis.from_url(self.ground.environment["TOUCHLINE_REDIS"])
        value = client.get(match_key(match_id, 1))
        return CachedVector.unpack(value) if value else None


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """A stack of its own: the services read all that its topics hold."""
    with running_stack(tmp_path_factory.mktemp("rebuild"), "kafka,topics,mariadb,migrations,redis,s3") as own:
        yield own


@pytest.fixture(scope="module")
def running(stack: RunningStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The archive was landed and read in its order, and the services go on running."""
    ground = Ground(stack).with_bucket().with_database()
    ground.stack.run("touchline.feature_store", "migrate")
    platform = Platform(ground, tmp_path_factory.mktemp("records"))
    platform.land(*fetches())
    ground.stack.run("touchline.normalizer", "backfill", "--engine", "local")
    services = [ground.start(f"touchline.{name}", "consume") for name in ("normalizer", "feature_store")]
    try:
        yield platform
    finally:
        for service in services:
            end(service)


@pytest.fixture
def platform(running: Platform) -> Platform:
    """The same, at rest."""
    running.settle()
    return running


def test_what_stands_is_made_again_without_a_difference_and_goes_on_being_served(platform: Platform) -> None:
    before = platform.features()
    platform.read()
    with _reading(platform.ground) as answers:
        told = platform.rebuild()
    assert answers == {(_played(platform.ground),)}
    assert told["settled"]
    assert told["details"] == {}
    assert len(told["checksums"]) >= 19
    assert len(before) > 50
    assert platform.features() == before, "an equal vector keeps its revision"
    assert _databases(platform.ground) == []


def test_both_engines_say_the_same_bytes(platform: Platform) -> None:
    local = platform.read()
    dask = platform.read_again("--engine", "dask")
    assert (local.engine, dask.engine) == ("local", "dask")
    assert dask.files == local.files
    assert {file.topic for file in local.files} >= {"football.matches.v1", "football.odds.v1", "football.teams.v1"}


def test_damaged_rows_are_found_put_right_and_told(platform: Platform) -> None:
    before = platform.features()
    damaged, missing, *_ = (one for one, (_, values) in sorted(before.items()) if "1500" not in values)
    query = platform.ground.query
    query(f"UPDATE match_features SET feature_values = '[9.0]' WHERE match_id = '{damaged}' AND catalogue_version = 1")
    query(f"DELETE FROM match_features WHERE match_id = '{missing}' AND catalogue_version = 1")
    query(f"UPDATE matches SET home_goals = 11 WHERE match_id = '{damaged}'")
    platform.read()
    told = platform.rebuild()
    assert told["details"]["match_features"] == {"missing": 1, "surplus": 0, "different": 1}
    assert told["details"]["matches"] == {"missing": 0, "surplus": 0, "different": 1}
    assert told["left_to_the_fold_worker"]["matches"] == sorted([damaged, missing])
    assert query(f"SELECT 1 FROM matches WHERE match_id = '{damaged}' AND home_goals = 11") == []
    platform.settle()
    after = platform.features()
    assert {one: values for one, (_, values) in after.items()} == {one: values for one, (_, values) in before.items()}
    assert {one for one in after if after[one] != before[one]} == {damaged, missing}
    assert all(after[one][0] > before[one][0] for one in (damaged, missing))
    cached = platform.cached(damaged)
    assert cached is not None
    assert cached.revision == after[damaged][0]


def test_a_rebuild_that_is_killed_leaves_the_live_tables_whole_and_the_next_one_succeeds(platform: Platform) -> None:
    before = platform.features()
    platform.read()
    running = platform.ground.start("touchline.feature_store", "rebuild", "--records", str(platform.folder))
    until(lambda: _shadow_has_rows(platform.ground) or running.poll() is not None, "the shadow fills", pause=0.005)
    os.killpg(running.pid, signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL, "it ended before it was killed"
    assert platform.features() == before
    assert platform.rebuild()["details"] == {}
    assert _databases(platform.ground) == []


def test_a_document_that_comes_while_everything_is_made_again_is_not_lost(platform: Platform) -> None:
    """It is landed after the bucket was read, and applied by the live service before the swap or after it."""
    platform.read()
    season = next(one for one in reversed(fetches()) if one.key == SEASON)
    corrected = season.content.replace(b",2,0,H,", b",4,0,H,", 1)
    platform.land(replace(season, content=corrected, at=season.at + timedelta(days=1)))
    platform.settle()
    before = platform.features()
    assert platform.rebuild()["details"] == {}
    assert platform.features() == before
    platform.land(replace(season, at=season.at + timedelta(days=2)))
    platform.rebuild()
    platform.settle()
    assert {values for _, values in platform.features().values()} != {values for _, values in before.values()}


def test_what_a_person_decided_is_taken_when_it_was_decided(platform: Platform) -> None:
    query = "SELECT scope, name FROM normalizer_waiting WHERE kind = 'club' ORDER BY scope, name LIMIT 1"
    ((scope, name),) = platform.ground.query(query)
    decision = ("--name", f"club:{scope}:{name}", "--as", "made-club", "--new", "--by", "me", "--because", "test")
    platform.ground.stack.run("touchline.normalizer", "resolve", *decision)
    platform.settle()
    season = next(one for one in reversed(fetches()) if one.key == SEASON)
    corrected = season.content.replace(b",2,0,H,", b",5,0,H,", 1)
    platform.land(replace(season, content=corrected, at=season.at + timedelta(days=3)))
    platform.settle()
    platform.read_again("--engine", "local")
    assert platform.rebuild()["details"] == {}


def test_a_folder_without_a_whole_set_of_messages_is_refused(platform: Platform, tmp_path: Path) -> None:
    answer = platform.ground.stack.run("touchline.feature_store", "rebuild", "--records", str(tmp_path), check=False)
    assert answer.returncode == 2
    assert "backfill --into" in answer.stderr


def _settled(ground: Ground) -> bool:
    waiting = (
        "SELECT 1 FROM outbox UNION ALL SELECT 1 FROM normalizer_again UNION ALL SELECT 1 FROM stale"
        " UNION ALL SELECT 1 FROM stale_prices UNION ALL SELECT 1 FROM stale_people"
    )
    return not _behind(ground) and not ground.query(waiting) and not _behind(ground)


def _behind(ground: Ground) -> bool:
    """Whether either service has something to read."""
    query = "SELECT service, topic, topic_partition, next_offset FROM marks"
    marks = {(row[0], row[1], row[2]): int(str(row[3])) for row in ground.query(query)}
    return any(
        marks.get((service, topic.name, number), 0) < finish
        for topic in TOPICS
        for service in topic.consumers
        if service in ("normalizer", "feature-store")
        for number, (_, finish) in log_ends(ground.kafka, topic.name).items()
    )


@contextmanager
def _reading(ground: Ground) -> Iterator[set[tuple[object, ...]]]:
    """All answers that a reader gets who asks without a pause; that he gets one each time is seen at the end."""
    answers: set[tuple[object, ...]] = set()
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            answers.update(ground.query("SELECT COUNT(*) FROM pub_matches"))

    with ThreadPoolExecutor(1) as reader:
        reading = reader.submit(read)
        try:
            yield answers
        finally:
            ended.set()
        reading.result()


def _played(ground: Ground) -> int:
    ((count,),) = ground.query("SELECT COUNT(*) FROM matches WHERE status = 'played'")
    return int(str(count))


def _databases(ground: Ground) -> list[str]:
    """What a rebuild may have left beside the live database."""
    ((name,),) = ground.query("SELECT DATABASE()")
    found = ground.query(f"SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE '{name}\\_%'")
    return [str(one) for (one,) in found]


def _shadow_has_rows(ground: Ground) -> bool:
    ((name,),) = ground.query("SELECT DATABASE()")
    there = ground.query(
        f"SELECT 1 FROM information_schema.tables WHERE table_schema = '{name}_shadow' AND table_name = 'stale_prices'"
    )
    return bool(there) and bool(ground.query(f"SELECT 1 FROM `{name}_shadow`.assertions LIMIT 1"))


async def _landed(ground: Ground, documents: tuple[Fetched, ...]) -> None:
    async with landing_of(ground.settings(IngestorSettings)) as landing:
        await landing.open(documents[0].key.split("/")[0])  # which versions stand there
        for fetched in documents:
            await land(landing, fetched)
