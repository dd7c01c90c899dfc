"""Load by vegeta: requests at a rate, whatever comes of them, over connections that are kept."""

import base64
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.features.rows import ROOT

VEGETA = ROOT / ".tools" / "load" / "vegeta"
ON_THEIR_WAY = 64  # requests at most; beyond them a server is no faster, and a generator only queues
FAR = 20_000  # requests a second that nobody here answers


@dataclass(frozen=True, slots=True)
class Target:
    """A request."""

    method: str
    url: str
    headers: dict[str, str]
    body: dict[str, Any] | None = None

    def as_json(self) -> str:
        """As vegeta reads it."""
        body = b"" if self.body is None else json.dumps(self.body).encode()
        header = {name: [value] for name, value in self.headers.items()}
        return json.dumps(
            {"method": self.method, "url": self.url, "header": header, "body": base64.b64encode(body).decode()}
        )


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back: answers a second, milliseconds, and whether every answer was 200."""

    offered: float
    answered: float
    p50: float
    p99: float
    n: int
    success: float


def attack(targets: Sequence[Target], rate: float, seconds: float) -> Heard:
    """Ask these in turn, open loop. An overloaded server's requests wait for one another, ON_THEIR_WAY at a time."""
    asked = "".join(target.as_json() + "\n" for target in targets)
    options = ["-format=json", f"-rate={round(rate * 10)}/10s", f"-duration={seconds}s", "-timeout=20s", "-keepalive"]
    workers = [f"-workers={ON_THEIR_WAY}", f"-max-workers={ON_THEIR_WAY}", f"-connections={ON_THEIR_WAY}"]
    command = [str(VEGETA), "-cpus=1", "attack", *options, *workers]
    attacked = subprocess.run(command, input=asked.encode(), capture_output=True)
    if attacked.returncode:
        raise SystemExit(f"vegeta: {attacked.stderr.decode()[-1000:]}")
    command = [str(VEGETA), "-cpus=1", "report", "-type=json"]
    report = json.loads(subprocess.run(command, input=attacked.stdout, capture_output=True, check=True).stdout)
    delays = report["latencies"]
    return Heard(
        report["rate"], report["throughput"], delays["50th"] / 1e6, delays["99th"] / 1e6, report["requests"],
        report["success"],
    )  # fmt: skip


def capacity(targets: Sequence[Target], seconds: float) -> Heard:
    """Answers a second when more is offered than can be answered."""
    heard = attack(targets, FAR, seconds)
    if heard.success < 1:
        raise SystemExit(f"{targets[0].url}: {1 - heard.success:.2%} of {heard.n} requests failed")
    return heard
