"""A running stack as tests see it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class RunningStack:
    """A stack and the environment that points a service at it."""

    data: Path
    environment: dict[str, str]

    def run(self, *command: str, check: bool = True, timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        """Run a Touchline module to its end, for example `run("touchline.ingestor", "once")`."""
        answer = subprocess.run(
            [sys.executable, "-m", *command],
            env=self.environment,
            text=True,
            capture_output=True,
            timeout=timeout,
            cwd=ROOT,
        )
        assert not check or answer.returncode == 0, (
            f"{command} ended with {answer.returncode}:\n{answer.stderr[-3000:]}"
        )
        return answer


@contextmanager
def running_stack(data: Path, parts: str) -> Iterator[RunningStack]:
    """These parts in a data directory of their own, ended at the end."""
    environment = {**os.environ, "TOUCHLINE_DATA": str(data)}
    local = [sys.executable, "-m", "touchline.local"]
    up = subprocess.run([*local, "up", "--only", parts], env=environment, text=True, capture_output=True, cwd=ROOT)
    try:
        assert up.returncode == 0, up.stdout + up.stderr
        yield RunningStack(data, _read_environment(data))
    finally:
        subprocess.run([*local, "down"], env=environment, check=True, capture_output=True, cwd=ROOT)


def _read_environment(data: Path) -> dict[str, str]:
    lines = (data / "env").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    return {**os.environ, **{name: value.strip("'\"") for name, value in values.items()}}
