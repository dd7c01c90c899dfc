"""`dvc.lock` in DVC's own format, and the keys of its remote: what DVC itself would have written after the same run.

Format: https://dvc.org/doc/user-guide/project-structure/dvcyaml-files#dvclock-file. A file is named by its md5; a
folder by the md5 of a JSON list of its files, with `.dir` after it; an object of a remote lies at `files/md5/<2>/<30>`.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from touchline.trainer.runs.pipeline import Stage

SCHEMA = "2.0"
PARAMETERS = "params.yaml"
LEFT_OUT = frozenset({"__pycache__"})  # as .dvcignore says

# A parameter becomes a part of a shell's command: nothing that a shell would read as more than a word.
WORD = re.compile(r"[\w.,:+-]*")

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lock:
    """What a run was asked for, and the md5 of everything that its stages read, by path."""

    parameters: Mapping[str, str]
    read: Mapping[str, str]
    stages: tuple[str, ...] = ()


def md5_of(content: bytes) -> str:
    """DVC's name of content; not a protection against anybody: the bundle's sha256 is that.

    >>> md5_of(b"")
    'd41d8cd98f00b204e9800998ecf8427e'
    """
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def remote_key(md5: str) -> str:
    """Where a remote keeps a content.

    >>> remote_key("d41d8cd98f00b204e9800998ecf8427e")
    'files/md5/d4/1d8cd98f00b204e9800998ecf8427e'
    """
    return f"files/md5/{md5[:2]}/{md5[2:]}"


def entry_of_file(path: str, content: bytes) -> Entry:
    """A file as dependency or output."""
    return {"path": path, "hash": "md5", "md5": md5_of(content), "size": len(content)}


def entry_of_folder(path: str, folder: Path) -> Entry:
    """A folder as dependency: `path` in the checkout, `folder` where it lies here."""
    files = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not LEFT_OUT & set(file.relative_to(folder).parts)
    }
    listed = [{"md5": md5_of(files[name]), "relpath": name} for name in sorted(files)]
    return {
        "path": path,
        "hash": "md5",
        "md5": md5_of(json.dumps(listed, sort_keys=True).encode()) + ".dir",
        "size": sum(map(len, files.values())),
        "nfiles": len(files),
    }


def lock_of(stages: Iterable[Stage], entries: Mapping[str, Entry]) -> bytes:
    """The lock after a run of these stages; `entries` names every path that they read or write."""
    locked = {stage.name: _locked(stage, entries) for stage in stages}
    return yaml.safe_dump({"schema": SCHEMA, "stages": locked}, sort_keys=False, allow_unicode=True).encode()


def lock_from(content: bytes) -> Lock:
    """A lock read again.

    Raises:
        ValueError: it is none, or asks for something that no run of ours was asked for.
    """
    try:
        named = yaml.safe_load(content)["stages"]
        stages = named.values()
        asked = [item for stage in stages for item in stage.get("params", {}).get(PARAMETERS, {}).items()]
        read = {entry["path"]: entry["md5"] for stage in stages for entry in stage.get("deps", ())}
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"it is no dvc.lock of a run: {error!r}") from error
    strange = [f"{name}={value!r}" for name, value in asked if not isinstance(value, str) or not WORD.fullmatch(value)]
    if strange:
        raise ValueError(f"it asks for {', '.join(strange)}")
    return Lock(dict(asked), read, tuple(named))


def _locked(stage: Stage, entries: Mapping[str, Entry]) -> dict[str, Any]:
    found: dict[str, Any] = {"cmd": stage.command}
    if stage.reads:
        found["deps"] = [dict(entries[path]) for path in sorted(stage.reads)]
    if stage.parameters:
        found["params"] = {PARAMETERS: dict(sorted(stage.parameters.items()))}
    found["outs"] = [dict(entries[path]) for path in sorted(stage.writes)]
    return found
