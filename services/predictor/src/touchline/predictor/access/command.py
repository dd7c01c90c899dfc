"""`python -m touchline.predictor keys make | list | revoke`: what is done with keys by people."""

import argparse
import asyncio
import json
import secrets
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from touchline.predictor.access.allowance import Allowance
from touchline.predictor.access.keys import Key, May, read_key, written_key
from touchline.predictor.access.table import ALL_KEYS, keep_key, key_of, revoke_key
from touchline.predictor.answers import instant
from touchline.runtime.database import Database
from touchline.runtime.settings import Settings
from touchline.runtime.transaction import Connection

LONGEST_OWNER = 160


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `keys`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    make = verbs.add_parser("make", help="make a key; it is shown once, and never again")
    make.add_argument("--owner", required=True, help="who will use it")
    make.add_argument("--may", default="answers,streams", help="what for: answers, streams, or both with a comma")
    make.add_argument("--per-minute", type=int, default=600, help="requests a minute in the long run (600)")
    make.add_argument("--burst", type=int, default=100, help="requests at once (100)")
    make.add_argument("--streams", type=int, default=10, help="streams at a time, a replica (10)")
    make.add_argument("--days", type=int, help="days until it expires; without it, it does not")
    show = verbs.add_parser("list", help="every key, never its secret")
    show.add_argument("--json", action="store_true")
    verbs.add_parser("revoke", help="end a key; replicas know within seconds").add_argument("key_id")


def run(settings: Settings, asked: argparse.Namespace, now: datetime | None = None) -> int:
    """Do it; the exit code.

    Raises:
        Unavailable: MariaDB does not answer.
    """
    act = {"make": make, "list": show, "revoke": revoke}[asked.verb]
    return asyncio.run(_within(settings, lambda connection: act(connection, asked, now or datetime.now(UTC))))


async def make(connection: Connection, asked: argparse.Namespace, now: datetime) -> int:
    """A new key, said on standard output alone, so that a script can keep it; what it is for, beside it."""
    try:
        text, key = new_key(asked, now, secrets.token_bytes)
    except ValueError as error:
        return _refuse(str(error))
    await keep_key(connection, key)
    print(text)
    print(f"key {key.key_id} for {key.owner}: keep it now, it is not shown again", file=sys.stderr)
    return 0


def new_key(asked: argparse.Namespace, now: datetime, random: Callable[[int], bytes]) -> tuple[str, Key]:
    """The key as its owner has it, and what is kept of it.

    Raises:
        ValueError: it is asked for something that there is not.
    """
    if not 1 <= len(asked.owner) <= LONGEST_OWNER:
        raise ValueError(f"an owner has 1 to {LONGEST_OWNER} characters")
    unknown = sorted(set(asked.may.split(",")) - set(May))
    if unknown:
        raise ValueError(f"a key may be for {' or '.join(May)}, not for {unknown[0]!r}")
    if asked.days is not None and not 1 <= asked.days <= 3650:
        raise ValueError("a key holds for 1 to 3650 days")
    allowance = Allowance(asked.per_minute, asked.burst, asked.streams)
    expires = None if asked.days is None else now + timedelta(days=asked.days)
    text = written_key(random)
    read = read_key(text)
    assert read is not None
    may = frozenset(map(May, asked.may.split(",")))
    return text, Key(read.key_id, read.secret_sha256, asked.owner, may, allowance, now, expires)


async def show(connection: Connection, asked: argparse.Namespace, now: datetime) -> int:
    """All of them, also those that ended."""
    keys = [shown(key_of(row), now) for row in await connection.fetch_all(ALL_KEYS)]
    if asked.json:
        print(json.dumps(keys, indent=2))
    else:
        for key in keys:
            quota = f"{key['per_minute']}/min, {key['burst']} at once, {key['streams']} streams"
            print(f"{key['key_id']}  {key['state']:<8} {','.join(key['may']):<16} {quota}  {key['owner']!r}")
    return 0


def shown(key: Key, now: datetime) -> dict[str, Any]:
    """A key as a list shows it."""
    state = "revoked" if key.revoked_at else "good" if key.is_good(now) else "expired"
    times = {"created_at": key.created_at, "expires_at": key.expires_at, "revoked_at": key.revoked_at}
    return {
        "key_id": key.key_id,
        "owner": key.owner,
        "state": state,
        "may": sorted(key.may),
        "per_minute": key.allowance.per_minute,
        "burst": key.allowance.burst,
        "streams": key.allowance.streams,
        **{name: None if time is None else instant(time) for name, time in times.items()},
    }


async def revoke(connection: Connection, asked: argparse.Namespace, now: datetime) -> int:
    """End one."""
    if not await revoke_key(connection, asked.key_id, now):
        return _refuse(f"there is no key {asked.key_id!r} that still holds; `keys list` names them")
    print(f"key {asked.key_id} is revoked", file=sys.stderr)
    return 0


async def _within(settings: Settings, act: Callable[[Connection], Awaitable[int]]) -> int:
    database = await Database.connect(settings, size=1, make_tables=False)
    try:
        async with database.transaction() as connection:
            return await act(connection)
    finally:
        await database.close()


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
