"""Workers of one group, started, killed, stopped and continued; one that dies by itself is started again."""

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.ground import ROOT, Ground


@dataclass(slots=True)
class Worker:
    """One process with a name of its own in the group."""

    ground: Ground
    command: tuple[str, ...]  # module and arguments
    instance: str
    log: Path
    ended_by_itself: list[int] = field(default_factory=list)
    _process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start, or start again under the same name."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self.command],
                env={**self.ground.environment, "TOUCHLINE_INSTANCE": self.instance},
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )

    def revive(self) -> None:
        """What any supervisor does: start a process that has ended."""
        if self._process is not None and self._process.poll() is not None:
            self.ended_by_itself.append(self._process.returncode)
            self.start()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to this process alone."""
        assert self._process is not None
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        """SIGKILL, and forget it."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """SIGTERM, and SIGKILL if that is not enough."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(15)
        self.kill()

    def wait(self, seconds: float) -> int:
        """Its exit code, once it ends by itself."""
        assert self._process is not None
        code = self._process.wait(seconds)
        self._process = None
        return code


def pair(ground: Ground, name: str, *command: str) -> list[Worker]:
    """Two workers; their output lies in the stack's data directory."""
    return several(ground, name, "ab", *command)


def several(ground: Ground, name: str, instances: str, *command: str) -> list[Worker]:
    """A worker for each letter; their output lies in the stack's data directory."""
    logs = ground.data / "faults"
    logs.mkdir(exist_ok=True)
    workers = [Worker(ground, command, one, logs / f"{name.replace(':', '-')}-{one}.log") for one in instances]
    for worker in workers:
        worker.log.write_bytes(b"")
    return workers
