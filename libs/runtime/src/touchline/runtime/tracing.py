"""W3C trace context, carried from a message to everything it causes (https://www.w3.org/TR/trace-context/)."""

import re
import secrets
from contextvars import ContextVar

_PATTERN = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")

current: ContextVar[str] = ContextVar("traceparent", default="")


def child() -> str:
    """A new span under the current trace, or the root of a new one."""
    match = _PATTERN.fullmatch(current.get())
    trace = match[1] if match else secrets.token_hex(16)
    return f"00-{trace}-{secrets.token_hex(8)}-01"
