"""A gate with keys that these tests know, and quotas in this process."""

import argparse
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from touchline.predictor.access.allowance import Allowance
from touchline.predictor.access.callers import Anonymous
from touchline.predictor.access.command import new_key
from touchline.predictor.access.counting import AloneCounts
from touchline.predictor.access.gate import Gate
from touchline.predictor.access.keys import Key
from touchline.predictor.access.known import KnownKeys
from touchline.predictor.access.quotas import Quotas
from touchline.predictor.access.table import REVISION
from touchline.predictor.access.tokens import Tokens
from touchline.predictor.stores import naive
from touchline.runtime.errors import Unavailable

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def asked_for(**changes: Any) -> argparse.Namespace:
    """What a command line asks for."""
    plain = {"owner": "web app", "may": "answers,streams", "per_minute": 60, "burst": 5, "streams": 1, "days": 1}
    return argparse.Namespace(**(plain | changes))


@dataclass
class KeyTable:
    """The table in memory; `down` makes it unreachable."""

    keys: dict[str, Key] = field(default_factory=dict)
    down: bool = False
    questions: int = 0

    def make(self, **changes: Any) -> str:
        text, key = new_key(asked_for(**changes), NOW, secrets.token_bytes)
        self.keys[key.key_id] = key
        return text

    def revoke(self, text: str) -> None:
        key_id = text.split("_")[1]
        self.keys[key_id] = replace(self.keys[key_id], revoked_at=NOW)

    async def rows(self, sql: str, args: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self.questions += 1
        if self.down:
            raise Unavailable("MariaDB: gone")
        if sql == REVISION:
            return [(len(self.keys), sum(key.revoked_at is not None for key in self.keys.values()))]
        return [_row(key) for key in self.keys.values()]


def _row(key: Key) -> tuple[Any, ...]:
    allowance = key.allowance
    times = [None if time is None else naive(time) for time in (key.created_at, key.expires_at, key.revoked_at)]
    may = ",".join(key.may)
    return (key.key_id, key.secret_sha256, key.owner, may, allowance.per_minute, allowance.burst, allowance.streams,
            *times)  # fmt: skip


@dataclass
class Clock:
    """Wall time and the monotonic clock, moved together by hand."""

    now: datetime = NOW

    def seconds(self) -> float:
        return self.now.timestamp()

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def gate_of(
    table: KeyTable, clock: Clock, anonymous: Anonymous = Anonymous.NOBODY, tokens: Tokens | None = None
) -> Gate:
    """A gate in front of these keys."""
    quotas = Quotas(AloneCounts(clock.seconds), clock.seconds)
    return Gate(KnownKeys(table), quotas, anonymous, Allowance(60, 2, 1), lambda: clock.now, tokens=tokens)
