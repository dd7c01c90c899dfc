"""Seals: each prediction's hash is chained to the one before it in its pool, so that no past row can change unseen."""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from touchline.schemas.records import MatchPrediction, PlayerPrediction

FIRST = "0" * 64  # what the first seal of a pool is chained to
UNSEALED = frozenset({"recorded_at", "seal"})  # our clock is no part of what was predicted
# Columns added since the first seal: left out while null, so that older seals hold.
YOUNGER = frozenset({"grid", "grid_with_odds"})


@dataclasses.dataclass(frozen=True, slots=True)
class Chain:
    """Where a pool's chain stands: its last seal and how many there are."""

    seal: str = FIRST
    sequence: int = 0


def canonical(row: MatchPrediction | PlayerPrediction) -> bytes:
    """The bytes that are sealed, the same in every language.

    A JSON object in ASCII without blanks: keys sorted, every column of the record but `recorded_at` and `seal`, `grid`
    and `grid_with_odds` only where there is one; times as `2019-08-17T15:00:00.000000+00:00` in UTC, floats in their
    shortest form that reads back as the same number.
    """
    held = {field.name: getattr(row, field.name) for field in dataclasses.fields(row) if field.name not in UNSEALED}
    columns = {name: value for name, value in held.items() if value is not None or name not in YOUNGER}
    plain = {name: _time(value) if isinstance(value, datetime) else value for name, value in columns.items()}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def _time(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def seal_of(row: MatchPrediction) -> str:
    """The sha256 of the canonical bytes; `previous_seal` is one of the columns, which makes the chain."""
    return hashlib.sha256(canonical(row)).hexdigest()


def first_break(rows: Iterable[MatchPrediction]) -> str | None:
    """Name the first prediction of a pool, in the order of sealing, whose seal does not follow; None if all hold."""
    previous = FIRST
    for row in rows:
        if row.previous_seal != previous or row.seal != seal_of(row):
            return row.prediction_id
        previous = row.seal
    return None


def seal_of_forecast(rows: Sequence[PlayerPrediction]) -> str:
    """The sha256 of the canonical bytes of all rows as one JSON array, by player; chained as that of a match is."""
    by_player = sorted(rows, key=lambda row: row.player_id)
    return hashlib.sha256(b"[" + b",".join(canonical(row) for row in by_player) + b"]").hexdigest()


def first_broken_forecast(forecasts: Iterable[Sequence[PlayerPrediction]]) -> str | None:
    """Name the first forecast of a pool, in the order of sealing, whose seal does not follow; None if all hold."""
    previous = FIRST
    for rows in forecasts:
        seal = seal_of_forecast(rows)
        if any((row.previous_seal, row.seal) != (previous, seal) for row in rows):
            return rows[0].forecast_id
        previous = seal
    return None
