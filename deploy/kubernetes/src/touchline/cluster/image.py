"""Images of this checkout: those that an engine has saved, else Debian's minimal system, what is installed, our code.

Both hold the same programs under the same names, with the entry point and user that the chart expects. TOUCHLINE_IMAGES
names a folder with an archive of `docker save` for each service: predictor.tar, trainer.tar…
"""

import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from touchline.cluster.paths import ROOT, Failure, cache
from touchline.images.base import lay
from touchline.images.failure import Failure as NotMade
from touchline.images.image import SERVICES

Image = tuple[list[str], dict[str, object]]
"""Names and configuration."""

Configured = Callable[[list[str]], Iterator[Image]]

PAUSE = "docker.io/touchline/pause:1"
INSTALLED = "0.1.0"
VERSIONS = (INSTALLED, f"{INSTALLED}-next")
"""What is installed, and what it is upgraded to: the same code under another name."""

NOT_RUN = (
    "atheris",
    "mypy",
    "ruff",
    "seaweedfs",
    "asan",
    "ubsan",
    "libclang",
    "jsonschema_rs",
    "_pytest",
    "hypothesis",
)
"""What checks or serves beside the services."""

ENVIRONMENT = ("PATH=/usr/bin:/bin", "PYTHONPATH=/opt/touchline/site:/opt/touchline/code", "PYTHONDONTWRITEBYTECODE=1")


FOLDER = ROOT / "build" / "cluster"


def given(environment: Mapping[str, str]) -> list[Path]:
    """The archives that an engine has saved, or none.

    Raises:
        Failure: a service's is missing.
    """
    folder = environment.get("TOUCHLINE_IMAGES")
    archives = [Path(folder) / f"{service}.tar" for service in SERVICES] if folder else []
    if missing := [str(archive) for archive in archives if not archive.is_file()]:
        raise Failure(f"TOUCHLINE_IMAGES: there is no {', '.join(missing)}")
    return archives


def archives() -> list[Path]:
    """What containerd imports."""
    return [FOLDER / "pause.tar", *(given(os.environ) or [FOLDER / "touchline.tar"])]


def make() -> None:
    """The archives of this checkout; Debian's part is the same for every one and kept beside the cluster's programs."""
    base, site, code = cache() / "debian.tar", FOLDER / "site.tar", FOLDER / "code.tar"
    for folder in (base.parent, FOLDER):
        folder.mkdir(parents=True, exist_ok=True)
    if not base.exists():
        system(base)
    pack(FOLDER / "pause.tar", [base], pausing)
    if given(os.environ):
        return
    if not site.exists() or site.stat().st_mtime < (ROOT / ".tools" / "stamps" / "workspace").stat().st_mtime:
        installed(site)
    ours(code)
    pack(FOLDER / "touchline.tar", [base, site, code], serving)


def system(into: Path) -> None:
    """The Debian that base images are made of, less what no pod reads."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            lay(Path(folder, "root"))
        except NotMade as failure:
            raise Failure(str(failure)) from failure
        Path(folder, "root", "usr", "bin", "python").symlink_to("python3")
        left_out = ("./var/cache", "./var/lib/apt", "./usr/share/doc", "./usr/share/locale", "./dev", "./proc", "./sys")
        _do("tar", "-C", f"{folder}/root", *(f"--exclude={name}/*" for name in left_out), "-cf", f"{into}.draft", ".")
    Path(f"{into}.draft").rename(into)


def installed(into: Path) -> None:
    """What the workspace's lock names, without what no service runs."""
    packages = next((ROOT / ".venv" / "lib").glob("python3.*/site-packages"))
    without = [f"--exclude={name}*" for name in NOT_RUN] + ["--exclude=__pycache__", "--exclude=_editable_impl_*"]
    moved = ["--transform", "s,^\\.,opt/touchline/site,"]
    _do("tar", "-C", str(packages), *without, *moved, "--owner=0", "--group=0", "-cf", f"{into}.draft", ".")
    Path(f"{into}.draft").rename(into)


def ours(into: Path) -> None:
    """The code of every member, in one folder: a namespace that needs no installation."""
    with tarfile.open(into, "w") as archive:
        for source in sorted([*ROOT.glob("*/src/touchline/*"), *ROOT.glob("*/*/src/touchline/*")]):
            archive.add(source, f"opt/touchline/code/touchline/{source.name}", filter=_without_traces)


def pack(into: Path, layers: list[Path], configured: Configured) -> None:
    """One archive in the form of `docker save`: the layers once, and every image's configuration over them."""
    hashes = {layer: "sha256:" + _hash(layer) for layer in layers}
    with tarfile.open(into, "w") as archive:
        for layer in layers:
            archive.add(layer, f"{layer.stem}/layer.tar")
        described = []
        for names, configuration in configured(list(hashes.values())):
            text = json.dumps(configuration, sort_keys=True).encode()
            file = hashlib.sha256(text).hexdigest() + ".json"
            _add(archive, file, text)
            stacked = [f"{layer.stem}/layer.tar" for layer in layers]
            described.append({"Config": file, "RepoTags": names, "Layers": stacked})
        _add(archive, "manifest.json", json.dumps(described).encode())


def pausing(hashes: list[str]) -> Iterator[Image]:
    """The one that holds a pod's network while its containers come and go."""
    config = {"Entrypoint": ["sleep", "infinity"], "User": "65535:65535", "Env": list(ENVIRONMENT)}
    yield [PAUSE], {**common(hashes), "config": config}


def common(hashes: list[str]) -> dict[str, object]:
    """What every image says of itself."""
    return {"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": hashes}}


def serving(hashes: list[str]) -> Iterator[Image]:
    """Names and configuration of every service, in both versions."""
    for service in SERVICES:
        for version in VERSIONS:
            config = {
                "Entrypoint": ["python", "-m", f"touchline.{service.replace('-', '_')}"],
                "User": "10001:10001",
                "WorkingDir": "/tmp",
                "Env": [*ENVIRONMENT, f"TOUCHLINE_COMMIT={_commit()}"],
                "Labels": {"org.opencontainers.image.version": version},
            }
            yield [f"docker.io/touchline/{service}:{version}"], {**common(hashes), "config": config}


def _commit() -> str:
    return _do("git", "-C", str(ROOT), "rev-parse", "HEAD").strip()


def _without_traces(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    if "__pycache__" in member.name:
        return None
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _do(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"{' '.join(command[:3])} … ends with {done.returncode}: {(done.stderr or done.stdout)[-600:]}")
    return done.stdout
