"""What an answer needs of the world outside."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from touchline.feature_store.history.subjects import Kind, Subject
from touchline.feature_store.history.timelines import Knowledge

T = TypeVar("T")
KINDS = {
    Subject.MATCH: (Kind.TEAM, Kind.PAIR, Kind.MARKET, Kind.SQUAD),
    Subject.TEAM: (Kind.TEAM,),
    Subject.PLAYER: (Kind.PLAYER,),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Entities of which every row is wanted; `ids` None: all there are."""

    subject: Subject
    ids: tuple[str, ...] | None = None


class Source(Protocol):
    """Anything that holds timelines."""

    def read(self, wanted: Wanted) -> Knowledge:
        """All that is known of some entities, of any moment; more than asked for does no harm."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A source read once and kept in memory, for who asks often."""

    known: dict[Subject, Knowledge]

    @classmethod
    def of(cls, source: Source, *subjects: Subject) -> "Held":
        """Read everything of these subjects; of all, if none is named."""
        return cls({one: source.read(Wanted(one)) for one in subjects or tuple(Subject)})

    def read(self, wanted: Wanted) -> Knowledge:
        """What was read."""
        return self.known[wanted.subject]


def waited_for(begin: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """The result of a coroutine, also inside a notebook, whose own loop is running: in a thread of its own.

    >>> async def two() -> int:
    ...     return 2
    >>> waited_for(two)
    2
    """
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(begin())).result()
