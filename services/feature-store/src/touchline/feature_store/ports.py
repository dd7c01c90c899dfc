"""What the fold worker needs of the world outside."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from touchline.schemas.vectors import CachedVector


class Cache(Protocol):
    """Where readers find the latest vectors; losing it loses time, never a fact."""

    async def advance(self, vectors: Mapping[str, CachedVector]) -> int:
        """Write those newer than what is held; returns how many were."""
        ...

    async def remove(self, keys: Sequence[str]) -> None:
        """Forget these."""
        ...


class Clock(Protocol):
    """Our own clock, for `recorded_at` alone."""

    def __call__(self) -> datetime:
        """Now, in UTC."""
        ...
