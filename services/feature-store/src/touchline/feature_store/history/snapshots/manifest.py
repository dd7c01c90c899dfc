"""What a snapshot says of itself: what it holds, up to where, and the hash of every file."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from touchline.feature_store.history.errors import Unanswerable
from touchline.football.catalogue import LATEST

NAME = "manifest.json"
FORMAT = 1
FIXTURE = "fixture"  # beside the kinds of timelines: the versions of matches


@dataclass(frozen=True, slots=True)
class Mark:
    """A partition of a topic was read up to an offset: everything before it is in the snapshot."""

    topic: str
    topic_id: str
    partition: int
    next_offset: int


@dataclass(frozen=True, slots=True)
class PoolState:
    """How far a pool was folded. Of `features.*` a subscriber applies only what has a greater revision."""

    pool: str
    revision: int
    until: datetime | None  # of its newest checkpoint
    state_hash: str  # sha256 of the state there; empty without a checkpoint


@dataclass(frozen=True, slots=True)
class File:
    """One Parquet file, its path below the manifest's folder."""

    path: str
    kind: str
    pool: str
    season: str
    rows: int
    size: int  # bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole snapshot. `features` are the names behind the numbers of team rows, in order."""

    format: int
    catalogue_version: int
    football_time: datetime | None  # the newest moment that anything in it was known at
    features: tuple[str, ...]
    marks: tuple[Mark, ...]
    pools: tuple[PoolState, ...]
    files: tuple[File, ...]

    def to_json(self) -> bytes:
        """As it is stored; equal manifests are equal bytes."""
        return _MANIFEST.dump_json(self, indent=1)


_MANIFEST = TypeAdapter(Manifest)


def manifest_from(content: bytes, where: str) -> Manifest:
    """Read a manifest.

    Raises:
        Unanswerable: it is no manifest, or of another catalogue than this program folds.
    """
    try:
        found = _MANIFEST.validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise Unanswerable(f"{where} is no manifest of a snapshot ({first['msg']}): name the folder of one") from None
    if (found.format, found.catalogue_version) != (FORMAT, LATEST):
        raise Unanswerable(
            f"{where} holds catalogue version {found.catalogue_version} in format {found.format}, this program reads"
            f" {LATEST} in format {FORMAT}: take a new snapshot with it"
        )
    return found


def verified(file: File, content: bytes) -> bytes:
    """The content, if it is what the manifest says.

    Raises:
        Unanswerable: it is not: nothing of it can be trusted.
    """
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Unanswerable(
            f"{file.path} is not what the manifest says: {len(content)} bytes with another hash than the {file.size}"
            " that were written; copy the snapshot again or take a new one"
        )
    return content
