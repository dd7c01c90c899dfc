"""Samples of (entity, moment): what `as_of` says was served, beside what a reader found in Redis then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from tests.skew.living import Seen
from touchline.feature_store.history.answers import as_of
from touchline.feature_store.history.choices import features_of
from touchline.feature_store.history.questions import MOMENT
from touchline.feature_store.history.reading.source import Source
from touchline.feature_store.history.subjects import Subject
from touchline.football.catalogue import CATALOGUES
from touchline.schemas.vectors import match_key, team_key

KEYS = {Subject.MATCH: match_key, Subject.TEAM: team_key}
AT_ONCE = 100_000  # samples
EXACT, JUST_BEFORE = 0.15, 0.1  # shares of samples at a moment at which something was told, and a microsecond before
EARLIER = timedelta(days=10)  # samples begin so long before anything is known of an entity
NOTHING = -1
Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many samples and cells were compared, how many of those were null on both sides, and how many differ."""

    samples: int
    cells: int
    null_cells: int
    differing_cells: int


@dataclass(frozen=True, slots=True)
class Ends:
    """When each entity may be asked for: a team at any moment, a match up to its kick-off."""

    first: datetime
    last: Mapping[str, datetime]  # by entity


def compared(seen: Seen, source: Source, subject: Subject, ends: Ends, count: int, seed: int) -> Outcome:
    """Draw samples and compare each in every catalogue version."""
    found = [
        _batch(seen, source, subject, ends, min(AT_ONCE, count - start), seed + start)
        for start in range(0, count, AT_ONCE)
    ]
    parts = [one for batch in found for one in batch]
    return Outcome(count, *(sum(numbers) for numbers in zip(*parts, strict=True)))


def _batch(
    seen: Seen, source: Source, subject: Subject, ends: Ends, count: int, seed: int
) -> list[tuple[int, int, int]]:
    """Cells, nulls and differences of each catalogue version."""
    names = sorted(ends.last)
    codes, moments = _drawn(seen, subject, names, ends, count, seed)
    at = pl.Series("at", moments).cast(MOMENT)
    asked = pl.DataFrame({subject.column: pl.Series(names, dtype=pl.String).gather(codes), "at": at})
    return [
        _differences(seen, source, subject, version, asked, (names, codes, moments)) for version in sorted(CATALOGUES)
    ]


def _drawn(
    seen: Seen, subject: Subject, names: Sequence[str], ends: Ends, count: int, seed: int
) -> tuple[Integers, Integers]:
    """Entities and moments in microseconds; some at, and just before, a moment at which something was told."""
    random = np.random.default_rng(seed)
    codes = random.integers(0, len(names), count)
    last = np.array([_microseconds(ends.last[name]) for name in names], dtype=np.int64)[codes]
    begins = [_begins(seen, KEYS[subject](name, max(CATALOGUES)), ends.first) for name in names]
    first = np.minimum(np.array(begins, dtype=np.int64)[codes] - _microseconds_of(EARLIER), last)
    moments = first + (random.random(count) * (last - first + 1)).astype(np.int64)
    told = np.array(sorted({_microseconds(at) for log in seen.log.values() for at, _ in log}), dtype=np.int64)
    exact, chance = random.choice(told, count), random.random(count)
    moments = np.where(chance < EXACT, exact, np.where(chance < EXACT + JUST_BEFORE, exact - 1, moments))
    return codes, np.minimum(moments, last)


def _begins(seen: Seen, key: str, first: datetime) -> int:
    log = seen.log.get(key)
    return _microseconds(log[0][0] if log else first)


def _differences(
    seen: Seen,
    source: Source,
    subject: Subject,
    version: int,
    asked: pl.DataFrame,
    drawn: tuple[Sequence[str], Integers, Integers],
) -> tuple[int, int, int]:
    names = [one.name for one in features_of(subject, version)]
    places, values = _served(seen, [KEYS[subject](name, version) for name in drawn[0]], len(names), *drawn[1:])
    answer = pl.DataFrame(as_of(asked, catalogue_version=version, source=source))
    missing, differing = places == NOTHING, 0
    for column, name in enumerate(names):
        null = answer[name].is_null().to_numpy()
        same = answer[name].fill_null(0.0).to_numpy().view(np.int64) == values[places, column].view(np.int64)
        differing += int(np.where(missing | null, missing != null, ~same).sum())
    return len(asked) * len(names), int(missing.sum()) * len(names), differing


def _served(seen: Seen, keys: Sequence[str], width: int, codes: Integers, moments: Integers) -> tuple[Integers, Floats]:
    """Of each sample the line of `values` that stood under its key at its moment; NOTHING where none did."""
    lines = [(code, _microseconds(at), vector) for code, key in enumerate(keys) for at, vector in seen.log.get(key, ())]
    values = np.array([vector or (0.0,) * width for _, _, vector in lines] or [(0.0,) * width])
    empty = np.array([vector is None for _, _, vector in lines], dtype=np.bool_)
    base = min(int(moments.min()), *(at for _, at, _ in lines)) if lines else 0
    span = max(int(moments.max()), *(at for _, at, _ in lines)) - base + 1 if lines else 1
    order = np.array([code * span + at - base for code, at, _ in lines], dtype=np.int64)  # sorted: logs are
    found = np.searchsorted(order, codes * span + moments - base, side="right") - 1
    owner = np.array([code for code, _, _ in lines], dtype=np.int64)
    known = (found >= 0) & (owner[found] == codes) & ~empty[found] if lines else np.zeros(len(codes), dtype=np.bool_)
    return np.where(known, found, NOTHING), values


def _microseconds(moment: datetime) -> int:
    return _microseconds_of(moment - _EPOCH)


def _microseconds_of(length: timedelta) -> int:
    return length // timedelta(microseconds=1)


_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
