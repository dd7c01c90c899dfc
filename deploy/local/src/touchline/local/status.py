"""What runs, what crashed, where: for people as a table, for programs as JSON."""

import re
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from touchline.local.part import Part
from touchline.local.processes import remaining
from touchline.local.stack import Stack
from touchline.local.supervisor import Process, State, Supervisor

CRASH = re.compile(r"^(\S+ [\d:]+),\d+ \w+ exited: (\S+) \((.+); not expected\)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """One program: `crashes` since the stack was started; `note` says what happened to it."""

    part: str
    program: str
    state: str
    pid: int | None
    port: int | None
    crashes: int
    note: str

    @property
    def is_trouble(self) -> bool:
        """Whether a person should look."""
        return self.state in ("crashed", "unhealthy")


def report(stack: Stack, parts: Sequence[Part]) -> list[Line]:
    """A line for each program that is installed."""
    supervisor = Supervisor(stack)
    if not supervisor.is_up():
        return _without_supervisor(stack, parts)
    processes = supervisor.processes()
    log = stack.logs / "supervisor.log"
    crashes = read_crashes(log.read_text(errors="replace")) if log.exists() else {}
    with ThreadPoolExecutor(max_workers=max(1, len(parts))) as pool:
        return [
            line for lines in pool.map(lambda part: _lines(stack, part, processes, crashes), parts) for line in lines
        ]


def _without_supervisor(stack: Stack, parts: Sequence[Part]) -> list[Line]:
    lines = [line for part in parts for line in _lines(stack, part, {}, {})]
    left = len(remaining(stack.identity))
    if not left:
        return lines
    note = f"{left} processes run without it; `up` and `down` end them"
    return [*lines, Line("supervisor", "supervisor", State.CRASHED.value, None, None, 1, note)]


def _lines(stack: Stack, part: Part, processes: dict[str, Process], crashes: dict[str, list[str]]) -> list[Line]:
    if not part.installed(stack):
        return []
    programs = part.programs(stack)
    found = [processes.get(program.name) for program in programs]
    runs = bool(found) and all(process and process.state is State.RUNNING for process in found)
    complaint = _complaint(stack, part) if runs else ""
    lines = []
    for program, process in zip(programs, found, strict=True):
        past = crashes.get(program.name, [])
        notes = [process.note if process else "", complaint, _history(past, process)]
        state = process.state.value if process else State.STOPPED.value
        lines.append(
            Line(
                part=part.name,
                program=program.name,
                state="unhealthy" if complaint else state,
                pid=process.pid or None if process else None,
                port=stack.ports[program.port] if program.port else None,
                crashes=len(past),
                note="; ".join(filter(None, notes)),
            )
        )
    return lines


def _complaint(stack: Stack, part: Part) -> str:
    try:
        part.check(stack)
    # Whatever a client raises, the part is not healthy.
    except Exception as error:
        return f"does not answer: {type(error).__name__}: {error}".splitlines()[0]
    return ""


def _history(crashes: Sequence[str], process: Process | None) -> str:
    if not crashes:
        return ""
    restarted = ", restarted" if process and process.state is State.RUNNING else ""
    return f"crashed {len(crashes)} time{'s' * (len(crashes) > 1)}, last {crashes[-1]}{restarted}"


def read_crashes(log: str) -> dict[str, list[str]]:
    """Each program's crashes, as supervisord wrote them down.

    >>> read_crashes("2026-11-24 09:30:00,123 WARN exited: redis (terminated by SIGKILL; not expected)")
    {'redis': ['at 2026-11-24 09:30:00 (terminated by SIGKILL)']}
    """
    crashes: dict[str, list[str]] = {}
    for when, name, how in CRASH.findall(log):
        crashes.setdefault(name, []).append(f"at {when} ({how})")
    return crashes


def table(lines: Sequence[Line]) -> str:
    """The lines in columns, and what is wrong in one sentence under them."""
    rows = [("part", "state", "pid", "port", "")]
    rows += [(line.program, line.state, str(line.pid or "-"), str(line.port or "-"), line.note) for line in lines]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    shown = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in rows
    ]
    return "\n".join([*(row.rstrip() for row in shown), "", summary(lines)])


def summary(lines: Sequence[Line]) -> str:
    """How many programs are in which state, and which are in trouble.

    >>> summary([Line("redis", "redis", "crashed", None, 6379, 1, "")])
    '1 crashed; look at: redis'
    """
    counts = ", ".join(f"{count} {state}" for state, count in Counter(line.state for line in lines).items())
    trouble = [line.program for line in lines if line.is_trouble]
    return f"{counts}; look at: {', '.join(trouble)}" if trouble else counts
