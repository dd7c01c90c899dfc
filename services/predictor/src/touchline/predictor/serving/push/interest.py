"""Which matches a subscriber asked for."""

from dataclasses import dataclass

from touchline.schemas.records import MatchPrediction


@dataclass(frozen=True, slots=True)
class Interest:
    """Matches, teams and competitions: each empty for all of them; what is named of all three must hold."""

    matches: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    competitions: frozenset[str] = frozenset()

    def covers(self, row: MatchPrediction) -> bool:
        """Whether a prediction is wanted."""
        return (
            (not self.matches or row.match_id in self.matches)
            and (not self.teams or row.home_team in self.teams or row.away_team in self.teams)
            and (not self.competitions or row.competition in self.competitions)
        )


ALL = Interest()
