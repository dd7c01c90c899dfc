"""Head to head: what is remembered of two teams' meetings, from the side of the first of them by the alphabet."""

from touchline.feature_store.features.elo import score_of
from touchline.feature_store.features.means import moved
from touchline.feature_store.features.result import MatchFact

WEIGHT = 0.25  # of a new meeting
MOST = 50.0
# meetings, score, goal difference, goals, score at the first's ground and at the other's, last met: `catalogue.PAIR`.
START = (0.0, 0.5, 0.0, 2.66, 0.59, 0.41, 0.0)


def pair_key(one: str, other: str) -> str:
    """Under which the two stand.

    >>> pair_key("chelsea", "arsenal")
    'arsenal/chelsea'
    """
    return f"{one}/{other}" if one < other else f"{other}/{one}"


def after(before: tuple[float, ...] | None, result: MatchFact) -> tuple[float, ...]:
    """The pair's values with one more meeting, in the order of `catalogue.PAIR`."""
    meetings, score, difference, goals, at_first, at_second, last_met = before or START
    assert result.home_goals is not None
    assert result.away_goals is not None
    first_at_home = result.home_team < result.away_team
    scored, conceded = result.home_goals, result.away_goals
    if not first_at_home:
        scored, conceded = conceded, scored
    share = score_of(scored, conceded)
    return (
        min(MOST, meetings + 1.0),
        moved(score, share, WEIGHT),
        max(-20.0, min(20.0, moved(difference, scored - conceded, WEIGHT))),
        min(40.0, moved(goals, scored + conceded, WEIGHT)),
        moved(at_first, share, WEIGHT) if first_at_home else at_first,
        at_second if first_at_home else moved(at_second, share, WEIGHT),
        max(last_met, result.kick_off.timestamp()),
    )
