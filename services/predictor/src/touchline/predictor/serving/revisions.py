"""Only greater revisions replace: what is read twice, or out of order, changes nothing."""

from typing import Protocol, TypeVar


class Revised(Protocol):
    """A row of any topic."""

    @property
    def revision(self) -> int: ...


K = TypeVar("K")
R = TypeVar("R", bound=Revised)


def keep_newer(held: dict[K, R], key: K, row: R) -> bool:
    """Keep a row unless one of a greater revision, or itself, is there; whether it was kept."""
    if not is_later(row, held.get(key)):
        return False
    held[key] = row
    return True


def is_later(row: R, known: R | None) -> bool:
    """Whether a row says something newer than the one that is known."""
    return known is None or row.revision > known.revision
