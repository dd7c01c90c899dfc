"""What the ingestor needs of the world."""

from datetime import datetime
from typing import Protocol

from touchline.ingestor.fetching import Answer
from touchline.ingestor.looks import Promise
from touchline.ingestor.record import FetchRecord


class Asker(Protocol):
    """Asks a provider, or an archive that stands in for one."""

    async def read_robots(self, base: str) -> datetime: ...
    async def get(
        self, url: str, etag: str | None = None, last_modified: str | None = None, promised: Promise | None = None
    ) -> Answer: ...


class Bucket(Protocol):
    """An object store; `put` with `if_absent` answers False when the key is taken."""

    async def put(self, key: str, content: bytes, content_type: str, if_absent: bool = False) -> bool: ...
    async def get(self, key: str) -> bytes: ...
    async def list(self, prefix: str) -> list[str]: ...


class Announcer(Protocol):
    """Tells the topic of a document; returns once acknowledged."""

    async def announce(self, record: FetchRecord) -> None: ...
