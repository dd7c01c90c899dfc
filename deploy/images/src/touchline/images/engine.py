"""Docker's command line, asked by its own words; no library stands between."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from touchline.images.failure import Failure

START = "apt-get install --no-install-recommends docker.io, and as root: dockerd &"


@dataclass(frozen=True, slots=True)
class Engine:
    """A Docker engine, which the environment names as ever: `DOCKER_HOST`, or this machine's own."""

    program: str = "docker"

    def run(self, *words: str, stdin: int | None = None) -> str:
        """What it answers.

        Raises:
            Failure: it refuses, with its last lines.
        """
        try:
            done = subprocess.run(
                [self.program, *words], stdin=stdin, capture_output=True, text=True, env={**os.environ, **CLASSIC}
            )
        except FileNotFoundError:
            raise Failure(f"there is no {self.program}; on Debian: {START}") from None
        if done.returncode:
            last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
            raise Failure(f"`{self.program} {' '.join(words)}` ended with {done.returncode}:\n{last}")
        return done.stdout.strip()

    def expect(self) -> None:
        """Raise unless it answers."""
        try:
            self.run("version", "--format", "{{.Server.Version}}")
        except Failure as silent:
            raise Failure(f"no Docker engine answers; on Debian: {START}\n{silent}") from None

    def inspect(self, tag: str) -> Mapping[str, Any] | None:
        """What it knows of an image; nothing where it has none of this name."""
        try:
            found: list[Mapping[str, Any]] = json.loads(self.run("image", "inspect", tag))
        except Failure:
            return None
        return found[0]


# Whichever builder the machine has reads our recipes; the classic one is there everywhere, also without its plug-in.
CLASSIC = {"DOCKER_BUILDKIT": os.environ.get("DOCKER_BUILDKIT", "0")}
