"""Seconds of processor that programs have used, as Linux counts them (proc(5): `stat`, fields 14 and 15)."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROGRAMS = {"mariadbd": "mariadb", "java": "kafka", "redis-server": "redis"}


def of_stack(data: Path) -> dict[str, list[int]]:
    """The process ids of a stack's programs, by part."""
    found: dict[str, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text().split("\0")
        except OSError:  # it ended meanwhile
            continue
        part = PROGRAMS.get(Path(words[0]).name)
        if part and any(str(data) in word for word in words):
            found.setdefault(part, []).append(int(folder.name))
    return found


def used(programs: Mapping[str, Iterable[int]]) -> dict[str, float]:
    """Seconds of each program's processes together, from their starts.

    >>> used({"ours": [os.getpid()]})["ours"] > 0
    True
    """
    return {name: sum(map(_seconds, pids)) for name, pids in programs.items()}


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
