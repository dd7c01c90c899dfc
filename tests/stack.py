"""A running stack as tests see it."""

import subprocess
import sys
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
