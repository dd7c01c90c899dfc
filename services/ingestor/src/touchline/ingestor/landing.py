"""Bytes, then record, then announcement, then marker: a crash after any step is made good by the next run.

Under `fetches/<document key>/` each version has an immutable record `<version>.json`, put only if absent, and beside it
a marker `<version>.announced` once the topic has acknowledged it. One listing of a source tells the latest versions
and what still waits to be announced; the ledger is never rewritten.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from touchline.ingestor.errors import FetchFailed
from touchline.ingestor.ports import Announcer, Bucket
from touchline.ingestor.record import RECORDS, FetchRecord

JSON = "application/json"
MARKER = ".announced"


@dataclass
class Landing:
    """The bucket and the topic, as the ingestor uses them."""

    bucket: Bucket
    announcer: Announcer
    versions: dict[str, int] = field(default_factory=dict, init=False)  # latest by document key

    async def open(self, source: str) -> int:
        """Look at what stands there, and announce in order what no earlier run announced; returns how many."""
        waiting = await self._look(source)
        for document_key, versions in sorted(waiting.items()):
            for version in sorted(versions):
                await self._announce(await self._read(document_key, version))
        return sum(len(versions) for versions in waiting.values())

    async def latest(self, document_key: str) -> FetchRecord | None:
        """The record of the latest version; only equality with that one means unchanged."""
        version = self.versions.get(document_key)
        return await self._read(document_key, version) if version else None

    async def content(self, record: FetchRecord) -> bytes:
        """The bytes of a version."""
        return await self.bucket.get(record.object_key)

    async def land(self, record: FetchRecord, content: bytes) -> None:
        """Keep a new version and tell of it.

        Raises:
            FetchFailed: another ingestor wrote this version first; the next run sees it.
        """
        await self.bucket.put(record.object_key, content, record.media_type, if_absent=True)
        if not await self.bucket.put(record.key, record.encode(), JSON, if_absent=True):
            raise FetchFailed(f"{record.document_key}: version {record.version} was landed by another ingestor")
        self.versions[record.document_key] = record.version
        await self._announce(record)

    async def _announce(self, record: FetchRecord) -> None:
        await self.announcer.announce(record)
        await self.bucket.put(record.key.removesuffix(".json") + MARKER, b"announced\n", "text/plain")

    async def _read(self, document_key: str, version: int) -> FetchRecord:
        return FetchRecord.decode(await self.bucket.get(f"{RECORDS}{document_key}/{version:08d}.json"))

    async def _look(self, source: str) -> dict[str, set[int]]:
        landed: dict[str, set[int]] = defaultdict(set)
        announced: dict[str, set[int]] = defaultdict(set)
        for key in await self.bucket.list(f"{RECORDS}{source}/"):
            document_key, _, name = key.removeprefix(RECORDS).rpartition("/")
            kind = announced if name.endswith(MARKER) else landed
            kind[document_key].add(int(name.split(".", 1)[0]))
        self.versions = {document_key: max(versions) for document_key, versions in landed.items()}
        return {key: versions - announced[key] for key, versions in landed.items() if versions - announced[key]}
