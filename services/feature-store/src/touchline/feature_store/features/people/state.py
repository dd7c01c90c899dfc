"""All that is remembered of a pool's people: constant for each player and team, the same bytes every time."""

import hashlib
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

import orjson

from touchline.feature_store.features.people.remembered import (
    Career,
    Form,
    Played,
    PlayerState,
    Season,
    TeamMatch,
    TeamPeople,
    Word,
)
from touchline.feature_store.features.state import document_set_of
from touchline.football.catalogue import LATEST
from touchline.schemas.records import AvailabilityStatus

# A row of numbers for what is stored most often: a third of the bytes of a dictionary each.
_PLAYED = attrgetter(*(field.name for field in fields(Played)))
_TEAM_MATCH = attrgetter(*(field.name for field in fields(TeamMatch)))


@dataclass(frozen=True, slots=True)
class PeopleState:
    """The people of a pool after everything available at `as_of` or before. Never changed, only succeeded."""

    as_of: datetime | None = None
    players: dict[str, PlayerState] = field(default_factory=dict)
    teams: dict[str, TeamPeople] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()  # sha256 of every raw document folded into it
    document_set: str = document_set_of(())

    def to_bytes(self) -> bytes:
        """Canonical JSON: equal states have equal bytes."""
        content = {
            "catalogue_version": LATEST,
            "as_of": self.as_of and self.as_of.isoformat(),
            "players": self.players,
            "teams": self.teams,
            "documents": self.documents,
        }
        options = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS
        return orjson.dumps(content, default=_plain, option=options)

    @classmethod
    def from_bytes(cls, content: bytes) -> "PeopleState":
        """Back from `to_bytes`; a checkpoint of another catalogue is refused, fold again from the start."""
        stored = orjson.loads(content)
        if stored["catalogue_version"] != LATEST:
            raise ValueError(f"a checkpoint of catalogue {stored['catalogue_version']}, ours is {LATEST}")
        documents = frozenset(stored["documents"])
        return cls(
            datetime.fromisoformat(stored["as_of"]) if stored["as_of"] else None,
            {player: _player(values) for player, values in stored["players"].items()},
            {team: _team(values) for team, values in stored["teams"].items()},
            documents,
            document_set_of(documents),
        )

    @property
    def state_hash(self) -> str:
        """sha256 of the canonical bytes."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Played):
        return _PLAYED(value)
    if isinstance(value, TeamMatch):
        return _TEAM_MATCH(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return {name: getattr(value, name) for name in type(value).__slots__}


def _player(values: dict[str, Any]) -> PlayerState:
    word = values["word"]
    changes: dict[str, Any] = {
        "matches": tuple(Played(*match) for match in values["matches"]),
        "season": Season(**values["season"]),
        "career": Career(**values["career"]),
        "form": Form(**values["form"]),
        "word": _word(word) if word else None,
    }
    return PlayerState(**{**values, **changes})


def _word(values: dict[str, Any]) -> Word:
    changes = {"status": AvailabilityStatus(values["status"]), "documents": tuple(values["documents"])}
    return Word(**{**values, **changes})


def _team(values: dict[str, Any]) -> TeamPeople:
    matches = tuple(TeamMatch(*(*match[:-1], tuple(match[-1]))) for match in values["matches"])
    return TeamPeople(**{**values, "matches": matches, "members": frozenset(values["members"])})
