"""Small pieces of SQL; times are UTC and leave the database without a zone."""

import struct
from collections.abc import Collection, Sequence
from datetime import UTC, datetime


def naive(time: datetime) -> datetime:
    """UTC without its zone, as DATETIME holds it."""
    return time.astimezone(UTC).replace(tzinfo=None)


def aware(time: datetime) -> datetime:
    """A DATETIME with its zone again."""
    return time.replace(tzinfo=UTC)


def pack(values: Sequence[float]) -> bytes:
    """A vector as little-endian float64.

    >>> unpack(pack([0.5, 2.0]))
    (0.5, 2.0)
    """
    return struct.pack(f"<{len(values)}d", *values)


def unpack(data: bytes) -> tuple[float, ...]:
    """The vector again."""
    return struct.unpack(f"<{len(data) // 8}d", data)


def fields(record: object, columns: str) -> tuple[object, ...]:
    """These fields of a record, as the driver takes them."""
    values = (getattr(record, name) for name in columns.split(", "))
    return tuple(naive(value) if isinstance(value, datetime) else value for value in values)


def insert(table: str, columns: str) -> str:
    """A plain insert with a slot per column.

    >>> insert("drifts", "drift_id, pool")
    'INSERT INTO drifts (drift_id, pool) VALUES (%s, %s)'
    """
    slots = ", ".join(["%s"] * len(columns.split(", ")))
    return f"INSERT INTO {table} ({columns}) VALUES ({slots})"


def greater_revisions_only(table: str, columns: str) -> str:
    """An upsert that changes a row only for a greater revision, which is set last because the others compare it."""
    changes = [f"{name} = IF(VALUES(revision) > revision, VALUES({name}), {name})" for name in columns.split(", ")]
    changes.append("revision = GREATEST(revision, VALUES(revision))")
    return f"{insert(table, f'{columns}, revision')} ON DUPLICATE KEY UPDATE {', '.join(changes)}"


def one_of(column: str, values: Collection[str]) -> str:
    """An IN clause with a slot per value, of which there is at least one."""
    return f"{column} IN ({', '.join(['%s'] * len(values))})"
