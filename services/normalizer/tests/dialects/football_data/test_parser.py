"""Every quirk of the provider's files, each in a document of a few lines that we wrote."""

from datetime import UTC, datetime

import pytest

from touchline.normalizer.dialects.football_data.parser import Fixtures, Kind, Season, kind_of, parse
from touchline.normalizer.dialects.rows import Parsed
from touchline.schemas.records import MatchStatus, OddsMoment

SEASON = Season("E0", "2019/20")
HEADER = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,Referee,HS,AS,B365H,B365D,B365A"
FIRST = "E0,10/08/2019,Arsenal,Chelsea,2,1,H,M Dean,12,9,2.1,3.4,3.6"
SECOND = "E0,11/08/2019,Everton,Fulham,0,0,D,A Taylor,8,8,1.9,3.5,4.2"


def read(*lines: str, kind: Kind = SEASON, end: str = "\n", encoding: str = "utf-8") -> Parsed:
    return parse((end.join(lines) + end).encode(encoding), kind)


def changed(row: str, column: str, value: str) -> str:
    cells = row.split(",")
    cells[HEADER.split(",").index(column)] = value
    return ",".join(cells)


def parked(parsed: Parsed) -> list[tuple[int, str | None]]:
    return [(row.line, row.column) for row in parsed.parked]


def test_a_row_becomes_a_match_with_its_odds_and_teams() -> None:
    parsed = read(HEADER, FIRST)
    (match,), (odds,) = parsed.matches, parsed.odds
    assert match.meeting.match_id == "E0:2019-20:arsenal:chelsea"
    assert match.status is MatchStatus.PLAYED
    assert (match.counts.home_goals, match.counts.away_goals, match.counts.away_shots) == (2, 1, 9)
    assert match.referee == "M Dean"
    assert (odds.bookmaker, odds.moment, odds.prices) == ("b365", OddsMoment.BEFORE, (2.1, 3.4, 3.6))
    assert [team.team_id for team in parsed.teams] == ["arsenal", "chelsea"]
    assert not parsed.parked


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_encodings_marks_and_line_ends_change_nothing(end: str, encoding: str) -> None:
    row = changed(FIRST, "Referee", "J Müller\xa0")
    parsed = read(HEADER, row, SECOND, end=end, encoding=encoding)
    assert [match.referee for match in parsed.matches] == ["J Müller", "A Taylor"]
    assert not parsed.parked


def test_a_mark_before_latin_1_text_does_not_hide_the_first_column() -> None:
    content = b"\xef\xbb\xbf" + (HEADER + "\n" + changed(FIRST, "Referee", "J Müller")).encode("latin-1")
    assert parse(content, SEASON).matches[0].referee == "J Müller"


def test_a_quoted_referee_with_commas_shifts_nothing() -> None:
    parsed = read(HEADER, changed(FIRST, "Referee", '"Wiley, A. G."'))
    assert parsed.matches[0].referee == "Wiley, A. G."
    assert parsed.matches[0].counts.home_shots == 12


def test_an_unquoted_comma_shifts_the_cells_and_parks_the_line() -> None:
    parsed = read(HEADER, changed(FIRST, "Referee", "Wiley, A. G."), SECOND)
    assert parked(parsed) == [(2, None)]
    assert "shifted" in parsed.parked[0].reason
    assert len(parsed.matches) == 1


def test_a_quote_left_open_parks_its_line_and_not_the_lines_below() -> None:
    parsed = read(HEADER, changed(FIRST, "Referee", '"Wiley'), SECOND)
    assert parked(parsed) == [(2, None)]
    assert [match.meeting.home_team for match in parsed.matches] == ["everton"]


@pytest.mark.parametrize("written", ["10/08/2019", "10/08/19", "10-08-2019", "10-08-19"])
def test_every_way_to_write_a_date_is_the_same_day(written: str) -> None:
    match = read(HEADER, changed(FIRST, "Date", written)).matches[0]
    assert match.kick_off == datetime(2019, 8, 10, 15, tzinfo=UTC)
    assert not match.kick_off_known
    assert match.known_at == datetime(2019, 8, 11, tzinfo=UTC)


@pytest.mark.parametrize("written", ["31/02/2020", "Today", "", "2019-08-10", "10/08-2019", "1/13/2020", "43687"])
def test_an_impossible_date_is_parked_with_its_column(written: str) -> None:
    parsed = read(HEADER, changed(FIRST, "Date", written), SECOND)
    assert parked(parsed) == [(2, "Date")]
    assert len(parsed.matches) == 1


def test_a_date_with_day_and_month_swapped_falls_out_of_the_season_and_is_parked() -> None:
    parsed = read(HEADER, changed(FIRST, "Date", "05/12/2020"))  # 12/05/2020
    assert parked(parsed) == [(2, "Date")]
    assert "2019/20" in parsed.parked[0].reason


