"""A snapshot of the feature-store: its tables, and where each topic goes on after it (docs/features-as-of.md)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.fs import FileSystem

from touchline.client.errors import Unreachable
from touchline.client.topics.errors import Missed, Unreadable
from touchline.schemas.topics import Topic

FORMAT = 1
TAKEN_BY = "feature-store"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that was known at one moment; `manifest` is all that it says of itself."""

    where: str
    manifest: Mapping[str, Any]

    @classmethod
    def at(cls, where: str | Path) -> "Snapshot":
        """In a folder, or `s3://bucket/prefix` as Arrow opens it: credentials and region come from AWS's variables.

        Raises:
            Missed: there is none.
            Unreadable: it has another format.
        """
        manifest = json.loads(_content(str(where), "manifest.json"))
        if manifest["format"] != FORMAT:
            raise Unreadable(f"{where} has format {manifest['format']}, this client reads {FORMAT}: update it")
        return cls(str(where), manifest)

    @property
    def football_time(self) -> datetime:
        """The newest moment at which anything in it was known."""
        return datetime.fromisoformat(self.manifest["football_time"])

    def tables(self, kind: str, pool: str | None = None) -> Iterator[pa.Table]:
        """A table a pool and season: `fixture`, `team`, `pair`, `market`, `squad` or `player`; one pool, or all.

        Raises:
            Missed: a file is not there.
            Unreadable: one has other bytes than were written.
        """
        for file in self.manifest["files"]:
            if file["kind"] == kind and pool in (None, file["pool"]):
                content = _content(self.where, file["path"])
                if hashlib.sha256(content).hexdigest() != file["sha256"]:
                    raise Unreadable(f"{file['path']} has other bytes than were written: copy the snapshot again")
                yield pq.read_table(pa.BufferReader(content))

    def reaches(self, topic: Topic) -> bool:
        """Whether it says up to which offset a topic is in it; of what is published after it, revisions say so.

        Raises:
            Missed: it says nothing of this topic.
        """
        if any(mark["topic"] == topic.name for mark in self.manifest["marks"]):
            return True
        if topic.producer != TAKEN_BY:
            raise Missed(f"{self.where} says nothing of {topic.name}: start at a time or an offset")
        return False

    def next_offsets(self, topic: Topic) -> dict[int, int]:
        """All before these is in it, by partition."""
        return {mark["partition"]: mark["next_offset"] for mark in self._marks(topic)}

    def topic_id(self, topic: Topic) -> str:
        """Which topic of that name it was."""
        return str(self._marks(topic)[0]["topic_id"])

    def later(self, topic: Topic, rows: pa.RecordBatch) -> pa.RecordBatch:
        """The rows that are not in it."""
        if self.reaches(topic):
            return rows
        held = {pool["pool"]: pool["revision"] for pool in self.manifest["pools"]}
        stated = zip(rows.column("pool").to_pylist(), rows.column("revision").to_pylist(), strict=True)
        return rows.filter(pa.array([revision > held.get(pool, 0) for pool, revision in stated], pa.bool_()))

    def _marks(self, topic: Topic) -> list[Mapping[str, Any]]:
        return [mark for mark in self.manifest["marks"] if mark["topic"] == topic.name]


def _content(where: str, name: str) -> bytes:
    base, _, options = where.partition("?")
    uri = f"{base.rstrip('/')}/{name}" if "://" in base else str(Path(base).resolve() / name)
    try:
        files, path = FileSystem.from_uri(f"{uri}?{options}" if options else uri)
        with files.open_input_stream(path) as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise Missed(f"there is no {name} at {where}: is it a snapshot?") from error
    except OSError as error:
        raise Unreachable(f"{where}: {error}") from error
    return content
