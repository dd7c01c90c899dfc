"""FBref's schedules: tables in comments, moments, shoot-outs, whose side is whose; on our samples."""

from datetime import UTC, datetime

import pytest
from every_document import samples

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.fbref.cells import Cell, goals_in
from touchline.normalizer.dialects.fbref.parser import DIALECT
from touchline.normalizer.dialects.rows import MatchRow, Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import MatchStatus, ParkedKind

SQUAD, LEAGUE = "fbref/squads/361ca564/2019-2020/schedule", "fbref/comps/9/2019-2020/schedule"


def content(key: str) -> bytes:
    (sample,) = (one for one in samples("fbref") if one.document.key == key)
    return sample.content


def read(key: str, page: bytes | None = None, at: datetime = datetime(2020, 2, 28, 18, tzinfo=UTC)) -> Parsed:
    parsed = DIALECT.read(content(key) if page is None else page, Document(key, True, at), reviewed())
    assert parsed.unaccounted == 0
    return parsed


def match(parsed: Parsed, home: str, away: str) -> MatchRow:
    (found,) = (row for row in parsed.matches if (row.meeting.home_team, row.meeting.away_team) == (home, away))
    return found


def test_a_squads_side_is_turned_to_home_and_away() -> None:
    away = match(read(SQUAD), "man-city", "tottenham").counts
    assert (away.home_goals, away.away_goals) == (3, 0)
    assert (away.home_expected_goals, away.away_expected_goals) == (2.9, 0.3)
    home = match(read(SQUAD), "tottenham", "aston-villa").counts
    assert (home.home_expected_goals, home.away_expected_goals, home.attendance) == (1.9, 1.1, 58407)


def test_the_moment_beside_a_time_is_believed_where_the_ground_is_abroad() -> None:
    abroad = match(read(SQUAD), "olympiacos", "tottenham")
    assert (abroad.kick_off, abroad.meeting.competition) == (datetime(2019, 9, 18, 16, 55, tzinfo=UTC), "UCL")


def test_a_time_without_a_moment_is_local_to_the_ground() -> None:
    assert match(read(SQUAD), "chelsea", "tottenham").kick_off == datetime(2020, 2, 22, 12, 30, tzinfo=UTC)
    assert match(read(LEAGUE), "liverpool", "norwich").kick_off == datetime(2019, 8, 9, 19, tzinfo=UTC)


def test_a_match_without_a_time_has_only_its_day() -> None:
    row = match(read(LEAGUE), "arsenal", "burnley")
    assert (row.kick_off_known, row.known_at) == (False, datetime(2019, 8, 18, tzinfo=UTC))


def test_expected_goals_were_not_known_on_the_day_itself() -> None:
    assert match(read(SQUAD), "tottenham", "aston-villa").known_at == datetime(2019, 8, 11, tzinfo=UTC)
    without = match(read(SQUAD), "colchester", "tottenham")
    assert without.known_at == datetime(2019, 9, 24, 21, 15, tzinfo=UTC)


def test_goals_of_a_shoot_out_are_no_goals() -> None:
    counts = match(read(SQUAD), "colchester", "tottenham").counts
    assert (counts.home_goals, counts.away_goals) == (1, 1)


@pytest.mark.parametrize("text", ["one", "-1", "1 (", "123", "1.5"])
def test_what_is_no_number_of_goals_is_refused(text: str) -> None:
    with pytest.raises(UnreadableCell):
        goals_in("goals_for", Cell(text))


def test_notes_tell_of_matches_that_were_not_played_as_planned() -> None:
    assert match(read(SQUAD), "tottenham", "newcastle").status is MatchStatus.POSTPONED
    awarded = match(read(SQUAD), "tottenham", "norwich")
    assert (awarded.status, awarded.counts.home_goals) == (MatchStatus.AWARDED, 3)
    assert match(read(LEAGUE), "newcastle", "norwich").status is MatchStatus.ABANDONED
    assert match(read(SQUAD), "tottenham", "wolves").status is MatchStatus.SCHEDULED


def test_another_countrys_premier_league_is_not_ours() -> None:
    (note,) = (row for row in read(SQUAD).parked if row.kind is ParkedKind.NOT_FOLLOWED)
    assert (note.column, note.line) == ("Premier League", 13)


def test_rows_that_cannot_be_are_parked_with_their_column() -> None:
    assert [row.column for row in read(SQUAD).parked if row.kind is ParkedKind.ROW] == ["time", "venue", "date", "date"]
    assert [row.column for row in read(LEAGUE).parked if row.kind is ParkedKind.ROW] == ["score"]


def test_expected_goals_that_cannot_be_do_not_take_the_result_with_them() -> None:
    row = match(read(LEAGUE), "sheffield-united", "brighton")
    assert (row.counts.home_goals, row.counts.home_expected_goals, row.counts.attendance) == (1, None, 31888)
    assert [part.column for part in read(LEAGUE).parked if part.kind is ParkedKind.PART] == ["home_xg"]


def test_new_and_missing_columns_are_named_and_the_rest_goes_in() -> None:
    assert [row.column for row in read(LEAGUE).parked if row.kind is ParkedKind.SCHEMA_DRIFT] == ["weather"]
    without = content(SQUAD).replace(b'data-stat="xg_for"', b'data-stat="xg"')
    drift = [row.column for row in read(SQUAD, without).parked if row.kind is ParkedKind.SCHEMA_DRIFT]
    assert drift == ["xg_for", "xg"]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"<html><p>Please verify that you are human</p></html>", "the page has no table of matches"),
        (
            b'<table id="matchlogs_all"><thead><tr><th data-stat="date"></th></tr></thead></table>',
            "the table has no column",
        ),
    ],
)
def test_a_page_that_is_no_schedule_is_unreadable(page: bytes, reason: str) -> None:
    assert [row.reason.startswith(reason) for row in read(SQUAD, page).parked] == [True]


def test_a_table_that_does_not_say_whose_it_is_is_unreadable() -> None:
    page = content(SQUAD).replace(b"2019-2020 Tottenham Hotspur: All", b"All")
    assert [row.reason for row in read(SQUAD, page).parked] == ["the table does not say whose matches it holds"]


def test_a_season_that_is_over_and_not_whole_is_told_of() -> None:
    late = datetime(2021, 1, 1, tzinfo=UTC)
    for key in (SQUAD, LEAGUE):
        assert ParkedKind.INCOMPLETE in {row.kind for row in read(key, at=late).parked}
        assert ParkedKind.INCOMPLETE not in {row.kind for row in read(key).parked}
