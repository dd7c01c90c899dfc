"""What a subscriber is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from touchline.predictor.serving.push.position import Place, Position
from touchline.schemas.records import MatchPrediction

Say = Callable[[MatchPrediction], dict[str, Any]]


@dataclass(eq=False)
class Change:
    """A prediction that took another's place: what is said of it is made once, when the first subscriber is told."""

    row: MatchPrediction
    partition: int
    place: Place
    position: Position  # of the replica, with this change
    say: Say = field(repr=False)

    @cached_property
    def answer(self) -> dict[str, Any]:
        """The answer to a GET of this match."""
        return self.say(self.row)


@dataclass(frozen=True, slots=True)
class Model:
    """A model that serves."""

    name: str
    version: str
    since: str  # wall time


@dataclass(frozen=True, slots=True)
class Opened:
    """The first word to each subscriber: where it stands, and which model serves."""

    position: Position
    resumed: bool
    football_time: str
    model: Model | None


@dataclass(frozen=True, slots=True)
class Reset:
    """Changes may have been missed: read the state anew, the feed goes on from here."""

    position: Position
    reason: str


@dataclass(frozen=True, slots=True)
class Swapped:
    """Another model serves. It has no position: who comes back learns the model from the first word."""

    model: Model


Event = Change | Opened | Reset | Swapped


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one subscriber hears it; `position` is None where it is none to resume from."""

    event: Event
    position: Position | None
