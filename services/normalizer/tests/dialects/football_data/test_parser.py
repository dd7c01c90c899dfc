"""Every quirk of the provider's files, each in a document of a few lines that we wrote."""

from datetime import UTC, datetime

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.football_data.parser import DIALECT, FIXTURES, table_of
from touchline.normalizer.dialects.names import club_scope
from touchline.normalizer.dialects.rows import Name, Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import MatchStatus, OddsMoment, ParkedKind

SEASON, COMING = "mmz4281/1920/E0.csv", "fixtures.csv"
FETCHED_AT = datetime(2019, 8, 1, tzinfo=UTC)
HEADER = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,Referee,HS,AS,B365H,B365D,B365A"
FIRST = "E0,10/08/2019,Arsenal,Chelsea,2,1,H,M Dean,12,9,2.1,3.4,3.6"
SECOND = "E0,11/08/2019,Everton,Fulham,0,0,D,A Taylor,8,8,1.9,3.5,4.2"


def parse(content: bytes, path: str, fetched_at: datetime = FETCHED_AT) -> Parsed:
    parsed = DIALECT.read(content, Document(f"football-data/{path}", path != COMING, fetched_at), reviewed())
    assert parsed.unaccounted == 0
    return parsed


def read(*lines: str, path: str = SEASON, end: str = "\n", encoding: str = "utf-8") -> Parsed:
    return parse((end.join(lines) + end).encode(encoding), path)


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
    fixture = read("Div,Date,HomeTeam,AwayTeam", "E0,26/07/2020,Arsenal,Watford", path=COMING)
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
    names = ("B365", "P", "BbAv", "BbMx", "B365C", "PSC", "AvgC", "MaxC")
    header = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG," + ",".join(f"{name}{side}" for name in names for side in "HDA")
    parsed = read(header, "E0,10/08/2019,Arsenal,Chelsea,2,1," + ",".join(["2.1,3.4,3.6"] * 8))
    found = {(odds.bookmaker, odds.moment) for odds in parsed.odds}
    assert len(found) == len(parsed.odds) == 8
    assert {odds.known_at for odds in parsed.odds if odds.moment is OddsMoment.CLOSING} == {parsed.matches[0].kick_off}


def prices(columns: str, cells: str) -> Parsed:
    """One match with these price columns."""
    return read(f"Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,{columns}", f"E0,10/08/2019,Arsenal,Chelsea,2,1,{cells}")


def books(parsed: Parsed) -> list[tuple[str, str, float | None, str]]:
    return [(odds.bookmaker, odds.market, odds.line, odds.moment.value) for odds in parsed.odds]


@pytest.mark.parametrize(
    ("columns", "book"),
    [
        ("P>2.5,P<2.5", ("pinnacle", "over-under", 2.5, "before")),
        ("BFEC>2.5,BFEC<2.5", ("betfair-exchange", "over-under", 2.5, "closing")),
        ("GBAHH,GBAHA,GBAH", ("gamebookers", "asian-handicap", -0.75, "before")),
        ("BbMxAHH,BbMxAHA,BbAHh", ("maximum", "asian-handicap", -0.75, "before")),
        ("1XBAHH,1XBAHA,AHh", ("1xbet", "asian-handicap", -0.75, "before")),
        ("PCAHH,PCAHA,AHCh", ("pinnacle", "asian-handicap", -0.75, "closing")),
    ],
)
def test_totals_and_handicaps_are_read_by_the_same_rule(columns: str, book: tuple[str, str, float, str]) -> None:
    parsed = prices(columns, "1.9,1.95" + (",-0.75" if "AH" in columns else ""))
    assert books(parsed) == [book]
    assert parsed.odds[0].prices == (1.9, 1.95)
    assert parsed.odds[0].selections == (("home", "away") if "AH" in columns else ("over", "under"))
    assert not parsed.parked


