"""How often a player scores and assists: per full match, and as a share of his team's."""

from collections.abc import Sequence

from touchline.feature_store.features.people.facts import Appearance
from touchline.feature_store.features.people.minutes import FULL
from touchline.feature_store.features.people.remembered import Career, Played, TeamMatch

# Weight of a match that he played in beside the next newer one, and full matches that the position's mean weighs. Flat
# around the best of .95 to 1 and 4 to 16: Poisson deviance of goals and assists given minutes, 2017/18 and 2018/19.
MEMORY, PRIOR_WEIGHT = 0.98, 12.0
HIGHEST = 5.0  # a match; keeps a rate in range whatever a provider writes
# Goals, assists and Fantasy Premier League points a full match by position, 2016/17 to 2018/19; None: of all.
GOALS = {"goalkeeper": 0.0, "defender": 0.042, "midfielder": 0.148, "forward": 0.377, None: 0.122}
ASSISTS = {"goalkeeper": 0.002, "defender": 0.062, "midfielder": 0.163, "forward": 0.169, None: 0.111}
# Share of the team's goals of one listed player, in the same seasons, and the team's goals that it weighs.
SHARES = {"goalkeeper": 0.0, "defender": 0.013, "midfielder": 0.041, "forward": 0.085, None: 0.034}
SHARE_WEIGHT = 10.0


def played_on(career: Career, one: Appearance) -> Career:
    """His sums with one more match that he played in; what nobody states adds neither a count nor minutes to it."""
    full = one.minutes / FULL
    assisted, measured = one.assists is not None, one.expected_goals is not None
    rewarded = one.points is not None
    return Career(
        full_matches=MEMORY * career.full_matches + full,
        goals=MEMORY * career.goals + one.goals,
        assists=MEMORY * career.assists + (one.assists or 0),
        assisted=MEMORY * career.assisted + full * assisted,
        expected_goals=MEMORY * career.expected_goals + (one.expected_goals or 0.0),
        expected_assists=MEMORY * career.expected_assists + (one.expected_assists or 0.0) * measured,
        measured=MEMORY * career.measured + full * measured,
        points=MEMORY * career.points + (one.points or 0),
        rewarded=MEMORY * career.rewarded + full * rewarded,
    )


def rate(count: float, full_matches: float, prior: float) -> float:
    """Per 90 minutes, shrunk towards `prior`, which weighs twelve full matches.

    Shrinking towards a group's mean is the estimator of James and Stein; for players' averages Efron and Morris (1977),
    https://doi.org/10.1038/scientificamerican0577-119.

    >>> rate(0.0, 0.0, 0.148), rate(12.0, 12.0, 0.0)
    (0.148, 0.5)
    """
    return (count + PRIOR_WEIGHT * prior) / (full_matches + PRIOR_WEIGHT)


def goals_per_90(career: Career, position: str | None) -> float:
    """Goals per 90 minutes.

    >>> goals_per_90(Career(), "forward")
    0.377
    """
    return min(HIGHEST, rate(career.goals, career.full_matches, GOALS[position]))


def assists_per_90(career: Career, position: str | None) -> float:
    """Assists per 90 minutes."""
    return min(HIGHEST, rate(career.assists, career.assisted, ASSISTS[position]))


def expected_goals_per_90(career: Career, position: str | None) -> float:
    """Expected goals per 90 minutes where they are stated, shrunk towards his goals per 90: all there is elsewhere."""
    return min(HIGHEST, rate(career.expected_goals, career.measured, goals_per_90(career, position)))


def expected_assists_per_90(career: Career, position: str | None) -> float:
    """Expected assists per 90 minutes, shrunk towards his assists per 90."""
    return min(HIGHEST, rate(career.expected_assists, career.measured, assists_per_90(career, position)))


def expected_known(career: Career) -> float:
    """Share of his minutes of which expected goals are stated; 0 while he has not played."""
    return min(1.0, career.measured / career.full_matches) if career.full_matches else 0.0


def goals_share(matches: Sequence[Played], of_team: Sequence[TeamMatch], position: str | None) -> float:
    """Share of the goals that his team's players scored over its last ten matches, played or not.

    >>> round(goals_share([], [], "forward"), 3)
    0.085
    """
    return _share(sum(match.goals for match in matches), sum(match.goals for match in of_team), SHARES[position])


def expected_goals_share(matches: Sequence[Played], of_team: Sequence[TeamMatch], position: str | None) -> float:
    """The same of expected goals; where nobody states them, shrunk to his share of goals."""
    prior = goals_share(matches, of_team, position)
    return _share(
        sum(match.expected_goals or 0.0 for match in matches),
        sum(match.expected_goals for match in of_team),
        prior,
    )


def per_match(counts: Sequence[float]) -> float:
    """Plain mean; 0 of no matches.

    >>> per_match([1, 0]), per_match([])
    (0.5, 0.0)
    """
    return min(HIGHEST, sum(counts) / len(counts)) if counts else 0.0


def _share(his: float, of_team: float, prior: float) -> float:
    return min(1.0, (his + SHARE_WEIGHT * prior) / (max(his, of_team) + SHARE_WEIGHT))
