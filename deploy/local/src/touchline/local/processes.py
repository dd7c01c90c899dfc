"""The processes of a stack, found by the mark in their environment and by their process groups."""

import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path


def carrying(*variables: str) -> set[int]:
    """Processes that have all these `NAME=value` in the environment they were started with."""
    marks = {variable.encode() for variable in variables}
    return {pid for pid in _all() if marks <= set(_read(pid).split(b"\0"))}


def in_groups(groups: Iterable[int]) -> set[int]:
    """Processes of these process groups."""
    wanted = set(groups)
    return {pid for pid in _all() if _group(pid) in wanted}


def groups(pids: Iterable[int]) -> set[int]:
    """The process groups of these processes, never this command's own."""
    return {group for group in map(_group, pids) if group} - {os.getpgrp()}


def end(identity: str, known_groups: Iterable[int], patience: float = 10.0) -> list[int]:
    """End whatever is left of a stack: asked first, killed where it does not listen; the answer names them."""
    known = set(known_groups)
    left = remaining(identity, known)
    found = sorted(left)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in left:
            _signal(pid, number)
        deadline = time.monotonic() + patience
        while left and time.monotonic() < deadline:
            time.sleep(0.05)
            left = remaining(identity, known)
    return found


def remaining(identity: str, known_groups: Iterable[int] = ()) -> set[int]:
    """All processes of the stack: the marked ones, and every one in a group of theirs or a known one."""
    pids = carrying(f"TOUCHLINE_STACK={identity}")
    return pids | in_groups({*known_groups, *groups(pids)})


def _all() -> list[int]:
    own = os.getpid()
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and int(entry.name) != own]


def _read(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def _group(pid: int) -> int:
    """Its process group; 0 for one that has ended, a zombie included."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if fields[0] == "Z" else int(fields[2])


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