def test_betfred_is_not_the_draw_at_betfair() -> None:
    parsed = prices("BFH,BFD,BFA,BFDH,BFDD,BFDA,BFEH,BFED,BFEA", "2.1,3.4,3.6,2.2,3.3,3.5,2.3,3.2,3.4")
    assert {odds.bookmaker: odds.prices for odds in parsed.odds} == {
        "betfair": (2.1, 3.4, 3.6),
        "betfred": (2.2, 3.3, 3.5),
        "betfair-exchange": (2.3, 3.2, 3.4),
    }


def test_victor_chandler_and_betvictor_are_one_bookmaker_whose_new_letters_come_first() -> None:
    assert books(prices("VCH,VCD,VCA", "2.1,3.4,3.6")) == [("betvictor", "1x2", None, "before")]
    both = prices("VCH,VCD,VCA,BVH,BVD,BVA", "2.1,3.4,3.6,2.2,3.3,3.5")
    assert [odds.prices for odds in both.odds] == [(2.2, 3.3, 3.5)]
    assert not both.parked


@pytest.mark.parametrize(
    ("size", "reason"),
    [("", "does not state"), ("1.28", "quarters of a goal"), ("x", "'x'"), ("11", "from -10 to 10"), ("nan", "'nan'")],
)
def test_a_handicap_without_a_size_that_can_be_is_parked_and_the_rest_is_kept(size: str, reason: str) -> None:
    parsed = prices("AHh,PAHH,PAHA,P>2.5,P<2.5", f"{size},1.9,1.95,1.9,1.95")
    assert books(parsed) == [("pinnacle", "over-under", 2.5, "before")]
    assert [(row.kind, row.column) for row in parsed.parked] == [(ParkedKind.PART, "PAHH")]
    assert reason in parsed.parked[0].reason


def test_no_handicap_has_a_sign_only_where_it_is_not_zero() -> None:
    assert str(prices("AHh,PAHH,PAHA", "-0,1.9,1.95").odds[0].line) == "0.0"


def test_a_column_that_nobody_knows_is_named_as_drift_and_the_known_part_goes_in() -> None:
    parsed = prices("Weather,B365H,B365D,B365A,WHH,WHD,FTR,Bb1X2", "dry,2.1,3.4,3.6,2.2,3.3,H,40")
    assert [(row.kind, row.column) for row in parsed.parked] == [
        (ParkedKind.SCHEMA_DRIFT, "Weather"),
        (ParkedKind.SCHEMA_DRIFT, "WHD"),
        (ParkedKind.SCHEMA_DRIFT, "WHH"),
    ]
    assert books(parsed) == [("b365", "1x2", None, "before")]
    assert (parsed.inputs, parsed.read) == (1, 1)


def test_of_very_many_unknown_columns_the_first_are_named() -> None:
    parsed = prices(",".join(f"X{n:04d}" for n in range(2000)), "," * 1999)
    assert len(parsed.parked) == 51
    assert parsed.parked[-1].reason.startswith("1950 more columns are unknown")
    assert len(parsed.matches) == 1


@pytest.mark.parametrize("year", ["0219", "9999", "1066"])
def test_a_year_in_which_no_football_was_played_is_parked_and_does_not_end_the_reading(year: str) -> None:
    parsed = read(HEADER, changed(FIRST, "Date", f"10/08/{year}"), SECOND, path=COMING)
    assert parked(parsed) == [(2, "Date")]
    assert len(parsed.matches) == 1


def test_attendance_is_a_count() -> None:
    header = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,Attendance"
    assert read(header, "E0,10/08/2019,Arsenal,Chelsea,2,1,59812").matches[0].counts.attendance == 59812
    assert parked(read(header, "E0,10/08/2019,Arsenal,Chelsea,2,1,5981200")) == [(2, "Attendance")]


def test_clubs_that_meet_again_at_one_ground_in_a_season_have_matches_of_their_own() -> None:
    header = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG"
    rows = [f"SC0,{date},Celtic,Hearts,1,0" for date in ("14/09/2024", "29/03/2025")]
    parsed = read(header, *rows, path="mmz4281/2425/SC0.csv")
    assert [match.meeting.phase for match in parsed.matches] == [1, 3]
    assert not parsed.parked


