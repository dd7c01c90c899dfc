"""Two columns of one account: what came in, and what is held. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

NAMED = 5  # of a kind; the rest is counted


class Revised(Protocol):
    """A row with a revision."""

    @property
    def revision(self) -> int: ...


R = TypeVar("R", bound=Revised)
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Difference:
    """What one account shows: numbers, and sentences that name cases."""

    lost: int
    doubled: int
    details: tuple[str, ...] = ()

    def __add__(self, other: "Difference") -> "Difference":
        return Difference(self.lost + other.lost, self.doubled + other.doubled, self.details + other.details)


EVEN = Difference(0, 0)


def latest(rows: Iterable[R], key: Callable[[R], K]) -> dict[K, R]:
    """The row of the greatest revision of each key, which is what every consumer ends up with."""
    found: dict[K, R] = {}
    for row in rows:
        held = found.get(key(row))
        if held is None or row.revision > held.revision:
            found[key(row)] = row
    return found


def compare(name: str, came: Mapping[K, Any], held: Mapping[K, Any]) -> Difference:
    """What came must be held, with the same value; what is held must have come.

    >>> compare("facts", {"a": 1, "b": 2}, {"a": 1, "b": 1, "c": 9}).details
    ('facts: b came as 2 and is held as 1', 'facts: c is held and never came')
    """
    lost = [f"{name}: {_text(key)} came and is not held" for key in came if key not in held]
    stale = [
        f"{name}: {_text(key)} came as {_text(value)} and is held as {_text(held[key])}"
        for key, value in came.items()
        if key in held and held[key] != value
    ]
    invented = [f"{name}: {_text(key)} is held and never came" for key in held if key not in came]
    return Difference(len(lost) + len(stale), len(invented), named(lost) + named(stale) + named(invented))


def repeated(name: str, keys: Iterable[Hashable]) -> Difference:
    """What must come once and came more often under different event ids.

    >>> repeated("facts", ["a", "b", "a"]).doubled
    1
    """
    often = [(key, count) for key, count in Counter(keys).items() if count > 1]
    sentences = [f"{name}: {_text(key)} came {count} times" for key, count in often]
    return Difference(0, sum(count - 1 for _, count in often), named(sentences))


def named(sentences: list[str]) -> tuple[str, ...]:
    """The first few, and how many more there are."""
    rest = len(sentences) - NAMED
    account = sentences[0].split(":")[0] if sentences else ""
    return (*sentences[:NAMED], *([f"{account}: and {rest} more of this kind"] if rest > 0 else []))


def _text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
