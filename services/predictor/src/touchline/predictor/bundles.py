"""Model bundles out of S3: fetched, checked and opened once, then kept; and the pointer that names the champion's."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from touchline.football.bundle import BundleRefused, Manifest, Model, open_bundle
from touchline.predictor.prediction.sealing import Champion
from touchline.runtime.errors import InvalidRecord

M = TypeVar("M")
KEPT = 3  # the champion, the one before it, and one on its way


class Objects(Protocol):
    """The part of the object store that is read here."""

    async def get(self, key: str) -> bytes:
        """The bytes under a key; KeyError when there are none."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which bundle is the champion's: the one object that changes in place."""

    version: str
    bundle_key: str
    bundle_sha256: str
    revision: int  # of the promotion that it follows


class Stored(Generic[M]):
    """Bundles of a kind by their hash, the last few kept open."""

    def __init__(self, objects: Objects, opened: Callable[[bytes, str], M], kept: int) -> None:
        self._objects, self._opened, self._kept = objects, opened, kept
        self._open: OrderedDict[str, M] = OrderedDict()

    async def load(self, bundle_key: str, bundle_sha256: str) -> M:
        """Fetch, check hash and golden inputs, open; off the event loop, which others wait for.

        Raises:
            Unavailable: S3 is away.
            InvalidRecord: the bytes there are not the promised model, and never will be.
        """
        if bundle_sha256 not in self._open:
            try:
                data = await self._objects.get(bundle_key)
                self._open[bundle_sha256] = await asyncio.to_thread(self._opened, data, bundle_sha256)
            except BundleRefused as refused:
                raise InvalidRecord(f"{bundle_key}: {refused}") from refused
            except KeyError as missing:
                raise InvalidRecord(f"there is no object {bundle_key}") from missing
        self._open.move_to_end(bundle_sha256)
        while len(self._open) > self._kept:
            self._open.popitem(last=False)
        return self._open[bundle_sha256]


class StoredBundles(Stored[Model]):
    """Those of match models."""

    def __init__(self, objects: Objects) -> None:
        super().__init__(objects, open_bundle, KEPT)


async def read_pointer(objects: Objects, key: str) -> Pointer | None:
    """What the pointer says, or None before the first promotion.

    Raises:
        InvalidRecord: it is not the JSON object that it should be.
    """
    try:
        data = await objects.get(key)
    except KeyError:
        return None
    try:
        fields = json.loads(data)
        return Pointer(
            str(fields["version"]), str(fields["bundle_key"]), str(fields["bundle_sha256"]), int(fields["revision"])
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidRecord(f"{key} is no pointer to a bundle: {error!r}") from error


def champion_at(pointer: Pointer, manifest: Manifest) -> Champion:
    """The champion that a pointer names; its promotion has the same revision, whichever of the two is seen first."""
    return Champion(
        name=manifest.name,
        version=manifest.version,
        catalogue_version=manifest.catalogue_version,
        snapshot=manifest.snapshot,
        bundle_key=pointer.bundle_key,
        bundle_sha256=pointer.bundle_sha256,
        revision=pointer.revision,
    )
