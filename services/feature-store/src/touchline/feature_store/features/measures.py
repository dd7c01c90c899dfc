"""What the sides of a match made of it, on the scale of goals: what the filters of `football.strength` learn from.

Goals are few and noisy; what is shot is steadier, but knows nothing of finishing; expected goals know most, and are
stated of few matches. Whatever is counted stands as a share of the league's mean at the time, times its mean of goals:
providers count differently, and one's expected goals lie a sixth above another's.
"""

from touchline.feature_store.features.league import League
from touchline.feature_store.features.result import MatchFact

Made = tuple[float, float]  # by the home and by the away side
LEAST_MEAN = 0.1  # keeps a share finite whatever a provider writes
MOST = 20.0  # goals


def made_in(result: MatchFact, league: League) -> tuple[Made, ...]:
    """In the order of `football.strength.MEASURES`; `league` as it was before the match.

    >>> from datetime import UTC, datetime
    >>> noon = datetime(2019, 8, 10, 12, tzinfo=UTC)
    >>> made_in(MatchFact("m", "E0", "2019/20", noon, "a", "b", 2, 0, None, None, None, None, noon, ()), League())
    ((2.0, 0.0), (2.0, 0.0), (2.0, 0.0), (2.0, 0.0))
    """
    assert result.home_goals is not None
    assert result.away_goals is not None
    home = _side(
        float(result.home_goals),
        _scaled(result.home_shots_on_target, league.shots_on_target_home, league.goals_home),
        _scaled(result.home_shots, league.attempts_home, league.goals_home),
        _scaled(result.home_expected_goals, league.expected_goals_home, league.goals_home),
    )
    away = _side(
        float(result.away_goals),
        _scaled(result.away_shots_on_target, league.shots_on_target_away, league.goals_away),
        _scaled(result.away_shots, league.attempts_away, league.goals_away),
        _scaled(result.away_expected_goals, league.expected_goals_away, league.goals_away),
    )
    return tuple(zip(home, away, strict=True))


def _side(goals: float, on_target: float | None, shots: float | None, expected: float | None) -> tuple[float, ...]:
    """Goals, chances, shots, and chances once more; goals stand where nothing else was counted."""
    if on_target is None or shots is None:
        mixed = shot = goals
    else:
        mixed, shot = 0.5 * goals + 0.4 * on_target + 0.1 * shots, (on_target + shots) / 2
    chances = mixed if expected is None else 0.6 * expected + 0.4 * mixed
    return goals, chances, shot, chances


def _scaled(count: float | None, mean: float, goals: float) -> float | None:
    return None if count is None else min(MOST, count / max(LEAST_MEAN, mean) * goals)
