"""Tokens that an identity provider signs (JSON Web Tokens, RFC 7519), beside keys of our own.

Only RS256 and ES256 are taken, each with keys of its kind (RFC 8725). What a token grants follows from two claims: the
words of its scope, and, where it has one, a number of requests a minute.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

import jwt
from jwt.exceptions import PyJWTError
from jwt.types import Options

from touchline.predictor.access import refusals
from touchline.predictor.access.allowance import MOST_A_MINUTE, Allowance
from touchline.predictor.access.callers import Caller
from touchline.predictor.access.keys import May
from touchline.predictor.access.signers import KnownSigners

LONGEST = 8192  # characters: a header of HTTP may be twice that
LEEWAY = 30.0  # seconds that clocks may be apart
KEPT = 10_000  # verified tokens, so that one is verified once: 100 µs
CHECKED: Options = {  # times are looked at here, by the clock that is passed in
    "require": ["exp", "iss", "aud", "sub"],
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """Whose tokens hold, for whom, and what they grant."""

    issuer: str
    audience: str
    scope_claim: str
    rate_claim: str
    granted: Allowance  # where a token names no rate


@dataclass(frozen=True, slots=True)
class Token:
    """What a verified token says."""

    caller: Caller
    may: frozenset[May]
    begins: float  # seconds since 1970
    expires: float


class Tokens:
    """Verifies tokens, and remembers those that held until they expire or keys change."""

    def __init__(self, terms: Terms, signers: KnownSigners, kept: int = KEPT) -> None:
        self._terms, self.signers, self._most = terms, signers, kept
        self._held: OrderedDict[bytes, Token] = OrderedDict()  # by digest: small, and of use to nobody else
        self._turn = 0

    def caller(self, text: str, wanted: May, now: datetime) -> Caller:
        """Who sends this token.

        Raises:
            Problem: it does not hold (401), is not for this (403), or nobody's keys were read yet (503).
        """
        if not self.signers.known:
            raise refusals.keys_unread()
        if self._turn != self.signers.turn:
            self._turn = self.signers.turn
            self._held.clear()
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        token = self._held.get(digest)
        if token is None:
            token = self._held[digest] = self._read(text, now)
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        if now.timestamp() >= token.expires + LEEWAY:
            raise refusals.bad_token()
        if wanted not in token.may:
            raise refusals.may_not(wanted)
        return token.caller

    def _read(self, text: str, now: datetime) -> Token:
        try:
            if len(text) > LONGEST:
                raise ValueError("too long")
            header = jwt.get_unverified_header(text)
            signer = self.signers.find(str(header.get("kid")))
            if signer is None or "crit" in header:
                raise ValueError("no such signer, or something that has to be understood is not")
            claims = jwt.decode(
                text,
                signer.key,
                algorithms=[signer.algorithm_name],
                issuer=self._terms.issuer,
                audience=self._terms.audience,
                options=CHECKED,
            )
            token = token_of(claims, self._terms)
            if token.begins - LEEWAY > now.timestamp():
                raise ValueError("not yet")
            return token
        except (
            PyJWTError,
            ValueError,
            RecursionError,
        ):  # which of them is told to nobody; the last: JSON that is too deep
            raise refusals.bad_token() from None


def looks_like_a_token(text: str) -> bool:
    """Three parts between dots; no key of ours has any.

    >>> looks_like_a_token("e30.e30.x"), looks_like_a_token("touchline_0123456789ab_x")
    (True, False)
    """
    return text.count(".") == 2


def token_of(claims: Mapping[str, Any], terms: Terms) -> Token:
    """What verified claims grant; the name does not tell who it is.

    Raises:
        ValueError: a claim is not of its kind.
    """
    subject, scope = claims["sub"], claims.get(terms.scope_claim, "")
    words = scope.split() if isinstance(scope, str) else scope
    if not isinstance(subject, str) or not isinstance(words, list):
        raise ValueError("expected a text for the subject, and words for the scope")
    name = hashlib.sha256(f"{terms.issuer} {subject}".encode()).hexdigest()[:32]
    allowance = _allowance(claims.get(terms.rate_claim), terms.granted)
    may = frozenset(one for one in May if one.value in words)
    return Token(Caller(f"token:{name}", allowance), may, _seconds(claims.get("nbf", 0)), _seconds(claims["exp"]))


def _seconds(claim: Any) -> float:
    if isinstance(claim, bool) or not isinstance(claim, int | float) or not isfinite(claim):
        raise ValueError("expected seconds since 1970")
    return float(claim)


def _allowance(rate: Any, granted: Allowance) -> Allowance:
    if rate is None:
        return granted
    if isinstance(rate, bool) or not isinstance(rate, int) or not 1 <= rate <= MOST_A_MINUTE:
        raise ValueError(f"expected a number of requests from 1 to {MOST_A_MINUTE}")
    return Allowance(rate, max(1, rate // 2), granted.streams)