def test_a_season_that_is_over_must_hold_as_many_matches_as_a_league_plays() -> None:
    after = datetime(2020, 8, 1, tzinfo=UTC)
    content = "\n".join([HEADER, FIRST, SECOND]).encode()
    assert [(row.kind, row.column) for row in parse(content, SEASON, after).parked] == [
        (ParkedKind.INCOMPLETE, "2019/20")
    ]
    assert not parse(content, SEASON, datetime(2020, 7, 26, tzinfo=UTC)).parked
    back = "E0,12/01/2020,Chelsea,Arsenal,0,0,D,A Taylor,8,8,1.9,3.5,4.2"
    assert not parse("\n".join([HEADER, FIRST, back]).encode(), SEASON, after).parked


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
    parsed = read(HEADER, changed(FIRST, "AwayTeam", "Chelsea of Elsewhere"), SECOND)
    assert parked(parsed) == [(2, "AwayTeam")]
    assert parsed.parked[0].reason.startswith("unknown club 'Chelsea of Elsewhere' in ENG; decide")
    assert parsed.parked[0].waits_for == Name(club_scope("ENG"), "Chelsea of Elsewhere")


def test_a_match_that_stands_twice_is_kept_once() -> None:
    parsed = read(HEADER, FIRST, changed(FIRST, "FTHG", "5"))
    assert [match.counts.home_goals for match in parsed.matches] == [2]
    assert "line 2" in parsed.parked[0].reason


def test_a_row_of_another_division_is_parked_in_a_season_file_and_counted_in_fixtures() -> None:
    assert parked(read(HEADER, changed(FIRST, "Div", "E1"))) == [(2, "Div")]
    parsed = read("Div,Date,HomeTeam,AwayTeam", "E0,10/08/2019,Arsenal,Chelsea", "X9,1,2,3", path=COMING)
    assert len(parsed.matches) == 1
    assert [(row.kind, row.column, row.rows) for row in parsed.parked] == [(ParkedKind.NOT_FOLLOWED, "X9", 1)]


def test_a_fixture_is_scheduled_and_known_with_its_odds_when_fetched() -> None:
    header = "Div,Date,Time,HomeTeam,AwayTeam,B365H,B365D,B365A"
    parsed = read(header, "E0,10/08/2019,15:00,Arsenal,Chelsea,2.1,3.4,3.6", path=COMING)
    (match,), (odds,) = parsed.matches, parsed.odds
    assert (match.status, match.known_at, odds.known_at) == (MatchStatus.SCHEDULED, None, None)
    assert match.meeting.season == "2019/20"


@pytest.mark.parametrize("referee", ["", "???", "O'Neill (Ire)", "x" * 300])
def test_a_referee_never_blocks_a_row(referee: str) -> None:
    assert len(read(HEADER, changed(FIRST, "Referee", referee)).matches) == 1


@pytest.mark.parametrize(
    ("path", "competition", "season"),
    [
        ("mmz4281/9900/E0.csv", "E0", "1999/00"),
        ("mmz4281/2526/SC0.csv", "SC0", "2025/26"),
    ],
)
def test_a_season_file_is_known_by_its_path(path: str, competition: str, season: str) -> None:
    table = table_of(path)
    assert table
    assert table.competition
    assert (table.competition.code, table.season) == (competition, season)


@pytest.mark.parametrize("path", ["mmz4281/1920/X9.csv", "mmz4281/1921/E0.csv", "mmz4281/1920/UCL.csv", "notes.txt"])
def test_what_the_provider_does_not_have_is_no_table(path: str) -> None:
    assert table_of(path) is None


def test_the_coming_matches_name_their_own_competitions() -> None:
    assert table_of("fixtures.csv") is FIXTURES
