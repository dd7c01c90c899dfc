"""The supervisor: supervisord's configuration, and the few calls that we make to it over its socket."""

import getpass
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from http.client import HTTPException
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import Faults, SupervisorTransport

from touchline.local.failure import Failure
from touchline.local.launcher import launcher
from touchline.local.part import Program
from touchline.local.stack import Stack


class State(Enum):
    """What the supervisor says of a program, in our words."""

    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"
    CRASHED = "crashed"


STATES = {
    "STOPPED": State.STOPPED,
    "STOPPING": State.STOPPED,
    "STARTING": State.STARTING,
    "RUNNING": State.RUNNING,
    "BACKOFF": State.CRASHED,
    "EXITED": State.CRASHED,
    "FATAL": State.CRASHED,
    "UNKNOWN": State.CRASHED,
}


@dataclass(frozen=True, slots=True)
class Process:
    """A program as it is now; `given_up` says that the supervisor will not try again by itself."""

    name: str
    state: State
    pid: int
    seconds: int
    note: str
    given_up: bool


def configuration(stack: Stack, programs: Sequence[Program], fingerprints: Mapping[str, str]) -> str:
    """supervisord's own file: no program starts by itself, each is its own process group."""
    head = f"""\
[unix_http_server]
file={stack.run / "supervisor.sock"}
chmod=0700

[supervisord]
user={getpass.getuser()}
directory={stack.data}
logfile={stack.logs / "supervisor.log"}
pidfile={stack.run / "supervisor.pid"}
childlogdir={stack.logs}
identifier={stack.identity}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""
    return head + "".join(_section(stack, program, fingerprints[program.name]) for program in programs)


def _section(stack: Stack, program: Program, fingerprint: str) -> str:
    restart = "unexpected" if program.ends_for_good else "true"
    codes = ",".join(map(str, program.ends_for_good)) or "0"
    return f"""
[program:{program.name}]
command="{launcher(stack, program)}"
environment=TOUCHLINE_LAUNCHER="{fingerprint}"
stdout_logfile={stack.log(program.name)}
redirect_stderr=true
stdout_logfile_maxbytes=20MB
stdout_logfile_backups=1
autostart=false
autorestart={restart}
exitcodes={codes}
startsecs=1
startretries=5
stopsignal={program.stop_signal}
stopwaitsecs=30
stopasgroup=true
killasgroup=true
"""


class Supervisor:
    """A stack's supervisord, reached over its socket."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    @property
    def _server(self) -> Any:
        # A fresh connection for each call: the transport keeps a broken one for ever, and serves one thread.
        transport = SupervisorTransport(serverurl=f"unix://{self._stack.run / 'supervisor.sock'}")
        return ServerProxy("http://supervisor/RPC2", transport=transport)

    def is_up(self) -> bool:
        """Whether it answers, and is this stack's."""
        try:
            return bool(self._server.supervisor.getIdentification() == self._stack.identity)
        except (OSError, HTTPException):
            return False

    def apply(self, text: str) -> None:
        """Run with this configuration: started if it is not there, changed programs exchanged if it is."""
        file = self._stack.data / "supervisor.conf"
        if self.is_up() and file.exists() and file.read_text() == text:
            return
        file.write_text(text)
        if self.is_up():
            self._exchange()
        else:
            self._launch(str(file))

    def _launch(self, file: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TOUCHLINE_")}
        environment["TOUCHLINE_STACK"] = self._stack.identity
        log = self._stack.logs / "supervisor.log"
        # Crashes are counted from this file: one supervisor, one file.
        log.unlink(missing_ok=True)
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", file]
        ended = subprocess.run(command, env=environment, text=True, stderr=subprocess.PIPE)
        if ended.returncode:
            raise Failure(f"supervisord does not start: {ended.stderr.strip()}")
        deadline = time.monotonic() + 30
        while not self.is_up():
            if time.monotonic() > deadline:
                raise Failure(f"supervisord does not answer; see {log}")
            time.sleep(0.05)

    def _exchange(self) -> None:
        (added, changed, removed) = self._server.supervisor.reloadConfig()[0]
        for name in [*changed, *removed]:
            self.stop([name])
            self._server.supervisor.removeProcessGroup(name)
        for name in [*added, *changed]:
            self._server.supervisor.addProcessGroup(name)

    def processes(self) -> dict[str, Process]:
        """Every program it knows."""
        return {item["name"]: _process(item) for item in self._server.supervisor.getAllProcessInfo()}

    def process(self, name: str) -> Process:
        """One program."""
        return _process(self._server.supervisor.getProcessInfo(name))

    def start(self, name: str) -> None:
        """Start a program without waiting for it; one that runs stays as it is."""
        self._tolerate(Faults.ALREADY_STARTED, self._server.supervisor.startProcess, name)

    def stop(self, names: Sequence[str]) -> None:
        """Stop these programs together and wait until they have ended."""
        for name in names:
            self._tolerate(Faults.NOT_RUNNING, self._server.supervisor.stopProcess, name)
        while any(self._server.supervisor.getProcessInfo(name)["pid"] for name in names):
            time.sleep(0.05)

    def shut_down(self) -> None:
        """End supervisord and whatever it still runs."""
        self._server.supervisor.shutdown()
        while self.is_up():
            time.sleep(0.05)

    def _tolerate(self, code: int, call: Any, name: str) -> None:
        try:
            call(name, False)
        except Fault as fault:
            if fault.faultCode != code:
                raise


def _process(item: Mapping[str, Any]) -> Process:
    state = STATES[item["statename"]]
    if item["statename"] == "EXITED" and item["exitstatus"] == 0:
        state = State.STOPPED
    return Process(
        name=item["name"],
        state=state,
        pid=item["pid"],
        seconds=max(0, item["now"] - item["start"]) if item["pid"] else 0,
        note=_note(item),
        given_up=item["statename"] in ("FATAL", "EXITED"),
    )


def _note(item: Mapping[str, Any]) -> str:
    if item["statename"] == "EXITED":
        return f"ended with exit code {item['exitstatus']}"
    return str(item["spawnerr"]) if item["statename"] in ("FATAL", "BACKOFF") else ""
