"""What can be asked of a stack."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from touchline.local import launcher, processes
from touchline.local.failure import Failure
from touchline.local.part import Part, Program, leave_out, levels, select
from touchline.local.parts import BRINGS, PARTS, postgres
from touchline.local.ports import is_free
from touchline.local.settings import given, render, settings
from touchline.local.stack import Stack, find, open_stack, write_private
from touchline.local.starting import start
from touchline.local.status import report, summary, table
from touchline.local.supervisor import State, Supervisor, configuration

Say = Callable[[str], None]


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """One command at a time changes a stack; a second waits."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def up(data: Path, only: Collection[str], without: Collection[str], timeout: float, say: Say) -> None:
    """Start the parts that do not run yet; those that do are left as they are."""
    with alone(data):
        stack = open_stack(data, given(os.environ))
        write_private(stack.settings_file, render(settings(stack)))
        wanted = leave_out(select(PARTS, {*only, *_running(stack)} if only else (), BRINGS), without)
        skipped = [part.name for part in wanted if not part.installed(stack)]
        for name in sorted(set(skipped) & set(only)):
            raise Failure(f"{name} is not installed; `make setup` installs it")
        parts = [part for part in wanted if part.name not in skipped]
        supervisor = _supervise(stack, say)
        before = {name for name, process in supervisor.processes().items() if process.state is State.RUNNING}
        programs = [program for part in parts for program in part.programs(stack)]
        starting = [program for program in programs if program.name not in before]
        _expect_free_ports(stack, [program for program in starting if not supervisor.process(program.name).pid])
        if skipped:
            say(f"not there yet, left out: {', '.join(skipped)}")
        if not starting:
            parts = [part for part in parts if part.programs(stack)]
        start(stack, parts, timeout, say)
        say(f"{len(programs)} programs run, {len(starting)} of them started now; settings: {stack.settings_file}")


def _running(stack: Stack) -> set[str]:
    """Parts with a running program: where their settings change they are started again, asked for or not."""
    supervisor = Supervisor(stack)
    running = {name for name, process in supervisor.processes().items() if process.pid} if supervisor.is_up() else set()
    return {part.name for part in PARTS if running & set(_programs_of(stack, [part.name], running))}


def _supervise(stack: Stack, say: Say) -> Supervisor:
    """A supervisor that knows every installed program."""
    supervisor = Supervisor(stack)
    if not supervisor.is_up() and processes.end(stack.identity, ()):
        say("the supervisor had died; what it left running was ended")
    programs = [program for part in PARTS if part.installed(stack) for program in part.programs(stack)]
    fingerprints = {program.name: launcher.write(stack, program) for program in programs}
    supervisor.apply(configuration(stack, programs, fingerprints))
    return supervisor


def _expect_free_ports(stack: Stack, programs: Collection[Program]) -> None:
    for program in programs:
        if program.port and not is_free(stack.ports[program.port]):
            port = stack.ports[program.port]
            raise Failure(f"port {port}, kept for {program.name}, is taken by another process; end that one first")


def down(data: Path, say: Say) -> None:
    """Stop everything, dependants first, and leave no process."""
    stack = find(data)
    if stack is None:
        return say(f"there is no stack in {data}")
    with alone(data):
        _stop(stack, say)


def _stop(stack: Stack, say: Say) -> None:
    supervisor = Supervisor(stack)
    running: set[int] = set()
    if supervisor.is_up():
        running = {process.pid for process in supervisor.processes().values() if process.pid}
        for names in reversed(levels(PARTS)):
            supervisor.stop(_programs_of(stack, names, supervisor.processes()))
        supervisor.shut_down()
    # A program is the leader of its process group, so its number names what it may have left.
    processes.end(stack.identity, running)
    left = processes.remaining(stack.identity, running)
    if left:
        raise Failure(f"processes {sorted(left)} cannot be ended")
    say(f"stopped {len(running)} programs; no process is left")


def _programs_of(stack: Stack, names: Collection[str], known: Collection[str]) -> list[str]:
    parts = [part for part in PARTS if part.name in names and part.installed(stack)]
    return [program.name for part in parts for program in part.programs(stack) if program.name in known]


def status(data: Path, as_json: bool, say: Say) -> int:
    """Show every program; 1 if one is in trouble, 0 otherwise."""
    stack = find(data)
    if stack is None:
        say(json.dumps({"parts": [], "addresses": {}}) if as_json else f"there is no stack in {data}")
        return 0
    lines = report(stack, PARTS)
    if as_json:
        parts = [asdict(line) for line in lines]
        say(json.dumps({"parts": parts, "summary": summary(lines), "addresses": addresses(stack)}, indent=2))
    else:
        say(table(lines))
        say("\n".join(f"{name:<10} {url}" for name, url in addresses(stack).items()))
    return int(any(line.is_trouble for line in lines))


def addresses(stack: Stack) -> dict[str, str]:
    """What a person may open, or call."""
    return {
        "rest": stack.url("predictor-serve"),
        "grpc": f"127.0.0.1:{stack.ports['predictor-grpc']}",
        "airflow": stack.url("airflow"),
        "mlflow": stack.url("mlflow"),
        "prometheus": stack.url("prometheus"),
        "alertmanager": stack.url("alertmanager"),
    }


def logs(data: Path, part: str | None, follow: bool) -> None:
    """Show the end of one part's logs, or of all."""
    stack = find(data)
    wanted = [find_part(part)] if part else [known for known in PARTS if stack and known.installed(stack)]
    files = [stack.log(program.name) for known in wanted for program in known.programs(stack)] if stack else []
    there = [str(file) for file in files if file.exists()]
    if not there:
        raise Failure(f"there are no logs of {part or 'any part'} in {data / 'logs'}")
    subprocess.run(["tail", "-n", "50" if part else "5", *(["-F"] if follow else []), *there])


def find_part(name: str) -> Part:
    """The part of a name, or that a program of this name belongs to."""
    found = [part for part in PARTS if name == part.name or name.startswith(f"{part.name}-")]
    exact = [part for part in found if part.name == name]
    if not found:
        raise Failure(f"there is no part {name!r}; the parts are {', '.join(part.name for part in PARTS)}")
    return (exact or found)[0]


def clean(data: Path, say: Say) -> None:
    """Stop everything and remove the data directory, which must be a stack's."""
    stack = find(data)
    if stack is None:
        return say(f"there is no stack in {data}")
    with alone(data):
        _stop(stack, say)
        for folder in (postgres.folder(stack), stack.run, data):
            shutil.rmtree(folder, ignore_errors=True)
        say(f"removed {data}")
