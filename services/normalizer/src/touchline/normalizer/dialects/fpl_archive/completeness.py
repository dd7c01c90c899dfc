"""Does a gameweek hold what it must? Eleven players a side, and as many goals as the result says."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from touchline.normalizer.dialects.fpl.specification import FEWEST_PLAYERS
from touchline.normalizer.dialects.rows import Meeting, PlayerMatchRow

Score = tuple[int, int]  # home, away


@dataclass(slots=True)
class _Side:
    players: int = 0
    goals: int = 0


def gaps(rows: Iterable[PlayerMatchRow], scores: Mapping[Meeting, Score]) -> Iterator[tuple[str, str]]:
    """What is missing, by match; an own goal is the other side's."""
    sides: dict[tuple[Meeting, bool], _Side] = defaultdict(_Side)
    for row in rows:
        own, other = sides[row.meeting, row.at_home], sides[row.meeting, not row.at_home]
        own.players += row.counts.minutes > 0
        own.goals += row.counts.goals
        other.goals += row.counts.own_goals or 0
    for meeting, score in scores.items():
        reason = _gap(sides[meeting, True], sides[meeting, False], score)
        if reason:
            yield meeting.match_id, reason


def _gap(home: _Side, away: _Side, score: Score) -> str | None:
    if min(home.players, away.players) < FEWEST_PLAYERS:
        return f"{home.players} and {away.players} players took part, expected {FEWEST_PLAYERS} or more of each side"
    if (home.goals, away.goals) != score:
        return f"the players' goals make it {home.goals}-{away.goals}, the result is {score[0]}-{score[1]}"
    return None
