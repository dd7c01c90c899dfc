"""Which code a run was made by: the commit that Git knows it by, and the md5 of its folders that DVC knows them by."""

import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from touchline.runtime.fingerprint import code_of
from touchline.trainer.runs.lock import Entry, entry_of_folder
from touchline.trainer.runs.pipeline import PACKAGES

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CodeVersion:
    """`changed`: the folders of `PACKAGES` were not as they are in that commit."""

    commit: str
    changed: bool
    fingerprint: str


def code_version(commit: str = "") -> CodeVersion:
    """Of the code that runs here; `commit` is what an image was told, otherwise Git is asked."""
    name = code_of(*PACKAGES.values())
    if commit:
        return CodeVersion(commit, False, name)
    folders = [str(folder_of(package)) for package in PACKAGES.values()]
    here = _git("rev-parse", "HEAD")
    return CodeVersion(here or UNKNOWN, bool(here and _git("status", "--porcelain", "--", *folders)), name)


def installed_code() -> dict[str, Entry]:
    """The folders of the code that runs here, as DVC names them."""
    return {path: entry_of_folder(path, folder_of(package)) for path, package in PACKAGES.items()}


def code_in(checkout: Path) -> dict[str, Entry]:
    """The same of a checkout; a folder that is not there has no entry."""
    return {path: entry_of_folder(path, checkout / path) for path in PACKAGES if (checkout / path).is_dir()}


def folder_of(package: str) -> Path:
    """Where it is installed."""
    spec = find_spec(package)
    assert spec is not None, package
    assert spec.origin is not None, package
    return Path(spec.origin).parent


def _git(*words: str) -> str:
    """What Git answers about the folder of this file; nothing where there is no Git or no checkout."""
    try:
        answer = subprocess.run(
            ["git", "-C", str(Path(__file__).parent), *words], capture_output=True, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""
