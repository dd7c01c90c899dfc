"""All that is remembered of a pool: enough for every feature, nothing from the future, the same bytes every time."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from touchline.feature_store.features.shots import AWAY_START, HOME_START
from touchline.football.catalogue import CATALOGUE_VERSION
from touchline.football.elo import MEAN


@dataclass(frozen=True, slots=True)
class TeamState:
    """What is remembered of one team; the tuples hold its latest matches, oldest first."""

    competition: str
    season: str
    elo: float = MEAN
    promoted: bool = False
    played: int = 0
    last_kick_off: float = 0.0  # seconds since 1970, UTC; 0: none known
    points: tuple[int, ...] = ()
    home_goals_for: tuple[int, ...] = ()
    home_goals_against: tuple[int, ...] = ()
    away_goals_for: tuple[int, ...] = ()
    away_goals_against: tuple[int, ...] = ()
    shots_for: tuple[float, ...] = ()
    shots_against: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PoolState:
    """What is remembered of a pool after every result available at `as_of` or before. Never changed, only succeeded."""

    as_of: datetime | None = None
    teams: dict[str, TeamState] = field(default_factory=dict)
    first_seasons: dict[str, str] = field(default_factory=dict)  # competition: earliest season folded
    home_shots_mean: float = HOME_START
    away_shots_mean: float = AWAY_START
    documents: frozenset[str] = frozenset()  # sha256 of every raw document folded into it

    def to_bytes(self) -> bytes:
        """Canonical JSON: equal states have equal bytes."""
        return orjson.dumps(
            {
                "catalogue_version": CATALOGUE_VERSION,
                "as_of": self.as_of and self.as_of.isoformat(),
                "teams": self.teams,
                "first_seasons": self.first_seasons,
                "shots_means": [self.home_shots_mean, self.away_shots_mean],
                "documents": sorted(self.documents),
            },
            option=orjson.OPT_SORT_KEYS,
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> "PoolState":
        """Back from `to_bytes`; a checkpoint of another catalogue is refused, fold again from the start."""
        stored = orjson.loads(content)
        if stored["catalogue_version"] != CATALOGUE_VERSION:
            raise ValueError(f"a checkpoint of catalogue {stored['catalogue_version']}, ours is {CATALOGUE_VERSION}")
        return cls(
            as_of=datetime.fromisoformat(stored["as_of"]) if stored["as_of"] else None,
            teams={team: _team(values) for team, values in stored["teams"].items()},
            first_seasons=stored["first_seasons"],
            home_shots_mean=stored["shots_means"][0],
            away_shots_mean=stored["shots_means"][1],
            documents=frozenset(stored["documents"]),
        )

    @property
    def state_hash(self) -> str:
        """sha256 of the canonical bytes."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    @property
    def document_set(self) -> str:
        """sha256 over every document folded in: names the set that lineage expands."""
        return hashlib.sha256("\n".join(sorted(self.documents)).encode()).hexdigest()


def _team(values: dict[str, Any]) -> TeamState:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return TeamState(**fields)
