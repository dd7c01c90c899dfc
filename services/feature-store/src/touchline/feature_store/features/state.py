"""All that is remembered of a pool: enough for every feature, nothing from the future, the same bytes every time.

Competitions of a pool share a lock and a topic, and one thing besides: the calendar. When a team last played in any of
them, and how often lately, says how tired it is. All else that is remembered of a competition follows from its own
results alone, so that a cup tie, or a division that joins years later, changes nothing else of the league.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from touchline.feature_store.features.filtering import Levels
from touchline.feature_store.features.league import League
from touchline.football.catalogue import LATEST
from touchline.football.strength import Level
from touchline.football.team import UNKNOWN, TeamValues

START = League()
START_LEVELS = Levels()
NEVER = datetime(1, 1, 1, tzinfo=UTC)


class Lately(NamedTuple):
    """What a mean over a fixed number of matches needs: the latest of each, oldest first."""

    points: tuple[int, ...] = ()
    home_goals_for: tuple[int, ...] = ()
    home_goals_against: tuple[int, ...] = ()
    away_goals_for: tuple[int, ...] = ()
    away_goals_against: tuple[int, ...] = ()
    shots_for: tuple[float, ...] = ()
    shots_against: tuple[float, ...] = ()


class TeamState(NamedTuple):
    """What is remembered of one team in one competition; the values are its row, calendar aside."""

    season: str
    values: TeamValues = UNKNOWN
    lately: Lately = Lately()
    season_points: int = 0
    season_goal_difference: int = 0
    as_of: datetime = NEVER  # when its latest result became known
    document_set: str = ""  # of its competition at that moment

    @property
    def played(self) -> float:
        """Known matches of the season."""
        return self.values.played


class Busy(NamedTuple):
    """When a team last played in any competition of its pool, and its load at that kick-off."""

    last_kick_off: float = 0.0  # seconds since 1970, UTC
    load: float = 0.0  # matches, each weighing half as much every seven days


@dataclass(frozen=True, slots=True)
class CompetitionState:
    """What is remembered of a competition after every result available at `as_of` or before."""

    as_of: datetime | None = None
    teams: dict[str, TeamState] = field(default_factory=dict)
    pairs: dict[str, tuple[float, ...]] = field(default_factory=dict)  # first/second: in the order of `catalogue.PAIR`
    first_season: str | None = None  # the earliest one folded
    league: League = START
    levels: Levels = START_LEVELS
    documents: frozenset[str] = frozenset()  # sha256 of every raw document folded into it

    @property
    def document_set(self) -> str:
        """sha256 over every document folded in: names the set that lineage expands."""
        return document_set_of(self.documents)


NOTHING = CompetitionState()


@dataclass(frozen=True, slots=True)
class PoolState:
    """What is remembered of each competition of a pool, and of its teams' calendars. Never changed, only succeeded."""

    as_of: datetime | None = None
    competitions: dict[str, CompetitionState] = field(default_factory=dict)
    calendar: dict[str, Busy] = field(default_factory=dict)

    def of(self, competition: str) -> CompetitionState:
        """What is remembered of one competition."""
        return self.competitions.get(competition, NOTHING)

    def to_bytes(self) -> bytes:
        """Canonical JSON: equal states have equal bytes."""
        content = {
            "catalogue_version": LATEST,
            "as_of": self.as_of and self.as_of.isoformat(),
            "competitions": {code: _plain(one) for code, one in self.competitions.items()},
            "calendar": {team: list(busy) for team, busy in self.calendar.items()},
        }
        return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)

    @classmethod
    def from_bytes(cls, content: bytes) -> "PoolState":
        """Back from `to_bytes`; a checkpoint of another catalogue is refused, fold again from the start."""
        stored = orjson.loads(content)
        if stored["catalogue_version"] != LATEST:
            raise ValueError(f"a checkpoint of catalogue {stored['catalogue_version']}, ours is {LATEST}")
        competitions = {code: _competition(values) for code, values in stored["competitions"].items()}
        calendar = {team: Busy(*busy) for team, busy in stored["calendar"].items()}
        return cls(_moment(stored["as_of"]), competitions, calendar)

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
        "teams": {team: _plain_team(known) for team, known in one.teams.items()},
        "pairs": one.pairs,
        "first_season": one.first_season,
        "league": list(one.league),
        "levels": [one.levels.last_kick_off, list(map(list, one.levels.by_measure))],
        "documents": sorted(one.documents),
    }


def _plain_team(known: TeamState) -> list[Any]:
    sums = (known.season_points, known.season_goal_difference)
    return [known.season, list(known.values), list(known.lately), *sums, known.as_of.isoformat(), known.document_set]


def _competition(stored: dict[str, Any]) -> CompetitionState:
    return CompetitionState(
        as_of=_moment(stored["as_of"]),
        teams={team: _team(values) for team, values in stored["teams"].items()},
        pairs={pair: tuple(values) for pair, values in stored["pairs"].items()},
        first_season=stored["first_season"],
        league=League(*stored["league"]),
        levels=_levels(*stored["levels"]),
        documents=frozenset(stored["documents"]),
    )


def _levels(last_kick_off: float, by_measure: list[list[float]]) -> Levels:
    return Levels(last_kick_off, tuple(map(Level._make, by_measure)))


def _team(stored: list[Any]) -> TeamState:
    season, values, lately, points, goal_difference, as_of, document_set = stored
    recent = Lately(*map(tuple, lately))
    moment = datetime.fromisoformat(as_of)
    return TeamState(season, TeamValues(*values), recent, points, goal_difference, moment, document_set)


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
