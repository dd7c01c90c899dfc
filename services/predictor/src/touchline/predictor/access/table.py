"""The table of keys in MariaDB: a ledger, in which a key is revoked and never removed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from touchline.predictor.access.allowance import Allowance
from touchline.predictor.access.keys import Key, May
from touchline.predictor.stores import aware, naive
from touchline.runtime.transaction import Connection

COLUMNS = "key_id, secret_sha256, owner, may, per_minute, burst, streams, created_at, expires_at, revoked_at"
ALL_KEYS = f"SELECT {COLUMNS} FROM access_keys ORDER BY created_at, key_id"
REVISION = "SELECT COUNT(*), COUNT(revoked_at) FROM access_keys"  # another row whenever a key is made or revoked


def key_of(row: Sequence[Any]) -> Key:
    """A key from its row."""
    key_id, secret_sha256, owner, may, per_minute, burst, streams, *times = row
    created, expires, revoked = (None if time is None else aware(time) for time in times)
    assert created is not None
    allowance = Allowance(per_minute, burst, streams)
    return Key(key_id, secret_sha256, owner, frozenset(map(May, may.split(","))), allowance, created, expires, revoked)


async def keep_key(connection: Connection, key: Key) -> None:
    """Add a new one."""
    allowance, expires = key.allowance, None if key.expires_at is None else naive(key.expires_at)
    await connection.execute(
        f"INSERT INTO access_keys ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, NULL)",
        (key.key_id, key.secret_sha256, key.owner, ",".join(sorted(key.may)), allowance.per_minute, allowance.burst,
         allowance.streams, naive(key.created_at), expires),
    )  # fmt: skip


async def revoke_key(connection: Connection, key_id: str, now: datetime) -> bool:
    """End a key; False where there is none, or it was ended before."""
    ended = "UPDATE access_keys SET revoked_at = %s WHERE key_id = %s AND revoked_at IS NULL"
    return await connection.execute(ended, (naive(now), key_id)) == 1
