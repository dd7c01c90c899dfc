"""Every quirk of the API, each in a document of a few lines that we wrote."""

import json
from datetime import UTC, datetime

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.fpl.numbers import clubs_in, matches_in, players_in, spells_in
from touchline.normalizer.dialects.fpl.parser import DIALECT
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import AvailabilityRow, IdentityRow, Name, Parsed, PlayerMatchRow, PlayerRow
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import AvailabilityStatus, MatchStatus, ParkedKind

SEASON = "2019/20"
FRIDAY = datetime(2020, 2, 28, 18, tzinfo=UTC)
NUMBERS = Names.of(
    [
        (Name(clubs_in(SEASON), "1"), "arsenal"),
        (Name(clubs_in(SEASON), "8"), "everton"),
        (Name(players_in(SEASON), "3"), "p30"),
        (Name(spells_in(SEASON), "3 arsenal"), "p30"),
    ]
).over(reviewed())
FIXTURE = {
    "id": 7,
    "event": 29,
    "kickoff_time": "2020-03-11T19:30:00Z",
    "team_h": 1,
    "team_a": 8,
    "team_h_score": None,
    "team_a_score": None,
    "finished": False,
    "finished_provisional": False,
    "started": False,
}
PLAYER = {
    "id": 3,
    "code": 30,
    "first_name": "Jan",
    "second_name": "Wild",
    "web_name": "Wild",
    "element_type": 3,
    "team": 1,
    "status": "a",
    "news": "",
    "news_added": None,
    "chance_of_playing_next_round": None,
}
TEAMS = [{"id": 1, "name": "Arsenal"}, {"id": 8, "name": "Everton"}]
DEADLINE = {"id": 1, "deadline_time": "2019-08-09T18:00:00Z"}


def read(path: str, value: object, names: Names = NUMBERS, at: datetime = FRIDAY) -> Parsed:
    parsed = DIALECT.read(json.dumps(value).encode(), Document(f"fpl/{path}", False, at), names)
    assert parsed.unaccounted == 0
    return parsed


def bootstrap(*players: object, events: tuple[object, ...] = (DEADLINE,), at: datetime = FRIDAY) -> Parsed:
    return read("bootstrap-static.json", {"events": events, "teams": TEAMS, "elements": players}, at=at)


def fixtures(*rows: object, names: Names = NUMBERS) -> Parsed:
    return read("fixtures.json", rows, names)


def learned(parsed: Parsed, names: Names = NUMBERS) -> Names:
    return names.over(Names.of((row.name, row.identity) for row in parsed.of(IdentityRow)))


def parked(parsed: Parsed) -> list[str | None]:
    return [row.column for row in parsed.parked if row.kind in (ParkedKind.ROW, ParkedKind.PART)]


def live(*elements: object, names: Names, at: datetime) -> Parsed:
    return read("2019-20/event/29/live.json", {"elements": elements}, names, at)


def test_a_player_is_known_by_his_lasting_code_and_his_number_only_in_its_season() -> None:
    parsed = bootstrap(PLAYER)
    assert [row.player_id for row in parsed.of(PlayerRow)] == ["p30"]
    stated = {row.name.key: row.identity for row in parsed.of(IdentityRow)}
    assert stated["player:fpl:2019/20:3"] == "p30"
    assert stated["player:name:ENG:Jan Wild"] == "p30"
    assert "player:name:ENG:Wild" not in stated


def test_a_season_that_ends_months_late_is_named_after_its_first_deadline() -> None:
    late = {"id": 47, "deadline_time": "2020-07-26T14:00:00Z"}
    assert bootstrap(PLAYER, events=({"id": 0}, DEADLINE, late)).of(PlayerRow)[0].season == SEASON


def test_without_any_deadline_the_document_is_parked_as_one_row() -> None:
    assert "deadline" in bootstrap(PLAYER, events=()).parked[0].reason


def test_two_players_of_one_name_leave_that_name_to_nobody() -> None:
    parsed = bootstrap(PLAYER, {**PLAYER, "id": 4, "code": 40, "first_name": " jan"})
    assert not [row for row in parsed.of(IdentityRow) if row.name.scope.name == "name:ENG"]


def test_what_is_said_of_a_fit_player_does_not_change_with_the_time_of_fetching() -> None:
    early, late = (bootstrap(PLAYER, at=at).of(AvailabilityRow) for at in (FRIDAY, FRIDAY.replace(hour=20)))
    assert early == late


def test_an_injury_is_said_when_its_news_was_added_and_known_when_fetched() -> None:
    hurt = {**PLAYER, "status": "d", "news": "Knock", "news_added": "2020-02-27T15:00:07.5Z"}
    (row,) = bootstrap({**hurt, "chance_of_playing_next_round": 75}).of(AvailabilityRow)
    assert (row.status, row.chance, row.reason) == (AvailabilityStatus.DOUBTFUL, 0.75, "Knock")
    assert (row.said_at.day, row.known_at, row.until) == (27, None, None)


