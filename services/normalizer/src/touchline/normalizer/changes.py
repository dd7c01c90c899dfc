"""What is new in a version of a document, against what its last version said."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from touchline.normalizer.dialects.rows import (
    ArticleRow,
    AvailabilityRow,
    MatchRow,
    OddsRow,
    PlayerMatchRow,
    PlayerRow,
    RatingRow,
)

LEAST_SHARE = 0.9  # of what was held before: a complete document with less of a kind is damaged, not corrected
MATCH = "match"
PARKED = "parked"
REMARKS = frozenset({PARKED, "part", "note"})  # what is said of a document rather than by it
Withdrawable = MatchRow | OddsRow | PlayerRow | PlayerMatchRow | AvailabilityRow | ArticleRow | RatingRow
WITHDRAWABLE: Mapping[str, type[Withdrawable]] = {
    MATCH: MatchRow,
    "odds": OddsRow,
    "player": PlayerRow,
    "player-match": PlayerMatchRow,
    "availability": AvailabilityRow,
    "article": ArticleRow,
    "rating": RatingRow,
}
"""What can have been said of the wrong club or player, by kind. That a club is called so is no statement about it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered of a row. `absent`: a later version did not hold it, and could not withdraw it."""

    row_hash: str
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """`changed` rows go out; `withdrawn` ones are taken back; `missing` ones stay and are warned about."""

    changed: tuple[str, ...]
    withdrawn: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    found: tuple[str, ...] = ()  # unchanged, and missing until now


def compare(
    previous: Mapping[str, Kept], current: Mapping[str, str], *, complete: bool, again: bool = False
) -> Changes:
    """Which rows changed, and what becomes of those that are absent.

    A rolling document drops what is over: such rows are forgotten, nothing is said about them. A complete one
    withdraws its absent rows if it parked none, and holds of the matches, and of the kind of row, at least 90 % of what
    it held before. Read `again`, both hold the same bytes: a row that they no longer mean was our mistake, and is
    withdrawn, if nothing is parked now that was read before.

    >>> old = {"match:a": Kept("1"), "match:b": Kept("2")}
    >>> compare(old, {"match:a": "9"}, complete=True).missing
    ('match:b',)
    >>> compare(old, {"match:a": "9"}, complete=True, again=True).withdrawn
    ('match:b',)
    """
    changed = tuple(key for key, row in current.items() if key not in previous or previous[key].row_hash != row)
    found = tuple(key for key, row in current.items() if key in previous and previous[key] == Kept(row, absent=True))
    absent = {key: kind_of(key) for key in previous if key not in current}
    whole = _whole_kinds(previous, current) if complete else frozenset[str]()
    mistaken = again and _parked(current) <= _parked(previous)
    withdrawn = tuple(
        key
        for key, kind in absent.items()
        if kind in WITHDRAWABLE and (kind in whole or (mistaken and not previous[key].absent))
    )
    staying = _staying(absent, {*withdrawn}, whole) if complete else frozenset[str]()
    missing = tuple(key for key, kind in absent.items() if key in staying and kind in WITHDRAWABLE)
    return Changes(changed, withdrawn, missing, tuple(key for key in absent if key not in staying), found)


def _whole_kinds(previous: Collection[str], current: Collection[str]) -> frozenset[str]:
    """The kinds of row of which the document holds enough; none if it parked a row or lost too many matches."""
    if _parked(current):
        return frozenset()
    before, now = Counter(map(kind_of, previous)), Counter(map(kind_of, current))
    whole = frozenset(kind for kind in WITHDRAWABLE if now[kind] >= LEAST_SHARE * before[kind])
    return whole if MATCH in whole else frozenset()


def _staying(absent: Mapping[str, str], withdrawn: Collection[str], whole: Collection[str]) -> frozenset[str]:
    """What a complete document lacks and is remembered all the same: it would be no news if it came back.

    Remarks are of one version, and names of clubs go with a whole one that does not use them.
    """
    return frozenset(
        key
        for key, kind in absent.items()
        if key not in withdrawn and kind not in REMARKS and (kind in WITHDRAWABLE or not whole)
    )


def kind_of(key: str) -> str:
    """What kind of row a key is of.

    >>> kind_of("player-match:E0:2019-20:arsenal:chelsea:p1")
    'player-match'
    """
    return key.partition(":")[0]


def _parked(keys: Iterable[str]) -> set[str]:
    return {key for key in keys if kind_of(key) == PARKED}
