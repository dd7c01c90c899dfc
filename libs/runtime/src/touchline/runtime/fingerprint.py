"""Names for work that need not be done again: a hash over what it reads and over the code that does it."""

import hashlib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path


def fingerprint(*parts: object) -> str:
    """A short name for these parts: other parts, another name.

    >>> fingerprint("E0", 2) == fingerprint("E0", 2), fingerprint("E0", 2) == fingerprint("E0", 3)
    (True, False)
    """
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:24]


def code_of(*packages: str) -> str:
    """The name of the source code of these packages or modules, whatever folder they are installed in.

    >>> code_of("touchline.runtime.errors") == code_of("touchline.runtime.errors")
    True
    """
    digest = hashlib.sha256()
    for package in packages:
        for file, name in sorted(_sources(package), key=lambda one: one[1]):
            digest.update(f"{package}/{name}\x1f".encode() + file.read_bytes())
    return digest.hexdigest()[:24]


def files_of(files: Iterable[Path]) -> str:
    """The name of what these files hold, in this order."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as content:
            digest.update(f"{file.name}\x1f".encode() + hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:24]


def _sources(package: str) -> list[tuple[Path, str]]:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise LookupError(f"there is no package {package} with source code")
    if spec.submodule_search_locations is None:
        return [(Path(spec.origin), Path(spec.origin).name)]
    folder = Path(spec.origin).parent
    return [(file, file.relative_to(folder).as_posix()) for file in folder.rglob("*.py")]
