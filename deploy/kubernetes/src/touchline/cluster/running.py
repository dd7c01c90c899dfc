"""Programs that run until the cluster ends, and waiting until they do what they are for."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from touchline.cluster.paths import Failure, Place


@dataclass(frozen=True, slots=True)
class Running:
    """What was begun, in order."""

    place: Place
    begun: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """Begin a program; what it says goes to its log."""
        self.place.logs.mkdir(exist_ok=True)
        with (self.place.logs / f"{name}.log").open("ab") as log:
            self.begun[name] = subprocess.Popen(
                command, stdout=log, stderr=log, env={**os.environ, **(environment or {})}, start_new_session=True
            )

    def stop(self) -> None:
        """End them, the last first; one that does not end within ten seconds is killed."""
        for process in reversed(self.begun.values()):
            process.terminate()
        for process in reversed(self.begun.values()):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()

    def until(self, what: str, holds: Callable[[], bool], seconds: float) -> None:
        """Wait for it; a program that has died ends the wait.

        Raises:
            Failure: it did not come true in time.
        """
        deadline = time.monotonic() + seconds
        while not holds():
            dead = [name for name, process in self.begun.items() if process.poll() is not None]
            if dead or time.monotonic() > deadline:
                raise Failure(f"{what}: {self._words(dead[0]) if dead else f'not within {seconds:.0f} s'}")
            time.sleep(0.2)

    def _words(self, name: str) -> str:
        last = (self.place.logs / f"{name}.log").read_text(errors="replace")[-1500:]
        return f"{name} has ended: {last}"
