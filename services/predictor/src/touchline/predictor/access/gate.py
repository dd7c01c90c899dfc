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
from touchline.predictor.access.keys import May, Shown, opens, read_key
from touchline.predictor.access.known import KnownKeys
from touchline.predictor.access.quotas import Quotas
from touchline.predictor.access.tokens import Tokens, looks_like_a_token
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
    tokens: Tokens | None = None  # of an identity provider, where one is believed

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

    def admit_at_once(self, shown: Shown, wanted: May) -> bool:
        """Count and let in who need not wait for Redis; of anybody else `admit` says what becomes of him."""
        try:
            caller = self._with_key(shown, wanted)
        except Problem:
            return False
        return self.quotas.take_at_once(caller.name)

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
        token = bearer_in(authorization)
        if self.tokens is not None and token is not None and looks_like_a_token(token):
            return self.tokens.caller(token, wanted, self.now())
        shown = shown_in(authorization)
        if shown is None:
            raise refusals.bad_key()
        return self._with_key(shown, wanted)

    def _with_key(self, shown: Shown, wanted: May) -> Caller:
        if not self.keys.known:
            raise refusals.keys_unread()
        key = self.keys.find(shown.key_id)
        if not opens(shown, key) or key is None or not key.is_good(self.now()):
            raise refusals.bad_key()
        if wanted not in key.may:
            raise refusals.may_not(wanted)
        return Caller(f"key:{shown.key_id}", key.allowance)

    def _without_key(self, address: str | None) -> Caller:
        if self.anonymous is not Anonymous.NOBODY and is_loopback(address):
            return LOOPBACK
        if self.anonymous is not Anonymous.EVERYONE:
            raise refusals.no_key()
        return Caller(name_of(address), self.granted)


def shown_in(authorization: str) -> Shown | None:
    """The key that a header shows.

    >>> shown_in("Bearer touchline_0123456789ab_" + "x" * 43).key_id, shown_in("Basic dG91Y2hsaW5l")
    ('0123456789ab', None)
    """
    text = bearer_in(authorization)
    return None if text is None else read_key(text)


def bearer_in(authorization: str) -> str | None:
    """What a header's bearer shows.

    >>> bearer_in("bearer  x"), bearer_in("Basic dG91Y2hsaW5l")
    ('x', None)
    """
    scheme, _, text = authorization.strip().partition(" ")
    return text.strip() if scheme.lower() == SCHEME else None


def open_gate() -> Gate:
    """One that this machine passes without a key, and nobody else: for a replica without MariaDB and Redis."""
    quotas = Quotas(AloneCounts(monotonic), monotonic)
    return Gate(KnownKeys(None), quotas, Anonymous.LOOPBACK, Allowance(60, 10, 1))
