"""Health over HTTP, and commands that must succeed."""

import os
import subprocess
from collections.abc import Mapping, Sequence

import httpx

from touchline.local.failure import Failure

PATIENCE = 2.0
"""Seconds for one health check; it is asked again until the start time-out."""


def expect_answer(url: str, *, below: int = 300) -> None:
    """Ask once; an answer with a status below the bound is health, anything else is raised."""
    # Proxies of the shell's environment have no business on the loopback address.
    with httpx.Client(trust_env=False, timeout=PATIENCE) as client:
        status = client.get(url).status_code
    if status >= below:
        raise ConnectionError(f"{url} answers {status}")


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
    """Run a command to its end; where it fails, its last lines are the message."""
    ended = subprocess.run(
        command, env={**os.environ, **(environment or {})}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if ended.returncode:
        last = "\n".join(f"    {line}" for line in ended.stdout.splitlines()[-15:])
        raise Failure(f"`{' '.join(command)}` ended with {ended.returncode}:\n{last}")
