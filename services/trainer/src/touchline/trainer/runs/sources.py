"""Where the files of a run are fetched from: the platform's bucket, or a folder that is laid out like it."""

import os
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.settings import Settings
from touchline.trainer.runs.keeping import LOCK, RECORD, REMOTE, place_of

TOLD = 5  # of the known versions
NAME = re.compile(r"\w[\w.-]*")  # of a model or version: a part of keys and of a folder's path


class Objects(Protocol):
    """What is read of a bucket."""

    async def get(self, key: str) -> bytes: ...
    async def list(self, prefix: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Remote:
    """DVC's remote: its address, and what the commands that ask it must find in their environment."""

    url: str
    endpoint: str
    environment: Mapping[str, str]


class Folder:
    """A copy of the bucket, for example by `aws s3 sync`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def get(self, key: str) -> bytes:
        """A file's bytes; `KeyError` when there is none."""
        try:
            return (self._folder / key).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise KeyError(key) from None

    async def list(self, prefix: str) -> list[str]:
        """All files with a prefix, sorted."""
        files = (file for file in (self._folder / prefix).rglob("*") if file.is_file())
        return sorted(file.relative_to(self._folder).as_posix() for file in files)


@asynccontextmanager
async def opened(settings: Settings, folder: Path | None) -> AsyncIterator[tuple[Objects, Remote]]:
    """The folder if there is one, else the bucket of the settings."""
    if folder is not None:
        if not folder.is_dir():
            raise Refused(
                f"there is no folder {folder}: copy the bucket there, or leave it out to ask the platform's S3"
            )
        yield Folder(folder), Remote(str(folder.resolve() / REMOTE), "", {})
        return
    store = await ObjectStore.connect(settings)
    try:
        yield store, Remote(f"s3://{settings.s3_bucket}/{REMOTE}", settings.s3_endpoint, _keys(settings))
    except Unavailable as down:
        raise Refused(
            f"the files of the run cannot be fetched, {down}: start the platform (`make up`), point"
            " TOUCHLINE_S3_ENDPOINT and its keys to one that runs, or name a folder that is a copy of its bucket"
            " (REMOTE=…)"
        ) from down
    finally:
        await store.close()


async def lock_and_record(objects: Objects, model: str, version: str) -> tuple[bytes, bytes]:
    """What was kept of a run.

    Raises:
        Refused: nothing was; the sentence names versions that can be made again.
    """
    try:
        if not NAME.fullmatch(model) or not NAME.fullmatch(version):
            raise KeyError(version)
        return await objects.get(place_of(model, version, LOCK)), await objects.get(place_of(model, version, RECORD))
    except KeyError:
        known = [key.split("/")[2] for key in await objects.list(f"models/{model}/") if key.endswith(f"/{LOCK}")]
        latest = ", ".join(sorted(known, reverse=True)[:TOLD])
        raise Refused(
            f"no run of {model} has made {version or 'a version without a name'} and kept its {LOCK}; "
            + (
                f"kept were {latest}{' …' if len(known) > TOLD else ''}"
                if known
                else "none was kept yet: `make demo` trains one"
            )
        ) from None


def _keys(settings: Settings) -> dict[str, str]:
    """As DVC's S3 client reads them; without any it finds those of the machine, as our own does."""
    keys = {
        "AWS_ACCESS_KEY_ID": settings.s3_access_key,
        "AWS_SECRET_ACCESS_KEY": settings.s3_secret_key.get_secret_value(),
        "AWS_DEFAULT_REGION": "us-east-1" if settings.s3_endpoint else os.environ.get("AWS_DEFAULT_REGION", ""),
    }
    return {name: value for name, value in keys.items() if value}
