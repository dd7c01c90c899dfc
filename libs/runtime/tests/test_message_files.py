"""Messages in files: what was written is read, and what is not whole is refused."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from touchline.runtime.errors import Refused
from touchline.runtime.message_files import Contents, End, MessageFiles, contents_of, messages_of
from touchline.runtime.transaction import OutboxRow
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import Team
from touchline.schemas.topics import TEAMS

NOON = datetime(2020, 2, 29, 12, tzinfo=UTC)
ENDS = [End(TEAMS.name, 0, "topic-id", 7)]


def row(number: int, pool: str = "ENG", trace: str | None = None) -> OutboxRow:
    """A message about one team."""
    team = Team(f"club-{number}", f"Club {number}", "England", pool, "made", "ab" * 32, NOON, NOON, NOON, number)
    time = NOON + timedelta(minutes=number)
    envelope = Envelope(f"event-{number}", "/test", "test", time, "test", "").headers()
    headers = envelope + ([("traceparent", trace.encode())] if trace else [])
    return OutboxRow(TEAMS.name, pool.encode(), encode(batch_of(Team, [team])), headers)


def written(folder: Path, *rows: OutboxRow) -> Contents:
    """A folder of whole files."""
    files = MessageFiles(folder)
    for one in rows:
        files.write(one)
    return files.close("local", 1.5, ENDS)


def test_what_was_written_is_read_in_order_by_key(tmp_path: Path) -> None:
    written(tmp_path, row(1), row(2, "GER"), row(3))
    contents = contents_of(tmp_path)
    assert [(file.topic, file.key, file.messages, file.rows) for file in contents.files] == [
        (TEAMS.name, "ENG", 2, 2),
        (TEAMS.name, "GER", 1, 1),
    ]
    english = list(messages_of(tmp_path, contents.files[0]))
    assert [one.rows(Team)[0].team_id for one in english] == ["club-1", "club-3"]
    assert [(one.envelope.id, one.envelope.time) for one in english] == [
        ("event-1", NOON + timedelta(minutes=1)),
        ("event-3", NOON + timedelta(minutes=3)),
    ]
    assert (contents.engine, contents.seconds, contents.ends) == ("local", 1.5, ENDS)


def test_equal_messages_make_equal_bytes_whatever_trace_they_are_part_of(tmp_path: Path) -> None:
    one = written(tmp_path / "one", row(1, trace="00-" + "1" * 32 + "-" + "1" * 16 + "-01"))
    other = written(tmp_path / "other", row(1, trace="00-" + "2" * 32 + "-" + "2" * 16 + "-01"))
    assert one.files == other.files


def test_a_key_that_is_no_file_name_stays_in_its_folder(tmp_path: Path) -> None:
    (file,) = written(tmp_path, row(1, "../ENG")).files
    assert [one.envelope.id for one in messages_of(tmp_path, file)] == ["event-1"]
    assert (tmp_path / file.name).resolve().is_relative_to(tmp_path / TEAMS.name)


def test_a_folder_whose_writer_did_not_end_is_refused(tmp_path: Path) -> None:
    MessageFiles(tmp_path).write(row(1))
    with pytest.raises(Refused, match="backfill --into"):
        contents_of(tmp_path)


def test_a_file_that_is_not_the_one_that_was_written_is_refused(tmp_path: Path) -> None:
    (file,) = written(tmp_path, row(1), row(2)).files
    place = tmp_path / file.name
    place.write_bytes(place.read_bytes()[:-8])
    with pytest.raises(Refused, match="write it again"):
        list(messages_of(tmp_path, file))
