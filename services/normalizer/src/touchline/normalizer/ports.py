"""What the handler needs from the outside."""

from typing import Protocol


class Objects(Protocol):
    """Where the bytes of raw documents stand."""

    async def get(self, key: str) -> bytes:
        """The bytes under a key; `Unavailable` while the store does not answer."""
        ...
