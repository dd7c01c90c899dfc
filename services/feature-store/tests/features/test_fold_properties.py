"""What must hold of every history, whatever is in it."""

import json
import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.feature_store.features.fold import fold, in_order, replay
from touchline.feature_store.features.result import MatchFact
from touchline.feature_store.features.rows import team_row
from touchline.feature_store.features.state import PoolState
from touchline.feature_store.features.team import entering
from touchline.football.catalogue import CATALOGUES, LATEST, MATCH_FEATURES, project
from touchline.football.meeting import Occasion, as_they_stand, entered
from touchline.football.team import TeamRow, in_season

from .strategies import TEAMS, fact, histories, made_seasons

CATALOGUE = CATALOGUES[LATEST]
CALENDAR = {"rest_anywhere_home", "rest_anywhere_away", "load_home", "load_away"}
SEASONS = ("2014/15", "2015/16", "2016/17", "2017/18")

History = list[MatchFact]


def vectors(history: History) -> dict[str, list[float]]:
    meetings = replay(PoolState(), history, [match.fixture for match in history])
    return {meeting.fixture.match_id: meeting.values for meeting in meetings}


@settings(deadline=None, max_examples=40)
@given(histories(), st.data())
def test_a_planted_result_changes_no_vector_before_it_was_known(history: History, data: st.DataObject) -> None:
    planted = data.draw(st.sampled_from(history))
    other = [
        replace(match, home_goals=9, away_goals=0, home_shots_on_target=30) if match is planted else match
        for match in history
    ]
    before, after = vectors(history), vectors(other)
    for match in history:
        if match.kick_off < planted.available_at:
            assert before[match.match_id] == after[match.match_id]


@settings(deadline=None, max_examples=40)
@given(histories())
def test_removing_the_future_changes_no_vector(history: History) -> None:
    whole = vectors(history)
    for match in history:
        past = [other for other in history if other.available_at <= match.kick_off]
        (meeting,) = replay(PoolState(), past, [match.fixture])
        assert meeting.values == whole[match.match_id]


@settings(deadline=None, max_examples=40)
@given(histories(), st.data())
def test_another_competition_of_the_pool_changes_nothing_but_how_tired_teams_are(
    history: History, data: st.DataObject
) -> None:
    """A cup tie of the same clubs, or a division with other means, joins the pool."""
    ties = [
        fact(home, away, data.draw(st.integers(0, 250)), 9, 0, (30, 0), season, competition="FAC")
        for home, away, season in (("ash", "oak", "2015/16"), ("elm", "ash", "2015/16"), ("oak", "fir", "2016/17"))
    ]
    beside, alone = vectors([*history, *ties]), vectors(history)
    kept = [place for place, feature in enumerate(CATALOGUE.matches) if feature.name not in CALENDAR]
    for match_id, values in alone.items():
        assert [beside[match_id][place] for place in kept] == [values[place] for place in kept]


@settings(deadline=None, max_examples=40)
@given(histories())
def test_every_value_is_finite_and_in_its_range(history: History) -> None:
    for values in vectors(history).values():
        for value, feature in zip(values, CATALOGUE.matches, strict=True):
            assert math.isfinite(value), feature.name
            assert feature.lowest <= value <= feature.highest, feature.name


@settings(deadline=None, max_examples=40)
@given(histories(), st.sampled_from(SEASONS))
def test_every_value_of_a_row_is_finite_and_in_its_range_in_any_season(history: History, season: str) -> None:
    state = fold(PoolState(), history)
    for team in TEAMS:
        values = in_season(team_row(state, "E0", team), season, state.of("E0").first_season)
        for value, feature in zip(values, CATALOGUE.teams, strict=True):
            assert math.isfinite(value), feature.name
            assert feature.lowest <= value <= feature.highest, feature.name


@settings(deadline=None, max_examples=40)
@given(histories(), st.sampled_from(SEASONS))
def test_a_row_enters_a_season_as_the_state_does(history: History, season: str) -> None:
    state = fold(PoolState(), history).of("E0")
    for team in TEAMS:
        known = state.teams.get(team)
        row = None if known is None else TeamRow(known.season, known.values)
        occasion = Occasion("E0", season, fact("ash", "elm", 1).kick_off, "ash", "elm", state.first_season)
        assert entered(row, occasion) == (season, entering(known, season, state.first_season).values)


