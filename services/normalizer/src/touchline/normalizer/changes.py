"""What is new in a version of a document, against what its last version said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from touchline.normalizer.dialects.rows import MatchRow, Row

LEAST_SHARE = 0.9  # of the matches held before: a complete document with fewer is damaged, not corrected
MATCH = "match:"
PARKED = "parked:"
REMARKS = (PARKED, "part:", "note:")  # what is said of a document rather than by it


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered of a row; the kick-off only of matches, to say it again when the match is withdrawn."""

    row_hash: str
    kick_off: datetime | None = None
    kick_off_known: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """`changed` rows go out; `withdrawn` matches are taken back; `missing` ones stay and are warned about."""

    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    missing: tuple[str, ...]
    forgotten: tuple[str, ...]


def kept(row: Row, row_hash: str) -> Kept:
    """What to remember of a row."""
    return Kept(row_hash, row.kick_off, row.kick_off_known) if isinstance(row, MatchRow) else Kept(row_hash)


def compare(
    previous: Mapping[str, Kept], current: Mapping[str, Kept], *, complete: bool, again: bool = False
) -> Changes:
    """Which rows changed, and what becomes of those that are absent.

    A rolling document drops what is over: such rows are forgotten, nothing is said about them. A complete one
    withdraws its absent matches if it parked no row and holds at least 90 % of the matches it held before. Read
    `again`, a rolling one holds the same bytes: a match that they no longer mean was our mistake, and is taken back.

    >>> old = {"match:a": Kept("1"), "match:b": Kept("2")}
    >>> compare(old, {"match:a": Kept("9")}, complete=True)
    Changes(changed=('match:a',), withdrawn=(), missing=('match:b',), forgotten=())
    """
    changed = tuple(
        key for key, row in current.items() if key not in previous or previous[key].row_hash != row.row_hash
    )
    absent = [key for key in previous if key not in current]
    matches = tuple(key for key in absent if key.startswith(MATCH))
    if not complete:
        mistaken = matches if again and _parked(current) <= _parked(previous) else ()
        return Changes(changed, mistaken, (), tuple(absent))
    if _is_whole(previous, current):
        return Changes(changed, matches, (), tuple(absent))
    return Changes(changed, (), matches, tuple(key for key in absent if key.startswith(REMARKS)))


def _is_whole(previous: Collection[str], current: Collection[str]) -> bool:
    if _parked(current):
        return False
    return _matches(current) >= LEAST_SHARE * _matches(previous)


def _parked(keys: Collection[str]) -> set[str]:
    return {key for key in keys if key.startswith(PARKED)}


def _matches(keys: Collection[str]) -> int:
    return sum(key.startswith(MATCH) for key in keys)
