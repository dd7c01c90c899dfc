"""A packed model of any kind, named after what is in it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from touchline.football.bundle import Manifest, pack, sha256_of

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Bundle(Generic[M]):
    """A packed model: its bytes and the hash that they must have when they are read again."""

    manifest: Manifest
    content: bytes
    sha256: str
    open: Callable[[bytes, str], M]

    def opened(self) -> M:
        """The model in it, checked as a predictor will."""
        return self.open(self.content, self.sha256)


def packed(
    manifest: Manifest, until: datetime, files: Mapping[str, bytes], open: Callable[[bytes, str], M]
) -> Bundle[M]:
    """Files under a manifest that has no version yet.

    The version is the day until which is known, the kind and the beginning of a hash over all that the manifest says:
    the same data and constants give the same version, anything else another.
    """
    content_hash = sha256_of(json.dumps(asdict(manifest), sort_keys=True).encode())
    named = replace(manifest, version=f"{until:%Y-%m-%d}-{manifest.kind}-{content_hash[:8]}")
    content = pack(named, files)
    return Bundle(named, content, sha256_of(content), open)
