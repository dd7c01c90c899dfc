"""Recorded files as the documents that they were recorded from."""

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.recorded.layouts import LAYOUTS, Layout
from touchline.schemas.competitions import COMPETITIONS, Competition
from touchline.schemas.records import Provenance, RawDocument

PACKED = ".gz"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A file, and the document that it was recorded from; `states_names`: it says what others' numbers mean."""

    file: Path
    document: Document
    states_names: bool = False

    @property
    def content(self) -> bytes:
        """The bytes as the provider served them: some lie compressed."""
        content = self.file.read_bytes()
        return gzip.decompress(content) if self.file.suffix == PACKED else content

    def raw(self, content: bytes) -> RawDocument:
        """The announcement that an ingestor would have made of it."""
        sha256 = hashlib.sha256(content).hexdigest()
        at = self.document.fetched_at
        return RawDocument(
            source=self.document.source,
            document_key=self.document.key,
            url=self.document.url,
            object_key=f"recorded/{sha256}",
            sha256=sha256,
            size=len(content),
            media_type="text/csv",
            previous_sha256=None,
            complete=self.document.complete,
            provenance=Provenance.REAL,
            event_time=at,
            available_at=at,
            recorded_at=at,
            revision=1,
        )


def recorded_documents(folder: Path, competition: str) -> list[Recorded]:
    """Every recorded document that tells of a competition's results, statistics, expected goals, prices or players.

    In an order in which each can be read: documents that state names come before those that use them.
    """
    known = COMPETITIONS[competition]
    return [one for layout in LAYOUTS for one in _found(folder, layout, known)]


def _found(folder: Path, layout: Layout, competition: Competition) -> Iterator[Recorded]:
    if not layout.tells_of(competition):
        return
    root = folder / layout.filled(layout.folder, competition)
    files = sorted(root.glob(layout.filled(layout.files, competition)))
    for file in files[-1:] if layout.newest else files:
        path = file.relative_to(root).as_posix().removesuffix(PACKED)
        if (over := layout.over(path)) is not None:
            key = f"{layout.source}/{layout.filled(layout.key, competition, path)}"
            document = Document(key, layout.complete, over, f"https://recorded.example/{key}")
            yield Recorded(file, document, layout.states_names)