def test_the_season_that_ended_in_july_2020_keeps_its_last_matches() -> None:
    assert not read(HEADER, changed(FIRST, "Date", "26/07/2020")).parked
    fixture = read("Div,Date,HomeTeam,AwayTeam", "E0,26/07/2020,Arsenal,Watford", kind=Fixtures())
    assert fixture.matches[0].meeting.season == "2019/20"


@pytest.mark.parametrize(
    ("date", "clock", "expected"),
    [
        ("10/08/2019", "12:30", datetime(2019, 8, 10, 11, 30, tzinfo=UTC)),  # summer time
        ("01/01/2020", "12:30", datetime(2020, 1, 1, 12, 30, tzinfo=UTC)),
    ],
)
def test_a_kick_off_is_uk_time_and_its_result_known_two_and_a_half_hours_later(
    date: str, clock: str, expected: datetime
) -> None:
    header = HEADER.replace("Date,", "Date,Time,")
    match = read(header, FIRST.replace("10/08/2019", f"{date},{clock}")).matches[0]
    assert (match.kick_off, match.kick_off_known) == (expected, True)
    assert match.known_at is not None
    assert (match.known_at - match.kick_off).total_seconds() == 9000


def test_a_blank_time_leaves_the_kick_off_unknown_and_a_wrong_one_is_parked() -> None:
    header = HEADER.replace("Date,", "Date,Time,")
    assert not read(header, FIRST.replace("2019,", "2019,,")).matches[0].kick_off_known
    assert parked(read(header, FIRST.replace("2019,", "2019,25:00,"))) == [(2, "Time")]


def test_columns_are_found_by_name_wherever_they_stand() -> None:
    backwards = [",".join(reversed(line.split(","))) for line in (HEADER, FIRST)]
    forwards = read(HEADER, FIRST)
    assert read(*backwards).matches == forwards.matches
    wide = [HEADER + "," + ",".join(f"X{n}" for n in range(119)), FIRST + "," * 119]
    assert read(*wide).matches == forwards.matches


def test_columns_without_a_name_and_surplus_blank_cells_are_not_read() -> None:
    assert not read(HEADER + ",,,,,", FIRST + ",,,,,", SECOND + ",,,,,,,,").parked


def test_blank_rows_are_no_rows_and_lines_keep_their_numbers() -> None:
    blank = "," * 12
    parsed = read(HEADER, blank, FIRST, "", changed(SECOND, "FTHG", "abc"), blank, " , ,")
    assert len(parsed.matches) == 1
    assert parked(parsed) == [(5, "FTHG")]


def test_a_count_may_be_written_as_a_float() -> None:
    match = read(HEADER, changed(changed(FIRST, "FTHG", "2.0"), "HS", "12.0")).matches[0]
    assert (match.counts.home_goals, match.counts.home_shots) == (2, 12)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("FTHG", "abc"),
        ("FTHG", "2.5"),
        ("FTHG", "31"),
        ("FTAG", "-1"),
        ("HS", "900"),
        ("AS", "nan"),
        ("HS", "inf"),
        ("FTAG", "²"),
    ],
)
def test_a_count_that_cannot_be_is_parked_with_its_column(column: str, value: str) -> None:
    parsed = read(HEADER, changed(FIRST, column, value), SECOND)
    assert parked(parsed) == [(2, column)]
    assert repr(value) in parsed.parked[0].reason
    assert len(parsed.matches) == 1


def test_half_a_result_is_parked() -> None:
    assert parked(read(HEADER, changed(FIRST, "FTAG", ""))) == [(2, "FTAG")]


def test_a_line_cut_short_is_parked_as_it_stood() -> None:
    parsed = read(HEADER, FIRST, SECOND[:25])
    assert parked(parsed) == [(3, None)]
    assert parsed.parked[0].row == SECOND[:25]
    assert "cut short" in parsed.parked[0].reason
    assert len(parsed.matches) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!DOCTYPE html>\n<html><body>Moved, sorry, gone</body></html>\n", "a web page"),
        (b"\n\n  <html></html>", "a web page"),
        (b"", "empty"),
        (b"\r\n,,,\r\n", "empty"),
        (b"Div,HomeTeam,AwayTeam\n", "no column Date, FTHG, FTAG"),
        ((HEADER + ",Date\n" + FIRST).encode(), "names Date more than once"),
        (b"\x00\xff\xfe garbage \x93", "no column"),
        (b'"Div,Date\n', "cannot be read"),
    ],
)
def test_what_is_no_season_table_is_parked_as_one_row(content: bytes, reason: str) -> None:
    parsed = parse(content, SEASON)
    assert parked(parsed) == [(1, None)]
    assert reason in parsed.parked[0].reason
    assert not parsed.matches


