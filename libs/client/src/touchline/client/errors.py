"""What can go wrong: the server says no, or says nothing."""

from collections.abc import Mapping
from typing import Any


class TouchlineError(Exception):
    """Any failure of this client."""


class Unreachable(TouchlineError):
    """No answer came: the server is away, or too slow."""


class Refused(TouchlineError):
    """An answer that is a problem (RFC 9457)."""

    def __init__(self, status: int, problem: Mapping[str, Any], retry_after: float | None = None) -> None:
        self.status = status
        self.type = str(problem.get("type", "about:blank"))
        self.detail = str(problem.get("detail") or problem.get("title") or f"status {status}")
        self.errors: list[Mapping[str, Any]] = list(problem.get("errors") or [])
        self.retry_after = retry_after  # seconds, where the server names them
        super().__init__(f"{status} {self.type}: {self.detail}")

    @property
    def may_pass(self) -> bool:
        """Whether the same request may be answered later."""
        return self.status in (429, 503)
