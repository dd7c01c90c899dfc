"""Every quirk of the archive, each in a document of a few lines that we wrote."""

from datetime import UTC, datetime

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.fpl.numbers import clubs_in, players_in
from touchline.normalizer.dialects.fpl_archive.parser import DIALECT
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import IdentityRow, Name, Parsed, PlayerMatchRow, PlayerRow
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import MatchStatus, ParkedKind, Position

SEASON = "2019/20"
DURING, AFTER = datetime(2020, 2, 28, 18, tzinfo=UTC), datetime(2021, 2, 28, 18, tzinfo=UTC)
NAMES = Names.of(
    [
        *((Name(clubs_in(SEASON), number), club) for number, club in (("1", "arsenal"), ("6", "chelsea"))),
        *((Name(players_in(SEASON), str(number)), f"p{number}") for number in range(1, 60)),
    ]
).over(reviewed())
COLUMNS = (
    "element,fixture,was_home,opponent_team,minutes,goals_scored,own_goals,total_points,team_h_score,team_a_score,"
    "kickoff_time,value,assists,penalties_missed,penalties_saved,saves,goals_conceded,yellow_cards,red_cards,bonus"
)
REST = "2019-08-10T14:00:00Z,50,0,0,0,0,0,0,0,0"


def read(path: str, *lines: str, at: datetime = DURING, encoding: str = "utf-8", names: Names = NAMES) -> Parsed:
    content = ("\n".join(lines) + "\n").encode(encoding)
    parsed = DIALECT.read(content, Document(f"fpl-archive/data/{path}", True, at), names)
    assert parsed.unaccounted == 0
    return parsed


def gameweek(*rows: str, header: str = COLUMNS) -> Parsed:
    return read("2019-20/gws/gw1.csv", header, *rows)


def row(element: int, at_home: bool, minutes: int = 90, goals: int = 0, own: int = 0, score: str = "1,0") -> str:
    side = "True,6" if at_home else "False,1"
    return f"{element},5,{side},{minutes},{goals},{own},2,{score},{REST}"


def elevens(score: str = "1,0", **first: int) -> list[str]:
    home = [row(number, True, score=score) for number in range(2, 12)]
    return [row(1, True, score=score, **first), *home, *(row(number, False, score=score) for number in range(12, 23))]


def reasons(parsed: Parsed, kind: ParkedKind = ParkedKind.ROW) -> list[str]:
    return [parked.reason for parked in parsed.parked if parked.kind is kind]


def test_a_players_club_is_the_one_that_the_other_side_played_against() -> None:
    home, away = gameweek(row(1, True), row(2, False)).of(PlayerMatchRow)
    assert (home.team_id, home.opponent_id, home.at_home) == ("arsenal", "chelsea", True)
    assert (away.team_id, away.opponent_id, away.at_home) == ("chelsea", "arsenal", False)
    assert home.meeting.match_id == "E0:2019-20:arsenal:chelsea"


def test_points_are_known_on_the_next_day_and_prices_are_in_millions() -> None:
    (played, _) = gameweek(row(1, True), row(2, False)).of(PlayerMatchRow)
    assert played.known_at == datetime(2019, 8, 11, tzinfo=UTC)
    assert played.counts.price == 5.0


def test_a_complete_match_has_eleven_of_each_side_and_as_many_goals_as_its_result() -> None:
    assert not gameweek(*elevens(goals=1)).parked
    assert not gameweek(*elevens("0,1", own=1)).parked
    assert reasons(gameweek(*elevens()), ParkedKind.INCOMPLETE) == [
        "the players' goals make it 0-0, the result is 1-0",
    ]
    assert "10 and 11 players" in reasons(gameweek(*elevens(goals=1)[1:]), ParkedKind.INCOMPLETE)[0]


def test_a_row_that_stands_twice_is_parked_with_the_line_that_holds_it() -> None:
    assert reasons(gameweek(*elevens(goals=1), row(1, True, goals=1))) == ["line 2 already holds this playermatch"]


def test_a_double_gameweek_is_two_rows_of_one_player() -> None:
    again = row(1, True).replace(",5,True,6", ",9,False,6").replace("08-10", "08-14")
    other = row(2, True).replace(",5,True,6", ",9,True,1").replace("08-10", "08-14")
    parsed = gameweek(row(1, True), row(2, False), again, other)
    assert len(parsed.of(PlayerMatchRow)) == 4
    assert {fact.meeting.home_team for fact in parsed.of(PlayerMatchRow)} == {"arsenal", "chelsea"}


def test_a_postponed_match_without_a_result_is_parked() -> None:
    parsed = gameweek(row(1, True, score=","), row(2, False, score=","))
    assert len(reasons(parsed)) == 2
    assert not reasons(parsed, ParkedKind.INCOMPLETE)


