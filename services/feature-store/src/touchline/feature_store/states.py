"""The standing states of a fold that are kept in memory, oldest first. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar


class Reached(Protocol):
    """A state of a moment; None: before everything."""

    @property
    def as_of(self) -> datetime | None: ...


S = TypeVar("S", bound=Reached)


def latest_before(states: Sequence[S], moment: datetime) -> S | None:
    """The latest state before a moment, if it is among them."""
    return next((one for one in reversed(states) if one.as_of is not None and one.as_of < moment), None)


def continued(states: Sequence[S], later: Sequence[S], most: int) -> tuple[S, ...]:
    """The latest, at most so many, once a fold went on from the first of `later`."""
    start = later[0].as_of
    earlier = [one for one in states if start is not None and one.as_of is not None and one.as_of < start]
    return tuple([*earlier, *later][-most:])
