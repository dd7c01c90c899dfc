"""All that is remembered of a pool: enough for every feature, nothing from the future, the same bytes every time.

Competitions of a pool share a lock and a topic, never a number: what is remembered of one follows from its own results
alone. So a cup tie, or a division that joins years later, changes no feature of the league.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from touchline.feature_store.features.shots import AWAY_START, HOME_START
from touchline.football.catalogue import CATALOGUE_VERSION
from touchline.football.elo import MEAN


@dataclass(frozen=True, slots=True)
class TeamState:
    """What is remembered of one team in one competition; the tuples hold its latest matches, oldest first."""

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
class CompetitionState:
    """What is remembered of a competition after every result available at `as_of` or before."""

    as_of: datetime | None = None
    teams: dict[str, TeamState] = field(default_factory=dict)
    first_season: str | None = None  # the earliest one folded
    home_shots_mean: float = HOME_START
    away_shots_mean: float = AWAY_START
    documents: frozenset[str] = frozenset()  # sha256 of every raw document folded into it

    @property
    def state_hash(self) -> str:
        """sha256 of the canonical bytes."""
        return _hash_of({"catalogue_version": CATALOGUE_VERSION, **_plain(self)})

    @property
    def document_set(self) -> str:
        """sha256 over every document folded in: names the set that lineage expands."""
        return document_set_of(self.documents)


NOTHING = CompetitionState()


@dataclass(frozen=True, slots=True)
class PoolState:
    """What is remembered of each competition of a pool. Never changed, only succeeded."""

    as_of: datetime | None = None
    competitions: dict[str, CompetitionState] = field(default_factory=dict)

    def of(self, competition: str) -> CompetitionState:
        """What is remembered of one competition."""
        return self.competitions.get(competition, NOTHING)

    def to_bytes(self) -> bytes:
        """Canonical JSON: equal states have equal bytes."""
        return _canonical(
            {
                "catalogue_version": CATALOGUE_VERSION,
                "as_of": self.as_of and self.as_of.isoformat(),
                "competitions": {code: _plain(one) for code, one in self.competitions.items()},
            }
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> "PoolState":
        """Back from `to_bytes`; a checkpoint of another catalogue is refused, fold again from the start."""
        stored = orjson.loads(content)
        if stored["catalogue_version"] != CATALOGUE_VERSION:
            raise ValueError(f"a checkpoint of catalogue {stored['catalogue_version']}, ours is {CATALOGUE_VERSION}")
        competitions = {code: _competition(values) for code, values in stored["competitions"].items()}
        return cls(_moment(stored["as_of"]), competitions)

    @property
    def documents(self) -> frozenset[str]:
        """sha256 of every raw document folded into any of them."""
        return frozenset().union(*(one.documents for one in self.competitions.values()))

    @property
    def state_hash(self) -> str:
        """sha256 of the canonical bytes."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    @property
    def document_set(self) -> str:
        """The name of the set of all its documents."""
        return document_set_of(self.documents)


def document_set_of(documents: Iterable[str]) -> str:
    """The name of a set of documents: sha256 over their sorted hashes.

    >>> document_set_of(["b", "a"]) == document_set_of(["a", "b"])
    True
    """
    return hashlib.sha256("\n".join(sorted(documents)).encode()).hexdigest()


def _plain(one: CompetitionState) -> dict[str, Any]:
    return {
        "as_of": one.as_of and one.as_of.isoformat(),
        "teams": one.teams,
        "first_season": one.first_season,
        "shots_means": [one.home_shots_mean, one.away_shots_mean],
        "documents": sorted(one.documents),
    }


def _canonical(content: dict[str, Any]) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def _hash_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical(content)).hexdigest()


def _competition(stored: dict[str, Any]) -> CompetitionState:
    return CompetitionState(
        as_of=_moment(stored["as_of"]),
        teams={team: _team(values) for team, values in stored["teams"].items()},
        first_season=stored["first_season"],
        home_shots_mean=stored["shots_means"][0],
        away_shots_mean=stored["shots_means"][1],
        documents=frozenset(stored["documents"]),
    )


def _team(values: dict[str, Any]) -> TeamState:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return TeamState(**fields)


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