def test_expected_points_may_look_ahead_and_are_not_read() -> None:
    plain = gameweek(*elevens(goals=1))
    with_them = gameweek(*(line + ",9.9" for line in elevens(goals=1)), header=COLUMNS + ",xP")
    assert with_them == plain


def test_a_column_that_is_new_and_one_that_is_gone_are_named_and_the_rest_is_read() -> None:
    lines = [line.rsplit(",", 1)[0] + ",7" for line in elevens(goals=1)]
    parsed = gameweek(*lines, header=COLUMNS.replace(",bonus", ",aura"))
    assert sorted(reasons(parsed, ParkedKind.SCHEMA_DRIFT)) == [
        "the column 'aura' is new and not read",
        "the column 'bonus' is gone",
    ]
    assert len(parsed.of(PlayerMatchRow)) == 22


def test_positions_and_expected_goals_are_read_where_the_season_has_them() -> None:
    more = [line + extra for line, extra in zip([row(1, True), row(2, False)], (",GKP,1,0.25", ",,0,"), strict=True)]
    first, second = gameweek(*more, header=COLUMNS + ",position,starts,expected_goals").of(PlayerMatchRow)
    assert (first.position, first.counts.started, first.counts.expected_goals) == (Position.GOALKEEPER, True, 0.25)
    assert (second.position, second.counts.started, second.counts.expected_goals) == (None, False, None)


def test_starts_and_expected_goals_from_before_they_were_collected_are_not_stated() -> None:
    more = [line + ",0,0.0,0" for line in elevens()]
    found = gameweek(*more, header=COLUMNS + ",starts,expected_goals,expected_assists").of(PlayerMatchRow)
    assert len(found) == 22
    stated = {(one.counts.started, one.counts.expected_goals, one.counts.expected_assists) for one in found}
    assert stated == {(None, None, None)}


def test_a_gameweek_in_which_nothing_was_played_is_a_header_and_says_nothing() -> None:
    parsed = gameweek()
    assert (parsed.inputs, parsed.rows) == (0, ())


@pytest.mark.parametrize("path", ["2019-20/gws/gw100.csv", "2019-21/teams.csv", "2019-20/understat.csv", "x"])
def test_another_table_of_the_archive_is_parked_as_one_row(path: str) -> None:
    assert "none of the archive's tables" in read(path, COLUMNS).parked[0].reason


def test_latin_1_names_are_read_as_they_are_written() -> None:
    lines = ("id,code,first_name,second_name,element_type,team", "1,900,José,Peña,1,1")
    (player,) = read("2019-20/players_raw.csv", *lines, encoding="latin-1").of(PlayerRow)
    assert player.name == "José Peña"


def test_a_players_club_at_the_end_of_a_season_is_not_known_before_it() -> None:
    lines = ("id,code,first_name,second_name,element_type,team", "1,900,Jan,Wild,1,1")
    (during,) = read("2019-20/players_raw.csv", *lines).of(PlayerRow)
    (after,) = read("2019-20/players_raw.csv", *lines, at=AFTER).of(PlayerRow)
    assert (during.known_at, after.known_at) == (None, datetime(2020, 8, 1, tzinfo=UTC))


def test_a_surname_alone_and_a_name_of_two_are_nobodys() -> None:
    lines = (
        "id,code,first_name,second_name,element_type,team,web_name",
        "1,900,Ben,Davies,2,1,Davies",
        "2,901,Ben,Davies,2,6,Davies",
        "3,902,Bernardo,Veiga da Silva,3,6,Bernardo Silva",
    )
    stated = read("2019-20/players_raw.csv", *lines).of(IdentityRow)
    spoken = {identity.name.text for identity in stated if identity.name.scope.name == "name:ENG"}
    assert spoken == {"Bernardo Veiga da Silva", "Bernardo Silva"}


def test_a_season_that_is_over_must_hold_all_its_matches() -> None:
    lines = (
        "id,event,kickoff_time,team_h,team_a,team_h_score,team_a_score,finished",
        "5,1,2019-08-10T14:00:00Z,1,6,1.0,0.0,True",
        "6,29,2020-03-10T14:00:00Z,6,1,,,False",
    )
    during, after = (read("2019-20/fixtures.csv", *lines, at=at) for at in (DURING, AFTER))
    assert [match.status for match in during.matches] == [MatchStatus.PLAYED, MatchStatus.SCHEDULED]
    assert [match.known_at for match in during.matches] == [datetime(2019, 8, 10, 16, 30, tzinfo=UTC), None]
    assert not during.parked
    assert reasons(after, ParkedKind.INCOMPLETE) == ["2019/20 is over: 2 of 380 matches"]
