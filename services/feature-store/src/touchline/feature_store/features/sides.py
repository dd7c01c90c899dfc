"""A result seen from each side, measured by what was known before it."""

from touchline.feature_store.features import elo, pi, poisson
from touchline.feature_store.features.league import League
from touchline.feature_store.features.result import MatchFact
from touchline.feature_store.features.shots import HIGHEST_SHARE, share_of_mean
from touchline.feature_store.features.team import Side
from touchline.football.elo import expected_score
from touchline.football.poisson import rate
from touchline.football.team import TeamValues

MOST_EXPECTED = 20.0


def sides_of(result: MatchFact, home: TeamValues, away: TeamValues, before: League, after: League) -> tuple[Side, Side]:
    """The home team's side and the away team's; `home` and `away` as they stood before the match, in its season."""
    scored, conceded = result.home_goals, result.away_goals
    assert scored is not None
    assert conceded is not None
    change = elo.rating_change(home.elo, away.elo, scored, conceded)
    expected = expected_score(home.elo, away.elo)
    surprise = pi.surprise(home.pi_home, away.pi_away, scored, conceded)
    home_slope = poisson.slope(scored, rate(before.goals_home, home.attack, away.defence))
    away_slope = poisson.slope(conceded, rate(before.goals_away, away.attack, home.defence))
    on_target = _on_target(result, before)
    attempts = (_share(result.home_shots, before.attempts_home), _share(result.away_shots, before.attempts_away))
    corners = (_share(result.home_corners, before.corners_home), _share(result.away_corners, before.corners_away))
    known = result.home_expected_goals is not None and result.away_expected_goals is not None
    made = _expected_goals(result.home_expected_goals, scored, on_target and on_target[0], before.goals_home)
    faced = _expected_goals(result.away_expected_goals, conceded, on_target and on_target[1], before.goals_away)
    kick_off = result.kick_off.timestamp()
    at_home = Side(
        True,
        scored,
        conceded,
        kick_off,
        change,
        expected,
        surprise,
        home_slope,
        away_slope,
        on_target,
        attempts,
        corners,
        (made, faced),
        known,
        after,
    )
    visiting = Side(
        False,
        conceded,
        scored,
        kick_off,
        -change,
        1.0 - expected,
        -surprise,
        away_slope,
        home_slope,
        on_target and (on_target[1], on_target[0]),
        (attempts[1], attempts[0]),
        (corners[1], corners[0]),
        (faced, made),
        known,
        after,
    )
    return at_home, visiting


def _on_target(result: MatchFact, league: League) -> tuple[float, float] | None:
    home, away = result.home_shots_on_target, result.away_shots_on_target
    if home is None or away is None:
        return None
    return share_of_mean(home, league.shots_on_target_home), share_of_mean(away, league.shots_on_target_away)


def _share(count: int | None, mean: float) -> float | None:
    return None if count is None else min(HIGHEST_SHARE, count / max(1.0, mean))


def _expected_goals(stated: float | None, goals: int, share: float | None, mean: float) -> float:
    """As somebody states them; else what so many shots on target are worth in this league; else the goals."""
    if stated is not None:
        return min(MOST_EXPECTED, stated)
    return min(MOST_EXPECTED, float(goals) if share is None else share * mean)
