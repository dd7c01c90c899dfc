"""Keys: how they look, what is kept of them, and whether a secret is the right one."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from touchline.predictor.access.allowance import Allowance

PREFIX = "touchline"  # lets scanners of leaked secrets know whose a key is
ID_BYTES, SECRET_BYTES = 6, 32
WRITTEN = re.compile(rf"{PREFIX}_([0-9a-f]{{{2 * ID_BYTES}}})_([A-Za-z0-9_-]{{43}})")
NOBODYS = "0" * 64  # no digest of SHA-256 that anybody knows a text for


class May(StrEnum):
    """What a key may be for."""

    ANSWERS = "answers"
    STREAMS = "streams"


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key: never its secret, of which the digest tells nothing (256 random bits need no salt)."""

    key_id: str
    secret_sha256: str
    owner: str
    may: frozenset[May]
    allowance: Allowance
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_good(self, now: datetime) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


def written_key(random: Callable[[int], bytes]) -> str:
    """A new key, from `random` bytes (`secrets.token_bytes`).

    >>> written_key(bytes)
    'touchline_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    secret = urlsafe_b64encode(random(SECRET_BYTES)).rstrip(b"=").decode()
    return f"{PREFIX}_{random(ID_BYTES).hex()}_{secret}"


def digest(secret: str) -> str:
    """What is kept of a secret: its SHA-256.

    >>> digest("x")[:8]
    '2d711642'
    """
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Shown:
    """A key as somebody shows it: the digest of its secret is all that is looked at."""

    key_id: str
    secret_sha256: str


def read_key(text: str) -> Shown | None:
    """What is looked at of what looks like a key.

    >>> read_key("touchline_0123456789ab_" + "x" * 43).key_id
    '0123456789ab'
    >>> read_key("password")
    """
    found = WRITTEN.fullmatch(text)
    return None if found is None else Shown(found[1], digest(found[2]))


def opens(shown: Shown, key: Key | None) -> bool:
    """Whether its secret is the key's, in a time that says nothing of either, nor whether there is such a key."""
    kept = NOBODYS if key is None else key.secret_sha256
    return hmac.compare_digest(shown.secret_sha256, kept) and key is not None
