"""The fold by example."""

import pytest

from touchline.feature_store.features.elo import rating_change
from touchline.feature_store.features.fold import fold, vector
from touchline.feature_store.features.rows import pair_row, team_row
from touchline.feature_store.features.state import PoolState
from touchline.football.catalogue import CATALOGUES, LATEST
from touchline.football.elo import PROMOTED_PRIOR, after_summer
from touchline.football.team import TeamValues, in_season

from .strategies import fact


def named(state: PoolState, home: str, away: str, day: int, season: str = "2015/16") -> dict[str, float]:
    names = [feature.name for feature in CATALOGUES[LATEST].matches]
    return dict(zip(names, vector(state, fact(home, away, day, season=season).fixture), strict=True))


def standing(state: PoolState, team: str, season: str) -> TeamValues:
    """A team as it enters a season."""
    return in_season(team_row(state, "E0", team), season, state.of("E0").first_season)


def test_a_win_moves_both_ratings_by_the_same_amount() -> None:
    state = fold(PoolState(), [fact("ash", "birch", 0, 2, 0)])
    change = rating_change(1500.0, 1500.0, 2, 0)
    assert (standing(state, "ash", "2015/16").elo, standing(state, "birch", "2015/16").elo) == (
        1500 + change,
        1500 - change,
    )


def test_a_bigger_win_moves_ratings_more() -> None:
    assert rating_change(1500, 1500, 5, 0) > rating_change(1500, 1500, 1, 0)


def test_a_vector_reads_as_its_catalogue_says() -> None:
    state = fold(PoolState(), [fact("ash", "birch", 0, 2, 0, (8, 2)), fact("cedar", "ash", 7, 1, 1, (5, 5))])
    features = named(state, "ash", "birch", 11)
    assert features["rest_home"] == 4.0
    assert features["rest_away"] == 11.0
    assert (features["played_home"], features["played_away"]) == (2.0, 1.0)
    assert features["elo_home"] > 1500 > features["elo_away"]
    assert features["points_home"] > 1.37 > features["points_away"]
    assert features["goals_for_home"] == pytest.approx((2 + 4 * 1.53) / 5)
    assert features["goals_against_away"] == pytest.approx((2 + 4 * 1.53) / 5)
    assert features["shots_for_home"] > 1 > features["shots_for_away"]


def test_a_team_that_stays_is_drawn_to_the_mean_and_starts_counting_again() -> None:
    state = fold(PoolState(), [fact("ash", "birch", 0, 4, 0)])
    in_spring, in_autumn = (standing(state, "ash", season) for season in ("2015/16", "2016/17"))
    assert in_autumn.elo == after_summer(in_spring.elo) < in_spring.elo
    assert (in_spring.played, in_autumn.played, in_autumn.promoted) == (1, 0, 0)


def test_a_team_that_was_not_in_the_season_before_is_promoted() -> None:
    state = fold(PoolState(), [fact("ash", "birch", 0, 4, 0)])
    newcomer = standing(state, "oak", "2016/17")
    assert (newcomer.elo, newcomer.promoted) == (PROMOTED_PRIOR, 1.0)


def test_a_team_that_comes_back_after_years_is_promoted_and_its_old_form_forgotten() -> None:
    state = fold(PoolState(), [fact("ash", "birch", 0, 4, 0)])
    back = standing(state, "ash", "2018/19")
    assert (back.elo, back.promoted, back.points) == (PROMOTED_PRIOR, 1.0, 1.37)


def test_nobody_is_promoted_into_the_first_season_that_we_know() -> None:
    snapshot = standing(PoolState(), "ash", "2015/16")
    assert (snapshot.elo, snapshot.promoted) == (1500.0, 0.0)


def test_shots_keep_their_meaning_when_the_provider_counts_fewer() -> None:
    rounds = [
        fact(*pair, day, shots_on_target=(7, 7))
        for day in range(0, 700, 7)
        for pair in (("ash", "birch"), ("cedar", "elm"))
    ]
    fewer = [
        fact(*pair, day, shots_on_target=(4, 4))
        for day in range(700, 1400, 7)
        for pair in (("ash", "birch"), ("cedar", "elm"))
    ]
    before, after = fold(PoolState(), rounds), fold(PoolState(), rounds + fewer)
    assert named(after, "ash", "birch", 1400)["shots_for_home"] == pytest.approx(
        named(before, "ash", "birch", 700)["shots_for_home"], abs=0.1
    )


def test_an_earlier_result_is_refused_by_a_later_state() -> None:
    state = fold(PoolState(), [fact("ash", "birch", 7)])
    with pytest.raises(ValueError, match="became known"):
        fold(state, [fact("cedar", "elm", 0)])


def test_a_checkpoint_of_another_catalogue_is_refused() -> None:
    content = PoolState().to_bytes().replace(b'"catalogue_version":3', b'"catalogue_version":0')
    with pytest.raises(ValueError, match="catalogue 0"):
        PoolState.from_bytes(content)


def test_the_document_set_names_every_document_folded_in() -> None:
    one = fold(PoolState(), [fact("ash", "birch", 0)])
    two = fold(one, [fact("ash", "birch", 14)])
    assert one.documents == {"d0"}
    assert two.documents == {"d0", "d2"}
    assert one.document_set != two.document_set
    assert one.state_hash != two.state_hash


def test_two_teams_remember_their_meetings_from_the_side_of_the_first() -> None:
    state = fold(PoolState(), [fact("ash", "birch", 0, 3, 1), fact("birch", "ash", 7, 0, 0)])
    row = pair_row(state, "E0", "birch", "ash")
    assert row is not None
    assert row[:2] == (2.0, pytest.approx(0.5 + 0.25 * 0.5 + 0.25 * (0.5 - 0.625)))
    here, there = named(state, "ash", "birch", 14), named(state, "birch", "ash", 14)
    assert here["met_score"] == pytest.approx(1 - there["met_score"])
    assert here["met_goal_difference"] == -there["met_goal_difference"] > 0


def test_a_cup_tie_tires_the_team_in_its_league_and_says_nothing_else_of_it() -> None:
    league = [fact("ash", "birch", 0), fact("cedar", "elm", 0)]
    before = fold(PoolState(), league)
    after = fold(before, [fact("ash", "elm", 4, 5, 0, competition="FAC")])
    rested, tired = named(before, "ash", "cedar", 7), named(after, "ash", "cedar", 7)
    assert (rested["rest_anywhere_home"], tired["rest_anywhere_home"]) == (7.0, 3.0)
    assert tired["load_home"] > rested["load_home"] > 0
    changed = {name for name in rested if rested[name] != tired[name]}
    assert changed == {"rest_anywhere_home", "load_home"}


def test_a_freak_result_moves_a_team_no_more_than_five_goals_too_many() -> None:
    seven, twenty = (
        standing(fold(PoolState(), [fact("ash", "birch", 0, goals, 0, None)]), "ash", "2015/16").attack
        for goals in (7, 20)
    )
    assert seven == twenty > 0
