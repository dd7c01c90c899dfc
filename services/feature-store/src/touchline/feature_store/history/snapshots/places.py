"""Where a snapshot stands: a folder, or a prefix in a bucket."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from touchline.feature_store.history.errors import Unanswerable
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.settings import Settings, load

SCHEME = "s3"
CONTENT_TYPE = "application/octet-stream"


class Place(Protocol):
    """Named bytes; a write is whole or not at all."""

    async def read(self, name: str) -> bytes:
        """The bytes under a name; `KeyError` when there are none."""
        ...

    async def write(self, name: str, content: bytes) -> None:
        """Put bytes under a name."""
        ...


class Folder:
    """A directory of this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def read(self, name: str) -> bytes:
        """See `Place`."""
        try:
            return (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise KeyError(name) from None

    async def write(self, name: str, content: bytes) -> None:
        """See `Place`: what is half written has another name."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".{target.name}.half")
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)


class Prefix:
    """A prefix in a bucket."""

    def __init__(self, store: ObjectStore, prefix: str) -> None:
        self.store = store
        self.prefix = prefix.strip("/")

    async def read(self, name: str) -> bytes:
        """See `Place`."""
        return await self.store.get(self._key(name))

    async def write(self, name: str, content: bytes) -> None:
        """See `Place`."""
        await self.store.put(self._key(name), content, CONTENT_TYPE)

    def _key(self, name: str) -> str:
        return f"{self.prefix}/{name}" if self.prefix else name


@asynccontextmanager
async def opened(where: str, settings: Settings | None = None) -> AsyncIterator[Place]:
    """The place that a path or `s3://bucket/prefix` names.

    Raises:
        Unanswerable: another kind of address, or a bucket without settings that say how to reach it.
    """
    address = urlsplit(where)
    if "://" not in where:
        yield Folder(Path(where))
        return
    if address.scheme != SCHEME or not address.netloc:
        raise Unanswerable(f"{where!r} is neither a folder nor s3://<bucket>/<prefix>: name one of them")
    store = await ObjectStore.connect((settings or load(Settings)).model_copy(update={"s3_bucket": address.netloc}))
    try:
        yield Prefix(store, address.path)
    finally:
        await store.close()
