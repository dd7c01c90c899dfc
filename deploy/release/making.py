"""The parts of a release, each from the files of one commit: the same commit makes the same bytes.

Reproducible: the moment of the commit stands for every time stamp (https://reproducible-builds.org/specs/source-date-epoch/),
and archives hold their files in order, without owners.
"""

import gzip
import hashlib
import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from deploy.release import bills
from touchline.images.image import IMAGES

CHART = Path("deploy/helm/touchline")
BUILDER = Path("deploy/images/build.lock")
SUMS = "SHA256SUMS"


class Refused(Exception):
    """There is no release of this; the sentence says why."""


def expect_clean(root: Path) -> None:
    """Raise unless the checkout is what its commit says."""
    changed = run(["git", "status", "--porcelain"], root).splitlines()
    if changed:
        raise Refused(f"{len(changed)} files are not as committed ({changed[0][3:]}, …); a release is made of a commit")


def expect_told(root: Path, version: str) -> None:
    """Raise unless the changelog has a section of this version."""
    if f"\n## {version}" not in (root / "docs" / "changelog.md").read_text("utf-8"):
        raise Refused(f"docs/changelog.md has no section `## {version}`")


def export(root: Path, into: Path) -> int:
    """The commit's files, and nothing else, in a folder; the moment of the commit in seconds since 1970."""
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=root, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(into)
    return int(run(["git", "log", "-1", "--format=%ct"], root))


def build_wheels(source: Path, epoch: int, into: Path, tools: Path, members: Sequence[str] = ()) -> None:
    """Wheels of these members, or of all, by the builder that the images are built with, by hash."""
    chosen = [word for name in members for word in ("--package", f"touchline-{name}")] or ["--all-packages"]
    with_builder = ("--build-constraint", str(source / BUILDER), "--require-hashes")
    for words in [chosen] if chosen == ["--all-packages"] else [chosen[at : at + 2] for at in range(0, len(chosen), 2)]:
        line = [str(tools / "uv" / "bin" / "uv"), "build", "--quiet", "--wheel", "--no-create-gitignore", *words]
        run([*line, "--python", sys.executable, *with_builder, "--out-dir", str(into)], source, epoch)


def build_chart(source: Path, epoch: int, into: Path, tools: Path, version: str) -> Path:
    """The chart's package, its files in order and of one time: Helm stamps them with the moment it packs."""
    helm = str(tools / "helm" / "helm")
    into.mkdir(parents=True, exist_ok=True)
    run([helm, "package", str(source / CHART), "--destination", str(into), "--version", version], source)
    file = into / f"touchline-{version}.tgz"
    with tarfile.open(file) as archive:
        content = [(each.name, _read(archive, each)) for each in archive.getmembers() if each.isfile()]
    file.write_bytes(packed(sorted(content), epoch))
    return file


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member)
    return stream.read() if stream else b""


def packed(content: Iterable[tuple[str, bytes]], epoch: int) -> bytes:
    """A compressed archive that holds no more than names, bytes and one time."""
    laid = io.BytesIO()
    with tarfile.open(fileobj=laid, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, text in content:
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.mode = len(text), epoch, 0o644
            archive.addfile(member, io.BytesIO(text))
    return gzip.compress(laid.getvalue(), mtime=epoch)


def write_bills(source: Path, folder: Path, version: str) -> None:
    """`sbom/`: the wheels with all that the workspace locks, and what each image's lock puts into it."""
    into = folder / "sbom"
    into.mkdir(parents=True, exist_ok=True)
    own = bills.wheels((file, digest(file)) for file in sorted((folder / "wheels").glob("*.whl")))
    others = bills.locked((source / "requirements.lock").read_text())
    (into / "touchline.cdx.json").write_text(bills.document("touchline", version, own + others))
    for image in IMAGES:
        if image.members:
            names = bills.locked((source / image.lock).read_text())
            (into / f"{image.name}.lock.cdx.json").write_text(bills.document(f"touchline/{image.name}", version, names))


def write_sums(folder: Path) -> None:
    """`SHA256SUMS` in the form that `sha256sum --check` reads."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != SUMS)
    (folder / SUMS).write_text("".join(f"{digest(file)}  {file.relative_to(folder)}\n" for file in files))


def digest(file: Path) -> str:
    """Its sha256."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def run(words: Sequence[str], folder: Path, epoch: int | None = None) -> str:
    """What a program says.

    Raises:
        Refused: it fails, with its last lines.
    """
    stamped = {"SOURCE_DATE_EPOCH": str(epoch)} if epoch is not None else {}
    done = subprocess.run(words, cwd=folder, env={**os.environ, **stamped}, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr or done.stdout)[-1500:]
        raise Refused(f"`{' '.join(words[:3])} …` ended with {done.returncode}:\n{last}")
    return done.stdout
