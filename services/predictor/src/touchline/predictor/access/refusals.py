"""What is said to who may not ask, or asks too much."""

from math import ceil

from touchline.predictor.access.keys import May
from touchline.predictor.serving.problems import Problem

HOW = "send a key as `Authorization: Bearer touchline_…`"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="touchline"'}  # RFC 6750
NEXT_LOOK = 5.0  # seconds


def no_key() -> Problem:
    """Nobody asks here without one."""
    return Problem(401, "no-key", "A key is needed", HOW, headers=CHALLENGE)


def bad_key() -> Problem:
    """Malformed, unknown, revoked or expired: which of them is told to nobody, nor is what was sent."""
    detail = f"this key is unknown, revoked or expired; {HOW}, or ask for a new one"
    return Problem(401, "bad-key", "The key does not hold", detail, headers=CHALLENGE)


def bad_token() -> Problem:
    """Not a token of whom we believe, for somebody else, expired, or signed by a key that is not known."""
    detail = "this token does not hold, or no longer; ask its issuer for a new one"
    challenge = {"WWW-Authenticate": 'Bearer realm="touchline", error="invalid_token"'}
    return Problem(401, "bad-token", "The token does not hold", detail, headers=challenge)


def may_not(wanted: May) -> Problem:
    """The key is good, for something else."""
    return Problem(403, "may-not", "The key is not for this", f"this key is not made for {wanted.value}")


def keys_unread() -> Problem:
    """MariaDB has not answered since this replica started."""
    detail = "this replica has not been able to read any keys yet; try again later"
    return Problem(503, "keys-unread", "Keys cannot be checked yet", detail, headers=_after(NEXT_LOOK))


def over_quota(wait: float, per_minute: int) -> Problem:
    """It was asked too often."""
    detail = f"{per_minute} requests a minute are allowed; the next one in {_seconds(wait)} s"
    return Problem(429, "over-quota", "Too many requests", detail, headers=_after(wait))


def too_many_streams(streams: int) -> Problem:
    """They are open for as long as somebody listens: no time can be told."""
    detail = f"{streams} streams may be open at a time; close one first"
    return Problem(429, "too-many-streams", "Too many streams", detail, headers=_after(NEXT_LOOK))


def _seconds(wait: float) -> int:
    return max(1, ceil(wait))


def _after(wait: float) -> dict[str, str]:
    return {"Retry-After": str(_seconds(wait))}