def test_a_status_that_is_none_costs_only_itself() -> None:
    parsed = bootstrap({**PLAYER, "status": "z"})
    assert (parked(parsed), len(parsed.of(PlayerRow)), parsed.of(AvailabilityRow)) == (["status"], 1, ())


def test_a_result_counts_before_its_bonus_points_are_given() -> None:
    over = {**FIXTURE, "kickoff_time": "2020-02-22T15:00:00Z", "team_h_score": 2, "team_a_score": 0}
    (match,) = fixtures({**over, "finished_provisional": True, "started": True}).matches
    assert (match.status, match.counts.home_goals) == (MatchStatus.PLAYED, 2)
    assert match.known_at == datetime(2020, 2, 22, 17, 30, tzinfo=UTC)


def test_a_score_of_a_match_that_is_going_on_is_no_result() -> None:
    (match,) = fixtures({**FIXTURE, "team_h_score": 2, "team_a_score": 0, "started": True}).matches
    assert (match.status, match.counts.home_goals) == (MatchStatus.SCHEDULED, None)


def test_a_match_that_lost_its_day_is_postponed_and_keeps_its_identity() -> None:
    before = fixtures(FIXTURE)
    after = fixtures({**FIXTURE, "kickoff_time": None, "event": None}, names=learned(before))
    (match,) = after.matches
    assert match.status is MatchStatus.POSTPONED
    assert match.meeting == before.matches[0].meeting
    assert not match.kick_off_known


def test_a_match_that_never_had_a_day_is_parked() -> None:
    assert parked(fixtures({**FIXTURE, "kickoff_time": None})) == ["kickoff_time"]


def test_live_says_what_a_player_did_in_a_match_that_is_over_and_nothing_before() -> None:
    names = learned(fixtures(FIXTURE))
    element = {"id": 3, "stats": {"minutes": 90, "goals_scored": 1, "total_points": 7}, "explain": [{"fixture": 7}]}
    during = live(element, names=names, at=datetime(2020, 3, 11, 21, tzinfo=UTC))
    assert (during.inputs, during.rows) == (0, ())
    (row,) = live(element, names=names, at=datetime(2020, 3, 11, 22, tzinfo=UTC)).of(PlayerMatchRow)
    assert (row.player_id, row.team_id, row.opponent_id, row.counts.points) == ("p30", "arsenal", "everton", 7)
    assert row.known_at == datetime(2020, 3, 12, tzinfo=UTC)


def test_live_of_a_moved_match_takes_the_kick_off_at_which_it_was_played() -> None:
    moved = {**FIXTURE, "kickoff_time": "2020-06-17T19:15:00Z", "event": 39}
    names = learned(fixtures(moved), learned(fixtures(FIXTURE)))
    element = {"id": 3, "stats": {"minutes": 9, "goals_scored": 0, "total_points": 1}, "explain": [{"fixture": 7}]}
    (row,) = live(element, names=names, at=datetime(2020, 6, 18, tzinfo=UTC)).of(PlayerMatchRow)
    assert row.kick_off == datetime(2020, 6, 17, 19, 15, tzinfo=UTC)


def test_live_of_a_fixture_not_stated_yet_waits_for_it() -> None:
    parsed = live({"id": 3, "stats": {}, "explain": [{"fixture": 7}]}, names=NUMBERS, at=FRIDAY)
    assert [row.waits_for for row in parsed.parked] == [Name(matches_in(SEASON), "7")]


def test_of_a_player_who_was_at_both_clubs_of_a_match_nothing_is_guessed() -> None:
    both = Names.of([(Name(spells_in(SEASON), "3 everton"), "p30")]).over(learned(fixtures(FIXTURE)))
    element = {"id": 3, "stats": {}, "explain": [{"fixture": 7}]}
    parsed = live(element, names=both, at=datetime(2020, 3, 12, tzinfo=UTC))
    assert "both clubs" in parsed.parked[0].reason


def test_a_number_of_thousands_of_digits_and_endless_nesting_are_no_json_that_we_read() -> None:
    for content in (b'{"events":' + b"9" * 5_000 + b"}", b"[" * 100_000, b'{"elements": NaN}', b"\xff\xfe{}"):
        document = Document("fpl/bootstrap-static.json", False, FRIDAY)
        assert len(DIALECT.read(content, document, NUMBERS).parked) == 1


def test_half_a_character_in_a_name_is_parked_and_never_passed_on() -> None:
    assert parked(bootstrap({**PLAYER, "second_name": "W\ud800ld"})) == ["second_name"]
