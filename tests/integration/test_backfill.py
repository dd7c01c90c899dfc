"""A back-fill on Dask says message by message what the stream says, through kills, and on a scheduler of one's own."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.archive import SEASON, fetches, land
from tests.integration.ground import Ground, end, free_port, until
from tests.integration.said import Said, by_id, ends, in_order, said_since
from tests.stack import RunningStack, running_stack
from touchline.ingestor.asking import landing_of
from touchline.ingestor.config import IngestorSettings
from touchline.ingestor.record import FetchRecord

pytestmark = pytest.mark.stack

TABLES = (
    "SELECT document_key, revision, logic_version, sha256 FROM normalizer_documents",
    "SELECT document_key, row_key, row_hash, absent, stated FROM normalizer_rows",
    "SELECT kind, scope, folded, stated_by, identity FROM normalizer_identities",
    "SELECT document_key, kind, scope, name FROM normalizer_waiting",
)
Table = frozenset[tuple[object, ...]]


@dataclass(frozen=True)
class Heard:
    """What one way of reading the archive said, and what it keeps."""

    messages: list[Said]
    tables: list[Table]


@dataclass(frozen=True)
class Archive:
    """The archive, landed while a stream read it."""

    ground: Ground  # of the stream
    records: list[FetchRecord]
    stream: Heard

    @property
    def document_of(self) -> dict[str, str]:
        """Document keys by sha256."""
        return {record.sha256: record.document_key for record in self.records}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """A stack of its own: on the shared one the stream would also read what other tests announced."""
    with running_stack(tmp_path_factory.mktemp("backfill"), "kafka,topics,mariadb,migrations,redis,s3") as own:
        yield own


@pytest.fixture(scope="module")
def archive(stack: RunningStack) -> Archive:
    """Each document is landed and announced once the running normalizer is quiet: the order of the archive."""
    ground = Ground(stack).with_bucket().with_database()
    since = ends(ground.kafka)
    consumer = ground.start("touchline.normalizer", "consume")
    try:
        records = asyncio.run(_landed(ground))
    finally:
        end(consumer)
    return Archive(ground, records, Heard(said_since(ground.kafka, since), _tables(ground)))


@pytest.fixture
def ground(archive: Archive) -> Ground:
    """The same archive and a new, empty database."""
    return archive.ground.with_database()


def test_the_archive_holds_what_makes_the_comparison_worth_it(archive: Archive) -> None:
    assert len(archive.records) >= 36
    assert len({record.source for record in archive.records}) >= 10
    assert len([record for record in archive.records if record.document_key == SEASON]) == 5
    assert len({message.topic for message in archive.stream.messages}) >= 6
    ((read_again,),) = archive.ground.query("SELECT next_sequence FROM lanes WHERE lane = 'read-again'")
    assert read_again != 0, "no document waited for a name that another one states"


def test_a_backfill_says_message_by_message_what_the_stream_says_and_nothing_more(
    archive: Archive, ground: Ground
) -> None:
    filled = _heard(ground, lambda: _backfill(ground))
    _assert_same(archive, filled)
    assert len(filled.messages) == len(by_id(filled.messages)), "something was said twice"
    again = _heard(ground, lambda: _backfill(ground))
    assert again.messages == []
    assert again.tables == filled.tables


def test_a_backfill_that_was_killed_in_the_middle_goes_on_and_ends_the_same(archive: Archive, ground: Ground) -> None:
    total = len({record.document_key for record in archive.records})

    def killed_and_continued() -> None:
        running = ground.start("touchline.normalizer", "backfill")
        until(
            lambda: ground.count("normalizer_documents") >= total / 2 or running.poll() is not None,
            "half of the archive was read",
            pause=0.002,
        )
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        assert 0 < ground.count("normalizer_documents") < total, "it was killed too early or too late to tell"
        _backfill(ground)

    _assert_same(archive, _heard(ground, killed_and_continued))


def test_the_named_scheduler_gives_the_same(archive: Archive, ground: Ground, tmp_path: Path) -> None:
    with _dask(ground, tmp_path) as address:
        elsewhere = ground.with_settings(dask_scheduler=address)
        filled = _heard(elsewhere, lambda: _backfill(elsewhere))
    _assert_same(archive, filled)


def test_a_second_run_after_a_whole_one_says_that_it_read_nothing(archive: Archive) -> None:
    assert _backfill(archive.ground).startswith("0 documents")


def _assert_same(archive: Archive, filled: Heard) -> None:
    wanted, found = by_id(archive.stream.messages), by_id(filled.messages)
    assert found.keys() - wanted.keys() == set()
    assert wanted.keys() - found.keys() == set()
    assert [(one, found[one.ce_id]) for one in wanted.values() if found[one.ce_id] != one] == []
    documents = archive.document_of
    assert _once(in_order(filled.messages, documents)) == in_order(archive.stream.messages, documents)
    for wanted_rows, found_rows in zip(archive.stream.tables, filled.tables, strict=True):
        assert wanted_rows ^ found_rows == frozenset()


def _once(order: dict[tuple[str, bytes, str], list[str]]) -> dict[tuple[str, bytes, str], list[str]]:
    """Without repeats: what was sent and not yet taken off the list when its sender was killed is sent again."""
    return {key: list(dict.fromkeys(ids)) for key, ids in order.items()}


def _heard(ground: Ground, action: Callable[[], object]) -> Heard:
    since = ends(ground.kafka)
    action()
    return Heard(said_since(ground.kafka, since), _tables(ground))


def _backfill(ground: Ground) -> str:
    """Run one to its end; its last line."""
    return ground.stack.run("touchline.normalizer", "backfill").stdout.splitlines()[-1]


def _tables(ground: Ground) -> list[Table]:
    return [frozenset(ground.query(sql)) for sql in TABLES]


async def _landed(ground: Ground) -> list[FetchRecord]:
    records = []
    async with landing_of(ground.settings(IngestorSettings)) as landing:
        for fetched in fetches():
            record = await land(landing, fetched)
            await asyncio.to_thread(until, lambda landed=record: _is_read(ground, landed), record.document_key)
            records.append(record)
    return records


def _is_read(ground: Ground, record: FetchRecord) -> bool:
    """This version was read, what waited for it was read again, and all of it was sent."""
    query = f"SELECT revision FROM normalizer_documents WHERE document_key = '{record.document_key}'"
    if ground.query(query) != [(record.revision,)]:  # nor are there other tables before the stream has begun
        return False
    return not ground.query("SELECT 1 FROM outbox UNION ALL SELECT 1 FROM normalizer_again")


@contextmanager
def _dask(ground: Ground, folder: Path) -> Iterator[str]:
    """A scheduler and two workers as processes of their own, on the loopback address."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    place = ("--host", "127.0.0.1", "--local-directory", str(folder))
    worker = ("worker", address, *place, "--nthreads", "2", "--no-dashboard", "--no-nanny")
    with ExitStack() as running:
        for command in (scheduler, worker, worker):
            running.callback(end, ground.start("dask", *command))
        yield address
