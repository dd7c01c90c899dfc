"""The client reads real topics: each row once, from where it is told to, or it says why not."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from kafka import KafkaProducer

from tests.contract.examples import example_rows
from tests.contract.test_client_snapshots import written
from tests.stack import RunningStack
from touchline.client import Unreachable
from touchline.client.topics import Missed, Offsets, Since, Snapshot, Topics
from touchline.client.topics.log import Log
from touchline.feature_store.history.snapshots.places import opened
from touchline.runtime.settings import Settings
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import Match, TeamFeatures
from touchline.schemas.topics import MATCHES, TEAM_FEATURES

pytestmark = pytest.mark.stack
README = Path(__file__).parents[2] / "libs" / "client" / "README.md"
NOON = datetime(2020, 2, 29, 12, tzinfo=UTC)
FIRST, SECOND = example_rows(TeamFeatures)


class Ground:
    """A platform's topics, and rows of one test in them."""

    def __init__(self, brokers: str) -> None:
        self.brokers, self.topics = brokers, Topics(brokers)
        self.mark = uuid.uuid4().hex[:16]
        self._producer = KafkaProducer(bootstrap_servers=brokers)

    def row(self, number: int, revision: int = 1) -> TeamFeatures:
        return replace(FIRST, team_id=f"{self.mark}-{number}", revision=revision)

    def send(self, *rows: TeamFeatures | Match) -> datetime:
        """One message; returns when the brokers took it in."""
        topic = MATCHES if isinstance(rows[0], Match) else TEAM_FEATURES
        headers = Envelope(uuid.uuid4().hex, "/tests", "example", NOON, "example", "").headers()
        content = encode(batch_of(type(rows[0]), rows))
        sent = self._producer.send(topic.name, content, b"ENG", headers).get(20)
        return datetime.fromtimestamp(sent.timestamp / 1000, UTC)

    def ours(self, start: object = None) -> list[tuple[int, int]]:
        """Number and revision of each row that this test sent, as they come."""
        batches = self.topics.batches(TEAM_FEATURES.name, start=start)  # type: ignore[arg-type]
        rows = [row for batch in batches for row in batch.to_pylist() if row["team_id"].startswith(self.mark)]
        return [(int(row["team_id"].rpartition("-")[2]), row["revision"]) for row in rows]

    def ends(self) -> dict[int, int]:
        log = Log(TEAM_FEATURES.name, {"bootstrap_servers": self.brokers})
        log.close()
        return log.ends

    def close(self) -> None:
        self._producer.close()


@pytest.fixture
def ground(stack: RunningStack) -> Iterator[Ground]:
    ground = Ground(stack.environment["TOUCHLINE_KAFKA"])
    yield ground
    ground.close()


def test_each_row_comes_once_and_corrections_after_it_whatever_comes_twice(ground: Ground) -> None:
    first, second, corrected = ground.row(1), ground.row(2), ground.row(1, revision=2)
    ground.send(first, second)
    ground.send(corrected)
    ground.send(first, second)
    assert ground.ours() == [(1, 1), (2, 1), (1, 2)]


def test_a_reading_goes_on_where_another_ended(ground: Ground) -> None:
    ground.send(ground.row(1))
    places = [message.next_offsets for message in ground.topics.messages(TEAM_FEATURES.name)]
    assert places[-1] == ground.ends()
    ground.send(ground.row(2))
    assert ground.ours(Offsets(places[-1])) == [(2, 1)]


def test_a_reading_starts_at_a_time_of_the_brokers(ground: Ground) -> None:
    before = after = ground.send(ground.row(1))
    while after == before:  # they count milliseconds
        after = ground.send(ground.row(2))
    assert ground.ours(Since(after)) == [(2, 1)]
    assert ground.ours(Since(after + timedelta(days=1))) == []


