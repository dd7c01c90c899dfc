"""What is true of a match when its documents differ, are corrected or withdrawn, and when matches go wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.football.belief import OFF, SHORTEST, has_result, is_rolling, verdict_on
from touchline.football.resolution import ResolvedMatch, resolve, resolve_all, taken_from
from touchline.schemas.records import Match, MatchStatus, Provenance

KICK_OFF = datetime(2020, 1, 18, 15, tzinfo=UTC)
DAY = timedelta(days=1)
SEASON, FIXTURES = "football-data/mmz4281/1920/E0.csv", "football-data/fixtures.csv"
KEYS = {
    "football-data": SEASON,
    "openfootball": "openfootball/2019-20/en.1.json",
    "fpl": "fpl/fixtures",
    "kaggle": "kaggle/2019-20.csv",
    "spi538": "spi538/spi_matches.csv",
    "fbref": "fbref/squads/ash/2019-20/schedule",
    "football-data-org": "football-data-org/PL/2019",
}


def said(
    source: str = "football-data",
    goals: tuple[int, int] | None = None,
    *,
    status: MatchStatus | None = None,
    kick_off: datetime = KICK_OFF,
    available_at: datetime | None = None,
    key: str | None = None,
    **rest: Any,
) -> Match:
    """What a source says of ash v birch."""
    key = key or KEYS[source]
    home, away = goals or (None, None)
    counts = dict.fromkeys(
        (
            "half_time_home_goals", "half_time_away_goals", "home_shots", "away_shots", "home_shots_on_target",
            "away_shots_on_target", "home_corners", "away_corners", "home_fouls", "away_fouls", "home_yellow_cards",
            "away_yellow_cards", "home_red_cards", "away_red_cards", "referee",
        )
    )  # fmt: skip
    fields: dict[str, Any] = {
        **counts,
        "match_id": "E0:2019-20:ash:birch",
        "pool": "ENG",
        "competition": "E0",
        "season": "2019/20",
        "home_team": "ash",
        "away_team": "birch",
        "kick_off_known": True,
        "status": status or (MatchStatus.PLAYED if goals else MatchStatus.SCHEDULED),
        "home_goals": home,
        "away_goals": away,
        "source": source,
        "document_key": key,
        "document": f"sha of {key}",
        "provenance": Provenance.REAL,
        "event_time": kick_off,
        "available_at": available_at or (kick_off + timedelta(hours=2, minutes=30) if goals else kick_off - 3 * DAY),
        "recorded_at": KICK_OFF,
        "revision": 1,
        **rest,
    }
    return Match(**fields)


def truth(*assertions: Match) -> ResolvedMatch:
    """What they come to, whatever their order."""
    match = resolve(assertions)
    assert match is not None
    assert resolve(reversed(assertions)) == match
    return match


def goals(match: ResolvedMatch) -> tuple[int | None, int | None]:
    return match.home_goals, match.away_goals


def test_where_sources_disagree_on_the_result_the_order_of_precedence_decides() -> None:
    match = truth(said("kaggle", (0, 0)), said("openfootball", (1, 2)), said("football-data", (2, 1)))
    assert (goals(match), match.source, match.document) == ((2, 1), "football-data", f"sha of {SEASON}")


def test_a_source_that_never_agrees_changes_nothing_while_a_more_believed_one_speaks() -> None:
    ours = truth(said(goals=(2, 1)))
    odd = said("kaggle", (7, 7), kick_off=KICK_OFF + 5 * DAY, half_time_home_goals=4, half_time_away_goals=4)
    beside = truth(said(goals=(2, 1)), odd)
    assert beside == ours


def test_a_correction_takes_the_place_of_what_its_document_said() -> None:
    match = truth(said(goals=(2, 2), revision=2), said("openfootball", (2, 1)))
    assert goals(match) == (2, 2)


def test_a_withdrawn_result_leaves_the_next_believed_one_and_then_the_fixture() -> None:
    gone = said(goals=(2, 1), status=MatchStatus.WITHDRAWN)
    assert goals(truth(gone, said("openfootball", (1, 1)))) == (1, 1)
    assert truth(gone, said(key=FIXTURES)).status is MatchStatus.SCHEDULED
    assert resolve([gone]) is None


def test_a_seasons_document_comes_before_the_rolling_list_of_the_same_source_and_after_a_more_believed_source() -> None:
    rolling = said(key=FIXTURES, goals=(9, 9))
    assert goals(truth(rolling, said(goals=(2, 1)))) == (2, 1)
    assert goals(truth(rolling, said("openfootball", (1, 1)))) == (9, 9)


def test_liverpools_page_is_no_live_list() -> None:
    page, list_ = said(key="fbref/squads/liverpool/2019-20/schedule"), said(key="fpl/event/22/live")
    assert (is_rolling(page), is_rolling(list_), is_rolling(said(key=FIXTURES))) == (False, True, True)


def test_a_simulated_document_never_wins_over_a_real_one() -> None:
    made = said("football-data", (4, 4), provenance=Provenance.SIMULATED, home_shots=9, away_shots=8)
    real = said("kaggle", (1, 0))
    match = truth(made, real)
    assert (goals(match), match.provenance, match.home_shots) == ((1, 0), Provenance.REAL, None)
    off = said("football-data", status=MatchStatus.AWARDED, provenance=Provenance.SIMULATED)
    assert truth(off, real).status is MatchStatus.PLAYED
    assert truth(made).provenance is Provenance.SIMULATED


def test_nothing_simulated_fills_a_gap_of_a_real_match() -> None:
    made = said("football-data-org", (2, 1), provenance=Provenance.SIMULATED, home_expected_goals=1.5,
                away_expected_goals=0.5, referee="Nobody")  # fmt: skip
    found = truth(said("football-data", (2, 1)), made)
    assert (found.home_expected_goals, found.referee) == (None, None)
    assert truth(made).home_expected_goals == 1.5


def test_a_simulated_result_moves_no_kick_off_that_a_real_fixture_states() -> None:
    made = said("football-data-org", (3, 1), kick_off=KICK_OFF - 2.5 * DAY, provenance=Provenance.SIMULATED)
    match = truth(made, said(key=FIXTURES))
    assert (goals(match), match.event_time, match.kick_off_document) == ((3, 1), KICK_OFF, f"sha of {FIXTURES}")


def test_a_simulated_result_is_none_of_a_match_that_a_real_document_calls_off() -> None:
    made = said("football-data-org", (3, 1), provenance=Provenance.SIMULATED)
    match = truth(made, said("fpl", status=MatchStatus.POSTPONED))
    assert (match.status, goals(match)) == (MatchStatus.POSTPONED, (None, None))


def test_each_field_is_taken_from_whom_it_is_believed_of() -> None:
    match = truth(
        said(goals=(2, 1), home_shots=10, away_shots=9, home_shots_on_target=5, away_shots_on_target=4),
        said("spi538", (2, 1), home_expected_goals=1.1, away_expected_goals=0.9),
        said("fbref", (2, 1), home_expected_goals=1.4, away_expected_goals=0.7, attendance=54_000),
        said("openfootball", (2, 1), round="Matchday 23", half_time_home_goals=1, half_time_away_goals=0),
    )
    assert (match.home_expected_goals, match.away_expected_goals) == (1.4, 0.7)
    assert (match.half_time_home_goals, match.round, match.attendance) == (1, "Matchday 23", 54_000)
    assert (match.home_shots, match.statistics_document) == (10, f"sha of {SEASON}")


def test_both_sides_of_a_count_come_from_one_document() -> None:
    half = said(goals=(2, 1), home_shots_on_target=5)
    whole = said("kaggle", (2, 1), home_shots_on_target=6, away_shots_on_target=2)
    match = truth(half, whole)
    assert (match.home_shots_on_target, match.away_shots_on_target) == (6, 2)
    assert match.documents == (half.document, whole.document)
    assert truth(half).home_shots_on_target == 5


def test_half_time_is_not_taken_from_a_document_with_another_final_score() -> None:
    match = truth(said(goals=(1, 0)), said("openfootball", (3, 0), half_time_home_goals=2, half_time_away_goals=0))
    assert match.half_time_home_goals is None


def test_a_known_kick_off_of_the_same_day_comes_before_an_assumed_one_and_one_of_another_day_does_not() -> None:
    dated = said(goals=(2, 1), kick_off_known=False)
    evening = said("openfootball", (2, 1), kick_off=KICK_OFF + timedelta(hours=5))
    match = truth(dated, evening)
    assert (match.event_time, match.kick_off_known) == (KICK_OFF + timedelta(hours=5), True)
    assert set(match.documents) == {dated.document, evening.document}
    elsewhere = said("openfootball", (2, 1), kick_off=KICK_OFF + DAY)
    assert truth(dated, elsewhere).event_time == KICK_OFF


def test_a_result_is_available_when_the_assertion_it_is_taken_from_was_and_never_within_the_match() -> None:
    slow = said(goals=(2, 1), available_at=KICK_OFF + DAY)
    quick = said("fpl", (2, 1), available_at=KICK_OFF + timedelta(hours=3))
    assert truth(slow, quick).available_at == KICK_OFF + DAY
    assert truth(said(goals=(2, 1), available_at=KICK_OFF)).available_at == KICK_OFF + SHORTEST


def test_a_postponed_match_is_where_the_newest_word_of_the_most_believed_source_puts_it() -> None:
    new_day = KICK_OFF + 50 * DAY
    old = said(key=FIXTURES, available_at=KICK_OFF - 5 * DAY)
    moved = said(key="football-data/upcoming.csv", kick_off=new_day, available_at=KICK_OFF - DAY)
    other = said("openfootball", kick_off=KICK_OFF + 7 * DAY, available_at=KICK_OFF - timedelta(hours=1))
    match = truth(old, moved, other)
    assert (match.event_time, match.status, match.document) == (new_day, MatchStatus.SCHEDULED, moved.document)


def test_an_old_date_that_passed_without_a_match_gives_way_to_a_later_one_named_since() -> None:
    """The list of fixtures no longer holds a postponed match, and a rolling list withdraws nothing."""
    left_over = said(key=FIXTURES, available_at=KICK_OFF - 5 * DAY)
    named = said("fpl", kick_off=KICK_OFF + 50 * DAY, available_at=KICK_OFF + 10 * DAY)
    assert truth(left_over, named).event_time == KICK_OFF + 50 * DAY


@pytest.mark.parametrize("status", OFF)
def test_a_match_that_is_off_has_no_result_until_somebody_has_one(status: MatchStatus) -> None:
    off = said("openfootball", status=status, available_at=KICK_OFF + timedelta(hours=1))
    match = truth(said(key=FIXTURES), off)
    assert (match.status, match.home_goals, match.played) == (status, None, False)
    assert truth(off, said(goals=(2, 1), kick_off=KICK_OFF + 30 * DAY)).status is MatchStatus.PLAYED


def test_a_postponed_match_with_a_new_day_is_a_fixture_again() -> None:
    off = said("openfootball", status=MatchStatus.POSTPONED, available_at=KICK_OFF - DAY)
    again = said(key=FIXTURES, kick_off=KICK_OFF + 30 * DAY, available_at=KICK_OFF + 5 * DAY)
    assert truth(off, again).status is MatchStatus.SCHEDULED


def test_the_score_at_which_a_match_was_abandoned_gives_way_to_the_replay() -> None:
    abandoned = said("openfootball", (1, 0), status=MatchStatus.ABANDONED)
    counted = said("football-data", (1, 0), home_shots=3, away_shots=1)
    replay = said("fbref", (0, 2), kick_off=KICK_OFF + 40 * DAY)
    assert goals(truth(abandoned, counted)) == (1, 0)
    match = truth(abandoned, counted, replay)
    assert (goals(match), match.event_time, match.home_shots) == ((0, 2), KICK_OFF + 40 * DAY, None)


def test_a_replay_in_the_same_document_is_simply_its_latest_word() -> None:
    replay = said(goals=(3, 3), kick_off=KICK_OFF + 40 * DAY, revision=2)
    left_over = said("kaggle", (1, 0))
    assert goals(truth(replay, left_over)) == (3, 3)


def test_an_awarded_result_beats_what_was_played_and_says_nothing_about_strength() -> None:
    played = said(goals=(1, 2), home_shots=9, away_shots=11)
    awarded = said("openfootball", (3, 0), status=MatchStatus.AWARDED)
    match = truth(played, awarded)
    assert (goals(match), match.status, match.played) == ((3, 0), MatchStatus.AWARDED, False)
    assert (match.source, match.home_shots) == ("openfootball", 9)


def test_of_two_that_say_awarded_the_more_believed_one_has_the_score_and_one_without_a_score_still_counts() -> None:
    less = said("fbref", (0, 3), status=MatchStatus.AWARDED)
    more = said("openfootball", (3, 0), status=MatchStatus.AWARDED)
    assert goals(truth(less, more)) == (3, 0)
    bare = said("openfootball", status=MatchStatus.AWARDED)
    match = truth(bare, said(goals=(1, 2)))
    assert (goals(match), match.status) == ((1, 2), MatchStatus.AWARDED)


def test_the_document_that_first_named_the_kick_off_is_the_fixtures_document() -> None:
    fixture, season = said(key=FIXTURES), said(goals=(2, 1))
    match = truth(season, fixture, said("openfootball", (2, 1)))
    assert (match.fixture_document, match.kick_off_document) == (fixture.document, season.document)


def assertions() -> st.SearchStrategy[list[Match]]:
    """Up to eight sources, real or made, on a match that was moved, played, abandoned, awarded or called off."""

    def one(source: str, status: MatchStatus, score: tuple[int, int], days: int, late: int, **rest: Any) -> Match:
        stated = score if status in (MatchStatus.PLAYED, MatchStatus.AWARDED, MatchStatus.ABANDONED) else None
        kick_off = KICK_OFF + days * DAY
        return said(source, stated, status=status, kick_off=kick_off, available_at=KICK_OFF + late * DAY, **rest)

    drawn = st.builds(
        one,
        st.sampled_from(sorted(KEYS)),
        st.sampled_from(sorted(MatchStatus)),
        st.tuples(st.integers(0, 3), st.integers(0, 3)),
        st.integers(0, 2),
        st.integers(-3, 3),
        kick_off_known=st.booleans(),
        provenance=st.sampled_from([Provenance.REAL, Provenance.SIMULATED]),
        home_shots=st.none() | st.integers(0, 9),
        away_shots=st.none() | st.integers(0, 9),
    )
    return st.lists(drawn, max_size=8, unique_by=lambda it: it.document_key)


@given(assertions(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(asserted: list[Match], random: Any) -> None:
    shuffled = list(asserted)
    random.shuffle(shuffled)
    assert resolve_all(shuffled) == resolve_all(asserted)


@given(assertions())
def test_no_result_is_made_up_and_none_is_known_within_the_match(asserted: list[Match]) -> None:
    match = resolve(asserted)
    if match is not None and match.home_goals is not None:
        stated = [one for one in asserted if has_result(one)]
        assert goals(match) in [(one.home_goals, one.away_goals) for one in stated]
        assert match.available_at >= match.event_time + SHORTEST
        assert match.status in (MatchStatus.PLAYED, MatchStatus.AWARDED)


@given(assertions())
def test_a_simulated_document_moves_no_field_that_a_real_one_states(asserted: list[Match]) -> None:
    real = [one for one in asserted if one.provenance is Provenance.REAL]
    alone, together = verdict_on(real), verdict_on(asserted)
    if alone is None or together is None or alone.result is None:
        return
    assert together.status is alone.status
    before, after = taken_from(alone), taken_from(together)
    assert {name: after[name] for name in before if name.endswith("goals")} == {
        name: one for name, one in before.items() if name.endswith("goals")
    }


@given(assertions())
def test_every_believed_field_names_an_assertion_that_states_it(asserted: list[Match]) -> None:
    verdict = verdict_on(asserted)
    match = resolve(asserted)
    assert (verdict is None) == (match is None)
    if verdict is not None and match is not None:
        for name, one in taken_from(verdict).items():
            assert getattr(one, name) == getattr(match, name)
            assert one in verdict.standing


def test_a_revision_alone_changes_nothing() -> None:
    one = said(goals=(2, 1))
    assert truth(one) == truth(replace(one, revision=9, recorded_at=KICK_OFF + DAY))
