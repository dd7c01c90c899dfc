"""Scores and goals as openfootball has written them over the years."""

import re
from collections.abc import Iterator

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.json import Object, an_object, count
from touchline.normalizer.dialects.openfootball.specification import LAST_MINUTE_OF_FIRST_HALF, MOST_GOALS
from touchline.normalizer.dialects.rows import Counts

Pair = tuple[int | None, int | None]
NOTHING: Pair = (None, None)
_MINUTE = re.compile(r"(\d{1,3})'?(?:\+\d{1,2}'?)?")


def counts_of(match: Object) -> Counts:
    """Full time and half time: `{"ft": [2, 1], "ht": [0, 1]}`, `[2, 1]`, or fields such as `score1` and `score1i`.

    Without a half-time score, goals with minutes say it.

    >>> counts_of({"score": {"ft": [2, 1]}}).home_goals, counts_of({"score1": 2, "score2": 1}).away_goals
    (2, 1)

    Raises:
        UnreadableCell: only one side has goals, or a side has impossible ones.
    """
    home, away = _full_time(match)
    if (home is None) != (away is None):
        raise UnreadableCell("score", "a result needs the goals of both sides")
    half_home, half_away = _half_time(match)
    if half_home is None and half_away is None:
        half_home, half_away = _from_minutes(match, home, away)
    return Counts(home_goals=home, away_goals=away, half_time_home_goals=half_home, half_time_away_goals=half_away)


def goals_of(match: Object, counts: Counts) -> None:
    """Look at the goals that are named.

    Raises:
        UnreadableCell: they are not as many as the result says.
    """
    for side, goals in (("goals1", counts.home_goals), ("goals2", counts.away_goals)):
        named = match.get(side)
        if isinstance(named, list) and named and goals is not None and len(named) != goals:
            raise UnreadableCell(side, f"{len(named)} goals are named, and {goals} were scored")


def _full_time(match: Object) -> Pair:
    score = match.get("score")
    if score is None:
        return count(match.get("score1"), "score1", MOST_GOALS), count(match.get("score2"), "score2", MOST_GOALS)
    return _pair(score if isinstance(score, list) else an_object(score, "score").get("ft"))


def _half_time(match: Object) -> Pair:
    score = match.get("score")
    if isinstance(score, dict):
        return _pair(score.get("ht"))
    return count(match.get("score1i"), "score1i", MOST_GOALS), count(match.get("score2i"), "score2i", MOST_GOALS)


def _pair(value: object) -> Pair:
    if value is None:
        return NOTHING
    if not isinstance(value, list) or len(value) != 2:
        raise UnreadableCell("score", "expected the goals of two sides")
    return count(value[0], "score", MOST_GOALS), count(value[1], "score", MOST_GOALS)


def _from_minutes(match: Object, home: int | None, away: int | None) -> Pair:
    """Half time by the minutes of all goals; nothing where a goal is not named or has no minute."""
    sides = [list(_minutes(match.get(side))) for side in ("goals1", "goals2")]
    minutes = [[minute for minute in side if minute] for side in sides]
    if not any(minutes) or [len(side) for side in minutes] != [home, away]:
        return NOTHING
    first, second = (sum(minute <= LAST_MINUTE_OF_FIRST_HALF for minute in side) for side in minutes)
    return first, second


def _minutes(goals: object) -> Iterator[int | None]:
    for goal in goals if isinstance(goals, list) else ():
        minute = goal.get("minute") if isinstance(goal, dict) else None
        found = _MINUTE.fullmatch(str(minute)[:10]) if isinstance(minute, (int, str)) else None
        yield int(found[1]) if found else None