def test_one_that_follows_sees_what_comes_after_it_began(ground: Ground) -> None:
    ground.send(ground.row(1))
    frames = ground.topics.frames(TEAM_FEATURES.name, start=Offsets(ground.ends()), follow=True)
    for number in (2, 3):
        ground.send(ground.row(number))
        assert next(frames)["team_id"].to_list() == [f"{ground.mark}-{number}"]


def test_after_a_snapshot_comes_what_is_not_in_it(ground: Ground, tmp_path: Path) -> None:
    row = replace(example_rows(Match)[0], match_id=ground.mark)
    ground.send(row)
    log = Log(MATCHES.name, {"bootstrap_servers": ground.brokers})
    written(tmp_path, log.topic_id(), [log.ends[number] for number in sorted(log.ends)])
    log.close()
    ground.send(replace(row, revision=2))
    (batch,) = ground.topics.batches(MATCHES.name, start=Snapshot.at(tmp_path))
    assert [(one["match_id"], one["revision"]) for one in batch.to_pylist()] == [(ground.mark, 2)]


async def test_a_snapshot_is_read_where_the_feature_store_puts_it(
    stack: RunningStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {name: stack.environment[f"TOUCHLINE_{name}"] for name in ("S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY")}
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", told["S3_ACCESS_KEY"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", told["S3_SECRET_KEY"])
    (file,) = written(tmp_path)
    settings = Settings(**{name.lower(): value for name, value in told.items()})  # type: ignore[arg-type]
    where = f"s3://{settings.s3_bucket}/{uuid.uuid4().hex}"
    async with opened(where, settings) as place:
        for name in (file.path, "manifest.json"):
            await place.write(name, (tmp_path / name).read_bytes())
    scheme, _, address = settings.s3_endpoint.partition("://")
    snapshot = Snapshot.at(f"{where}?endpoint_override={address}&scheme={scheme}")
    assert [table.num_rows for table in snapshot.tables("team")] == [1]
    with pytest.raises(Missed, match="is it a snapshot"):
        Snapshot.at(f"{where}-not?endpoint_override={address}&scheme={scheme}")


def test_a_snapshot_of_another_topic_of_the_same_name_is_refused(ground: Ground, tmp_path: Path) -> None:
    written(tmp_path, "another-id", [0, 0, 0, 0])
    with pytest.raises(Missed, match="made anew since the snapshot"):
        next(ground.topics.messages(MATCHES.name, start=Snapshot.at(tmp_path)))


def test_an_offset_that_is_not_there_is_refused(ground: Ground) -> None:
    beyond = {partition: end + 5 for partition, end in ground.ends().items()}
    with pytest.raises(Missed, match="it ends at"):
        next(ground.topics.messages(TEAM_FEATURES.name, start=Offsets(beyond)))


def test_topics_that_nobody_knows_and_brokers_that_do_not_answer_are_told_apart(ground: Ground) -> None:
    with pytest.raises(Missed, match="does not know a topic"):
        next(ground.topics.messages("football.weather.v1"))
    with pytest.raises(Missed, match="there is no topic"):
        Log("football.weather.v1", {"bootstrap_servers": ground.brokers})
    nobody = Topics("127.0.0.1:1", bootstrap_timeout_ms=300)
    with pytest.raises(Unreachable, match="Kafka does not answer"):
        next(nobody.messages(TEAM_FEATURES.name))


def test_the_readme_does_what_it_says(ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ground.send(ground.row(1))
    ground.send(replace(example_rows(Match)[0], match_id=ground.mark))
    log = Log(MATCHES.name, {"bootstrap_servers": ground.brokers})
    written(tmp_path, log.topic_id(), [0] * len(log.ends))
    log.close()
    names: dict[str, object] = {"brokers": ground.brokers, "place": tmp_path}
    section = README.read_text().partition("## Topics")[2]
    for block in re.findall(r"```python\n(.+?)```", section, re.DOTALL):
        exec(block, names)
    said = capsys.readouterr().out
    assert ground.mark in said
    assert "1 rows of teams" in said
    assert "rows that are not in it" in said