@pytest.mark.parametrize(
    ("price", "reason"), [("21", "sum of 1/odds"), ("x", "'x'"), ("", "''"), ("1", "above 1"), ("nan", "above 1")]
)
def test_odds_that_cannot_be_are_parked_and_the_match_is_kept(price: str, reason: str) -> None:
    parsed = read(HEADER, changed(changed(FIRST, "B365H", price), "B365D", "9.5"))
    assert parked(parsed) == [(2, "B365H")]
    assert reason in parsed.parked[0].reason
    assert len(parsed.matches) == 1
    assert not parsed.odds


def test_blank_odds_are_no_statement() -> None:
    parsed = read(HEADER, FIRST.replace("2.1,3.4,3.6", ",,"))
    assert (len(parsed.matches), parsed.odds, parsed.parked) == (1, (), ())


def test_bookmakers_are_known_by_their_old_and_new_names_before_and_at_closing() -> None:
    names = ("B365", "PS", "BbAv", "BbMx", "B365C", "PSC", "AvgC", "MaxC")
    header = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG," + ",".join(f"{name}{side}" for name in names for side in "HDA")
    parsed = read(header, "E0,10/08/2019,Arsenal,Chelsea,2,1," + ",".join(["2.1,3.4,3.6"] * 8))
    found = {(odds.bookmaker, odds.moment) for odds in parsed.odds}
    assert len(found) == len(parsed.odds) == 8
    assert {odds.known_at for odds in parsed.odds if odds.moment is OddsMoment.CLOSING} == {parsed.matches[0].kick_off}


@pytest.mark.parametrize(
    ("date", "collected"),
    [
        ("10/08/2019", datetime(2019, 8, 9, 16, tzinfo=UTC)),  # Saturday: Friday, 17:00 in summer
        ("12/08/2019", datetime(2019, 8, 9, 16, tzinfo=UTC)),  # Monday: Friday
        ("01/01/2020", datetime(2019, 12, 31, 17, tzinfo=UTC)),  # Wednesday: Tuesday, 17:00 in winter
        ("03/12/2019", datetime(2019, 12, 3, 15, tzinfo=UTC)),  # Tuesday: that day, and never after kick-off
    ],
)
def test_odds_before_a_match_are_collected_on_the_last_tuesday_or_friday(date: str, collected: datetime) -> None:
    assert read(HEADER, changed(FIRST, "Date", date)).odds[0].known_at == collected


def test_an_unknown_club_is_parked_and_never_guessed() -> None:
    parsed = read(HEADER, changed(FIRST, "AwayTeam", "Chelsea FC"), SECOND)
    assert parked(parsed) == [(2, "AwayTeam")]
    assert parsed.parked[0].reason == "unknown club 'Chelsea FC'; add it to the reviewed alias list"


def test_a_match_that_stands_twice_is_kept_once() -> None:
    parsed = read(HEADER, FIRST, changed(FIRST, "FTHG", "5"))
    assert [match.counts.home_goals for match in parsed.matches] == [2]
    assert "line 2" in parsed.parked[0].reason


def test_a_row_of_another_division_is_parked_in_a_season_file_and_counted_in_fixtures() -> None:
    assert parked(read(HEADER, changed(FIRST, "Div", "E1"))) == [(2, "Div")]
    parsed = read("Div,Date,HomeTeam,AwayTeam", "E0,10/08/2019,Arsenal,Chelsea", "E1,1,2,3", kind=Fixtures())
    assert (len(parsed.matches), parsed.ignored, parsed.parked) == (1, 1, ())


def test_a_fixture_is_scheduled_and_known_with_its_odds_when_fetched() -> None:
    header = "Div,Date,Time,HomeTeam,AwayTeam,B365H,B365D,B365A"
    parsed = read(header, "E0,10/08/2019,15:00,Arsenal,Chelsea,2.1,3.4,3.6", kind=Fixtures())
    (match,), (odds,) = parsed.matches, parsed.odds
    assert (match.status, match.known_at, odds.known_at) == (MatchStatus.SCHEDULED, None, None)
    assert match.meeting.season == "2019/20"


@pytest.mark.parametrize("referee", ["", "???", "O'Neill (Ire)", "x" * 300])
def test_a_referee_never_blocks_a_row(referee: str) -> None:
    assert len(read(HEADER, changed(FIRST, "Referee", referee)).matches) == 1


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("football-data/mmz4281/9900/E0.csv", Season("E0", "1999/00")),
        ("football-data/fixtures.csv", Fixtures()),
        ("football-data/mmz4281/1920/E1.csv", None),
        ("football-data/mmz4281/1921/E0.csv", None),
        ("football-data/notes.txt", None),
    ],
)
def test_a_document_is_known_by_its_key(key: str, kind: Kind | None) -> None:
    assert kind_of(key) == kind
