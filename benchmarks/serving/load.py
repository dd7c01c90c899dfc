"""Load over connections that are kept: vegeta's, at a rate whatever comes of it; h2load's, as much as is answered."""

import base64
import json
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.features.rows import ROOT

VEGETA = ROOT / ".tools" / "load" / "vegeta"
H2LOAD = "h2load"  # of Debian's nghttp2-client: in C, so that it leaves the server a core on a machine of two
ON_THEIR_WAY = 64  # requests at most; beyond them a server is no faster, and a generator only queues
FAR = 40_000  # requests a second that nobody here answers to vegeta
FASTEST = 10_000  # requests a second; at more vegeta wants the server's core, and it is vegeta that is measured


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


def capacity(targets: Sequence[Target], seconds: float) -> float:
    """Answers a second when more is asked than can be answered, by the generator that lets a side answer more.

    h2load is so quick that it sleeps between the answers of a slower side, which has to wake it each time; vegeta
    takes more of the machine than a quicker side leaves.
    """
    heard = attack(targets, FAR, seconds)
    if heard.success < 1:
        raise SystemExit(f"{targets[0].url}: {1 - heard.success:.2%} of {heard.n} requests failed")
    return max(heard.answered, flood(targets, seconds))


def flood(targets: Sequence[Target], seconds: float) -> float:
    """The same by h2load: ON_THEIR_WAY requests always are, one a connection; of bodies it sends the first."""
    first = targets[0]
    urls = [first.url] if first.body is not None else [target.url for target in targets]
    with tempfile.NamedTemporaryFile() as body:
        body.write(b"" if first.body is None else json.dumps(first.body).encode())
        body.flush()
        said = [option for name, value in first.headers.items() for option in ("-H", f"{name}: {value}")]
        sent = [] if first.body is None else ["-d", body.name]
        command = [H2LOAD, "--h1", "-t1", f"-c{ON_THEIR_WAY}", f"-D{seconds:.0f}", *said, *sent, *urls]
        loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    done = re.search(r"(\d+) done, \d+ succeeded, 0 failed, 0 errored, 0 timeout", loaded)
    if done is None or re.search(r"status codes: \d+ 2xx, 0 3xx, 0 4xx, 0 5xx", loaded) is None:
        raise SystemExit(f"{first.url}: not every request was answered with 200\n{loaded[-600:]}")
    return int(done[1]) / seconds
