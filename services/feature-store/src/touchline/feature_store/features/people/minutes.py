"""How long a player can be expected to play, from his team's latest matches."""

from collections.abc import Sequence

from touchline.feature_store.features.people.recent import decayed_mean
from touchline.feature_store.features.people.remembered import Played

FULL = 90  # minutes
LONGEST = 120  # minutes, with extra time
# Where no line-up is stated (Fantasy Premier League: before gameweek 16 of 2022/23), so many minutes count as a start:
# below, half of those who played came on.
STARTER = 60
# Weight of a match beside the next newer one, and of the prior. Best of .6 to .8 and .1 to .5 on 2017/18 and 2018/19:
# root mean square error 27.45 minutes, 31.3 with the minutes of the last match.
DECAY, PRIOR_WEIGHT = 0.6, 0.25
# Means over every player that Fantasy Premier League lists and every match of his team, 2016/17 to 2018/19.
MINUTES_PRIOR, STARTS_PRIOR, PLAYS_PRIOR = 33.1, 0.353, 0.462
# Minutes of those who start (60 or more) and of the others who play, in the same seasons; each weighs two matches.
STARTER_PRIOR, SUBSTITUTE_PRIOR, ROLE_WEIGHT = 86.8, 22.7, 2.0


def started(stated: bool | None, minutes: int) -> bool:
    """Whether he was in the eleven; where nobody says, by his minutes.

    >>> started(None, 60), started(None, 59), started(True, 20)
    (True, False, True)
    """
    return minutes >= STARTER if stated is None else stated


def minutes_expected(matches: Sequence[Played]) -> float:
    """Decayed mean minutes over the matches of his team, oldest first, played or not.

    >>> minutes_expected([])
    33.1
    """
    return decayed_mean([match.minutes for match in reversed(matches)], DECAY, MINUTES_PRIOR, PRIOR_WEIGHT)


def starts_expected(matches: Sequence[Played]) -> float:
    """Decayed share of matches that he starts."""
    return decayed_mean([match.started for match in reversed(matches)], DECAY, STARTS_PRIOR, PRIOR_WEIGHT)


def plays_expected(matches: Sequence[Played]) -> float:
    """Decayed share of matches that he plays in."""
    return decayed_mean([match.minutes > 0 for match in reversed(matches)], DECAY, PLAYS_PRIOR, PRIOR_WEIGHT)


def mean_minutes(matches: Sequence[Played], last: int) -> float:
    """Plain mean over the last matches; the prior when there are none."""
    latest = matches[-last:]
    return sum(match.minutes for match in latest) / len(latest) if latest else MINUTES_PRIOR


def minutes_if_started(matches: Sequence[Played]) -> float:
    """Mean minutes of the matches that he started, shrunk towards 86.8.

    >>> minutes_if_started([])
    86.8
    """
    return _shrunk([match.minutes for match in matches if match.started], STARTER_PRIOR)


def minutes_if_substitute(matches: Sequence[Played]) -> float:
    """Mean minutes of the matches that he came on in, shrunk towards 22.7."""
    return _shrunk([match.minutes for match in matches if match.minutes and not match.started], SUBSTITUTE_PRIOR)


def missed_in_a_row(matches: Sequence[Played]) -> int:
    """Matches since he last played, at most ten.

    >>> missed_in_a_row([])
    0
    """
    for age, match in enumerate(reversed(matches)):
        if match.minutes:
            return age
    return len(matches)


def _shrunk(minutes: Sequence[int], prior: float) -> float:
    return (sum(minutes) + prior * ROLE_WEIGHT) / (len(minutes) + ROLE_WEIGHT)
