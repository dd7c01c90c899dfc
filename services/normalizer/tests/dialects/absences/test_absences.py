"""Every quirk of the archive of absences, and the reviewed list of its players."""

import csv
import re
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from touchline.normalizer.dialects.absences.parser import DIALECT
from touchline.normalizer.dialects.absences.specification import PLAYERS
from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import AvailabilityRow, Name, Parsed
from touchline.schemas.records import AvailabilityStatus

HEADER = "season,details,from,until,days,games,reason,player,url"
NAMES = Names.of([(Name(PLAYERS, "7"), "p70")])


def read(*lines: str, path: str = "absences_1920.csv", header: str = HEADER) -> Parsed:
    content = "\n".join([header, *lines, ""]).encode()
    parsed = DIALECT.read(content, Document(f"absences/{path}", True, datetime(2026, 1, 1, tzinfo=UTC)), NAMES)
    assert parsed.unaccounted == 0
    return parsed


def line(since: str = "2019-08-20", until: str = "2019-09-30", reason: str = "injury", number: str = "7") -> str:
    return f"1920,Knee,{since},{until},9,1,{reason},A,/a/profil/spieler/{number}"


def test_an_absence_is_known_on_the_day_after_it_began() -> None:
    (row,) = read(line()).of(AvailabilityRow)
    assert (row.player_id, row.status, row.reason) == ("p70", AvailabilityStatus.INJURED, "Knee")
    assert (row.said_at, row.known_at) == (datetime(2019, 8, 20, tzinfo=UTC), datetime(2019, 8, 21, tzinfo=UTC))
    assert row.until == datetime(2019, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("suspension", AvailabilityStatus.SUSPENDED),
        ("absence", AvailabilityStatus.ABSENT),
        ("Transfer", AvailabilityStatus.ABSENT),
    ],
)
def test_every_reason_has_a_status(reason: str, status: AvailabilityStatus) -> None:
    assert read(line(reason=reason)).of(AvailabilityRow)[0].status is status


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        (line(since="2019-02-30"), "from"),
        (line(reason="boredom"), "reason"),
        (line(number="x"), "url"),
        (line(number="8"), "url"),
        (line().replace("1920,", "1819,"), "season"),
    ],
)
def test_what_cannot_be_is_parked_with_its_column(changed: str, column: str) -> None:
    parsed = read(changed, line())
    assert [parked.column for parked in parsed.parked] == [column]
    assert len(parsed.of(AvailabilityRow)) == 1


def test_a_player_nobody_decided_on_waits_for_a_decision() -> None:
    assert read(line(number="8")).parked[0].waits_for == Name(PLAYERS, "8")


@pytest.mark.parametrize("until", ["2019-08-01", "soon"])
def test_an_end_that_cannot_be_is_parked_and_the_absence_kept(until: str) -> None:
    parsed = read(line(until=until))
    assert [parked.column for parked in parsed.parked] == ["until"]
    assert parsed.of(AvailabilityRow)[0].until is None


def test_one_absence_that_stands_twice_is_kept_once() -> None:
    parsed = read(line(), line(until="2019-10-10"))
    assert "line 2" in parsed.parked[0].reason
    assert len(parsed.of(AvailabilityRow)) == 1


def test_another_file_is_parked_as_one_row() -> None:
    assert "no season of absences" in read(line(), path="notes.csv").parked[0].reason


def test_the_reviewed_players_are_sorted_and_each_number_stands_once() -> None:
    text = (files("touchline.normalizer.identities") / "players" / "transfermarkt.csv").read_text(encoding="utf-8")
    header, *lines = csv.reader(text.splitlines())
    assert header == ["player", "name"]
    assert all(re.fullmatch(r"p\d+", player) and re.fullmatch(r"\d+", name) for player, name in lines)
    assert lines == sorted(lines, key=lambda entry: (int(entry[0][1:]), int(entry[1])))
    assert len({name for _, name in lines}) == len({player for player, _ in lines}) == len(lines)
