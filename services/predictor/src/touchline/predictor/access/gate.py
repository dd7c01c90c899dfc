"""The gate that every question to the API passes, whether by REST, by gRPC or for a stream."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

from touchline.predictor.access import refusals
from touchline.predictor.access.allowance import Allowance
from touchline.predictor.access.callers import Anonymous, Caller, is_loopback, name_of
from touchline.predictor.access.counting import AloneCounts
from touchline.predictor.access.keys import May, opens, read_key
from touchline.predictor.access.known import KnownKeys
from touchline.predictor.access.quotas import Quotas
from touchline.predictor.serving.problems import Problem
from touchline.runtime import metrics

SCHEME = "bearer"
LOOPBACK = Caller("loopback", None)


@dataclass(frozen=True, slots=True)
class Gate:
    """Keys, quotas, and what is granted to those without a key."""

    keys: KnownKeys
    quotas: Quotas
    anonymous: Anonymous
    granted: Allowance  # to an address without a key
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    streams: Counter[str] = field(default_factory=Counter)

    async def admit(self, authorization: str | None, address: str | None, wanted: May) -> Caller:
        """Who asks, counted.

        Raises:
            Problem: he may not (401, 403), asks too often (429), or it cannot be told yet (503).
        """
        try:
            caller = self._caller(authorization, address, wanted)
            if caller.allowance is not None and (wait := await self.quotas.take(caller.name, caller.allowance)):
                raise refusals.over_quota(wait, caller.allowance.per_minute)
        except Problem as problem:
            metrics.ACCESS_REFUSED.labels(problem.slug).inc()
            raise
        return caller

    @contextmanager
    def streaming(self, caller: Caller) -> Iterator[None]:
        """A stream is open; a caller has so many at a replica.

        Raises:
            Problem: he has them already (429).
        """
        if caller.allowance is None:
            yield
            return
        if self.streams[caller.name] >= caller.allowance.streams:
            metrics.ACCESS_REFUSED.labels("too-many-streams").inc()
            raise refusals.too_many_streams(caller.allowance.streams)
        self.streams[caller.name] += 1
        try:
            yield
        finally:
            self.streams[caller.name] -= 1
            if not self.streams[caller.name]:
                del self.streams[caller.name]

    def _caller(self, authorization: str | None, address: str | None, wanted: May) -> Caller:
        if authorization is None:
            return self._without_key(address)
        scheme, _, text = authorization.strip().partition(" ")
        read = read_key(text.strip()) if scheme.lower() == SCHEME else None
        if read is None:
            raise refusals.bad_key()
        if not self.keys.known:
            raise refusals.keys_unread()
        key_id, secret = read
        key = self.keys.find(key_id)
        if not opens(secret, key) or key is None or not key.is_good(self.now()):
            raise refusals.bad_key()
        if wanted not in key.may:
            raise refusals.may_not(wanted)
        return Caller(f"key:{key_id}", key.allowance)

    def _without_key(self, address: str | None) -> Caller:
        if self.anonymous is not Anonymous.NOBODY and is_loopback(address):
            return LOOPBACK
        if self.anonymous is not Anonymous.EVERYONE:
            raise refusals.no_key()
        return Caller(name_of(address), self.granted)


def open_gate() -> Gate:
    """One that this machine passes without a key, and nobody else: for a replica without MariaDB and Redis."""
    quotas = Quotas(AloneCounts(monotonic), monotonic)
    return Gate(KnownKeys(None), quotas, Anonymous.LOOPBACK, Allowance(60, 10, 1))
