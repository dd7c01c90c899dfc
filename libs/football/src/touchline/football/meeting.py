"""Two teams' snapshots make one vector: the only definition, for a fixture and for a hypothetical meeting alike."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from touchline.football.catalogue import TEAM_CATALOGUE
from touchline.football.elo import expected_score

LONGEST_REST = 14.0  # days; a longer pause is a season's break and says no more about tiredness
DAY = 86_400.0  # seconds


@dataclass(frozen=True, slots=True)
class TeamSnapshot:
    """What is known about one team at one moment; its fields are TEAM_CATALOGUE, in that order."""

    elo: float
    points: float
    home_goals_for: float
    home_goals_against: float
    away_goals_for: float
    away_goals_against: float
    shots_for: float
    shots_against: float
    last_kick_off: float
    played: float
    promoted: float

    def values(self) -> list[float]:
        """As numbers in the order of TEAM_CATALOGUE, the form in which it travels."""
        return list(astuple(self))

    @classmethod
    def from_values(cls, values: Sequence[float]) -> "TeamSnapshot":
        """Back from `values`; another length is another catalogue and is refused."""
        if len(values) != len(TEAM_CATALOGUE):
            raise ValueError(f"a snapshot has {len(TEAM_CATALOGUE)} values, not {len(values)}")
        return cls(*map(float, values))


def meeting_vector(home: TeamSnapshot, away: TeamSnapshot, kick_off: datetime) -> list[float]:
    """The features of a meeting in the order of MATCH_CATALOGUE; `kick_off` is aware."""
    return [
        home.elo,
        away.elo,
        home.elo - away.elo,
        expected_score(home.elo, away.elo),
        home.points,
        away.points,
        home.home_goals_for,
        home.home_goals_against,
        away.away_goals_for,
        away.away_goals_against,
        home.shots_for,
        home.shots_against,
        away.shots_for,
        away.shots_against,
        rest_days(home.last_kick_off, kick_off),
        rest_days(away.last_kick_off, kick_off),
        home.played,
        away.played,
        home.promoted,
        away.promoted,
    ]


def rest_days(last_kick_off: float, kick_off: datetime) -> float:
    """Days since a team's latest known match, at most 14; a team without one is rested.

    >>> from datetime import UTC
    >>> rest_days(datetime(2019, 8, 10, tzinfo=UTC).timestamp(), datetime(2019, 8, 13, 12, tzinfo=UTC))
    3.5
    """
    if kick_off.tzinfo is None:
        raise ValueError("a kick-off without a time zone")
    return min(LONGEST_REST, max(0.0, (kick_off.timestamp() - last_kick_off) / DAY))