def test_version_1_is_bit_for_bit_what_it_was_before_there_was_a_second() -> None:
    golden = json.loads((Path(__file__).parent / "version_1.json").read_text())
    found = {match_id: project("match", values, 1) for match_id, values in vectors(made_seasons()).items()}
    assert found == golden["matches"]
    state = fold(PoolState(), made_seasons())
    for place, values in golden["teams"].items():
        competition, team, season = place.split("/", 2)
        row = in_season(team_row(state, competition, team), season, state.of(competition).first_season)
        assert project("team", row, 1) == values


@settings(deadline=None, max_examples=40)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(history: History, random: Random) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    assert fold(PoolState(), shuffled).to_bytes() == fold(PoolState(), history).to_bytes()
    assert vectors(shuffled) == vectors(history)


@settings(deadline=None, max_examples=40)
@given(histories(), st.data())
def test_going_on_from_a_stored_checkpoint_equals_one_fold(history: History, data: st.DataObject) -> None:
    moments = sorted({match.available_at for match in history})
    cut = data.draw(st.sampled_from(moments))
    earlier = [match for match in history if match.available_at <= cut]
    later = [match for match in history if match.available_at > cut]
    checkpoint = PoolState.from_bytes(fold(PoolState(), earlier).to_bytes())
    assert fold(checkpoint, later).to_bytes() == fold(PoolState(), history).to_bytes()


@settings(deadline=None, max_examples=40)
@given(histories())
def test_a_stored_state_is_the_same_state(history: History) -> None:
    state = fold(PoolState(), history)
    assert PoolState.from_bytes(state.to_bytes()) == state


@settings(deadline=None, max_examples=40)
@given(histories())
def test_ratings_are_only_passed_between_teams_within_a_season(history: History) -> None:
    first = [match for match in history if match.season == "2015/16"]
    state = fold(PoolState(), first)
    teams = state.of("E0").teams.values()
    assert math.isclose(sum(team.values.elo for team in teams), 1500.0 * len(teams))


@settings(deadline=None, max_examples=40)
@given(histories())
def test_a_hypothetical_meeting_is_the_fixture(history: History) -> None:
    state = fold(PoolState(), history)
    fixture = fact("elm", "oak", 7 * 40, season="2016/17").fixture
    (meeting,) = replay(state, [], [fixture])
    first_season = state.of("E0").first_season
    rows = (in_season(team_row(state, "E0", team), "2016/17", first_season) for team in ("elm", "oak"))
    vector = dict(zip(MATCH_FEATURES, as_they_stand(*rows, fixture.kick_off), strict=True))
    met = tuple(name for name in MATCH_FEATURES if name == "meetings" or name.startswith(("met_", "since_met")))
    planned = dict(zip(MATCH_FEATURES, meeting.values, strict=True))
    assert vector == planned | {name: vector[name] for name in met}  # nobody is asked how often the two have met


def test_results_of_one_moment_are_rated_from_the_state_before_it() -> None:
    def elo(team: str, *results: MatchFact) -> float:
        return fold(PoolState(), results).of("E0").teams[team].values.elo

    first, second, third = fact("ash", "birch", 0, 3, 0), fact("birch", "cedar", 0, 1, 1), fact("elm", "ash", 0, 0, 0)
    assert elo("ash", first, second) == elo("ash", first)
    assert elo("cedar", first, second) == elo("cedar", second)
    assert elo("elm", first, third) == elo("elm", third)
    assert fold(PoolState(), [first, second]).of("E0").teams["birch"].played == 2


def test_matches_without_a_score_are_passed_over() -> None:
    fixture_only = fact("ash", "birch", 0, None, None)
    assert in_order([fixture_only]) == []
    assert fold(PoolState(), [fixture_only]) == PoolState()


def test_a_result_known_in_the_same_minute_as_the_kick_off_counts() -> None:
    result = fact("ash", "birch", 0)
    fixture = replace(fact("ash", "birch", 9).fixture, kick_off=result.available_at)
    just_before = replace(fixture, kick_off=result.available_at - timedelta(microseconds=1))
    (seen,) = replay(PoolState(), [result], [fixture])
    (unseen,) = replay(PoolState(), [result], [just_before])
    assert seen.values[2] > unseen.values[2] == 0.0
