"""An archive that the user has downloaded, a folder or a zip, in the place of a provider that has to be asked.

Nothing is unpacked onto the disk: a document is read from where it stands, up to the size that any answer may have.
"""

import asyncio
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

import httpx

from touchline.ingestor.errors import FetchFailed, Reason
from touchline.ingestor.fetching import MAX_BYTES, Answer
from touchline.ingestor.looks import Promise, flaw

CLIENT = "kaggle"  # https://github.com/Kaggle/kaggle-api; it finds the user's token by itself
DOWNLOAD_SECONDS = 600.0
MOST_ZIP_BYTES = 32 * 1024 * 1024  # of a zip as it stands; its list of files is held in memory
MOST_FILES = 10_000


@dataclass(frozen=True)
class Archive:
    """The documents of an archive, asked for like those of a provider; `base` is the address that they stand for."""

    place: Path
    base: str
    max_bytes: int = MAX_BYTES
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def read_robots(self, base: str) -> datetime:
        """Nobody is asked, so nobody forbids; football time is now."""
        return self.now()

    async def get(
        self, url: str, etag: str | None = None, last_modified: str | None = None, promised: Promise | None = None
    ) -> Answer:
        """The file at a document's path; where there is none, the only file of its name.

        Raises:
            FetchFailed: no archive that can be read, a file that is too large or no such document at all.
        """
        path = url.removeprefix(self.base.rstrip("/") + "/")
        body = await asyncio.to_thread(self._read, path)
        if body is None:
            return Answer(httpx.codes.NOT_FOUND, url, {}, b"", self.now())
        found = flaw(body, None, promised)
        if found:
            raise FetchFailed(f"{self.place}: {path} {found.sentence}", found.reason)
        return Answer(httpx.codes.OK, url, {}, body, self.now())

    def _read(self, path: str) -> bytes | None:
        try:
            if self.place.is_dir():
                return self._read_file(path)
            return self._read_member(path)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise FetchFailed(f"{self.place}: {path} cannot be read: {error}", Reason.ENCODING) from error

    def _read_file(self, path: str) -> bytes | None:
        inside = self.place.resolve()
        files = {
            file.relative_to(self.place).as_posix(): file
            for file in self.place.rglob("*")
            if file.is_file() and file.resolve().is_relative_to(inside)  # no link leads out
        }
        name = self._only(path, files)
        if name is None:
            return None
        with files[name].open("rb") as content:
            return self._whole(path, content)

    def _read_member(self, path: str) -> bytes | None:
        if self.place.stat().st_size > MOST_ZIP_BYTES:
            raise FetchFailed(f"{self.place}: larger than {MOST_ZIP_BYTES} bytes", Reason.TOO_LARGE)
        with zipfile.ZipFile(self.place) as archive:
            members = {member.filename: member for member in archive.infolist() if not member.is_dir()}
            if len(members) > MOST_FILES:
                raise FetchFailed(f"{self.place}: {len(members)} files, more than {MOST_FILES}", Reason.TOO_LARGE)
            leading_out = sorted(name for name in members if _leads_out(name))
            if leading_out:
                raise FetchFailed(f"{self.place}: {leading_out[0]!r} would lead out of the archive", Reason.ADDRESS)
            name = self._only(path, members)
            if name is None:
                return None
            with archive.open(members[name]) as content:
                return self._whole(path, content)

    def _only(self, path: str, files: Mapping[str, object]) -> str | None:
        if path in files:
            return path
        named = sorted(name for name in files if PurePosixPath(name).name == PurePosixPath(path).name)
        if len(named) > 1:
            raise FetchFailed(f"{self.place}: {path} may be {' or '.join(named)}", Reason.OTHER)
        return named[0] if named else None

    def _whole(self, path: str, content: IO[bytes]) -> bytes:
        """Never more than one byte beyond what is allowed is unpacked, whatever size the archive states."""
        body = content.read(self.max_bytes + 1)
        if len(body) > self.max_bytes:
            raise FetchFailed(f"{self.place}: {path} has more than {self.max_bytes} bytes", Reason.TOO_LARGE)
        return body


def _leads_out(name: str) -> bool:
    r"""Whether a name in a zip is none below its folder.

    >>> [_leads_out(name) for name in ("Datasets/2000-01.csv", "../x.csv", "/x.csv", "a\\..\\x.csv", "C:/x.csv")]
    [False, True, True, True, True]
    """
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name


def held(archives: Path, dataset: str) -> Path | None:
    """Where a dataset stands that was downloaded: `english-premier-league` or `english-premier-league.zip`."""
    name = PurePosixPath(dataset).name
    return next((place for place in (archives / name, archives / f"{name}.zip") if place.exists()), None)


def can_be_had(archives: Path, dataset: str) -> bool:
    """Whether it stands there, or the client that downloads it is installed."""
    return held(archives, dataset) is not None or shutil.which(CLIENT) is not None


async def obtain(archives: Path, dataset: str, seconds: float = DOWNLOAD_SECONDS) -> Path:
    """Where a dataset stands, downloaded now if it was not before.

    Raises:
        FetchFailed: neither the dataset nor the client is there, or the client failed; the sentence says what to do.
    """
    place = held(archives, dataset)
    if place:
        return place
    client = shutil.which(CLIENT)
    if client is None:
        name = PurePosixPath(dataset).name
        raise FetchFailed(
            f"{dataset} is not there: put {name}.zip or the folder {name} into {archives} (TOUCHLINE_ARCHIVES), "
            f"or install the command-line client {CLIENT} with a token of your own",
            Reason.UNREACHABLE,
        )
    archives.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archives) as folder:  # what is cut short is never taken for the whole
        await _download(client, Path(folder), dataset, seconds)
        came = held(Path(folder), dataset)
        if came is None:
            raise FetchFailed(f"{CLIENT} ended well and brought no {PurePosixPath(dataset).name}", Reason.EMPTY)
        return came.rename(archives / came.name)


async def _download(client: str, folder: Path, dataset: str, seconds: float) -> None:
    process = await asyncio.create_subprocess_exec(
        *(client, "datasets", "download", "-d", dataset, "-p", str(folder), "--quiet"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate()
    except TimeoutError:
        raise FetchFailed(f"{CLIENT} has not downloaded {dataset} within {seconds:g} s", Reason.TOO_SLOW) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        last = (said.decode(errors="replace").strip().splitlines() or ["no word why"])[-1]
        raise FetchFailed(f"{CLIENT} could not download {dataset}: {last}", Reason.STATUS)
