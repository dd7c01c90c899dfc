"""Meets each hostile origin once, in a process of its own, and prints what came of it as JSON.

    python meet.py <ports as JSON> <what each promises, as JSON: kind, seconds>

Memory is the peak of the resident set in a meeting (VmHWM, reset by Linux before each) less the resident set before the
first one. The peak that getrusage gives would not do: it starts with that of the parent process.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

import httpx
import stamina
from aiolimiter import AsyncLimiter
from prometheus_client import REGISTRY

from touchline.ingestor.addresses import AddressPolicy
from touchline.ingestor.errors import FetchFailed
from touchline.ingestor.fetching import Fetcher
from touchline.ingestor.looks import Promise
from touchline.ingestor.sources.card import Kind
from touchline.ingestor.sources.circuit import Circuit

PROCESS = Path("/proc/self")


def resident(what: str) -> int:
    """VmRSS or VmHWM in bytes."""
    lines = (PROCESS / "status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(what))


def forget_peak() -> None:
    (PROCESS / "clear_refs").write_text("5")


def megabytes_of_a_waster(before: int) -> float:
    """What a fetcher that reads 100 MB into memory would show: the measure itself is put to the test."""
    forget_peak()
    wasted = bytearray(b"x") * (100 * 2**20)
    del wasted
    return (resident("VmHWM") - before) / 2**20


async def meet(
    name: str, port: int, kind: str | None, seconds: float, client: httpx.AsyncClient, before: int
) -> dict[str, object]:
    base = f"http://127.0.0.1:{port}"
    fetcher = Fetcher(
        client=client,
        policy=AddressPolicy(frozenset(), sandbox=base),
        limiter=AsyncLimiter(1000, 1),
        circuit=Circuit(limit=100, pause=60),
        attempts=2,
        max_seconds=seconds,
        source=name,
    )
    forget_peak()
    begun = time.monotonic()
    landed, sentence, reason = 0, "", ""
    try:
        await fetcher.read_robots(base)
        answer = await fetcher.get(f"{base}/document", promised=Promise(Kind(kind)) if kind else None)
        landed = len(answer.body)
    except FetchFailed as failure:
        sentence, reason = str(failure), failure.reason.value
    took, grown = time.monotonic() - begun, resident("VmHWM") - before
    counted = REGISTRY.get_sample_value("touchline_fetch_failures_total", {"source": name, "reason": reason})
    return {
        "landed": landed,
        "reason": reason,
        "sentence": sentence,
        "seconds": round(took, 2),
        "grown_megabytes": round(grown / 2**20, 1),
        "counted": counted or 0.0,
    }


async def main() -> None:
    ports, promised = json.loads(sys.argv[1]), json.loads(sys.argv[2])
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        before = resident("VmRSS")
        waster = megabytes_of_a_waster(before)
        with stamina.set_testing(True, attempts=2, cap=True):  # repeated, but without waiting
            met = {name: await meet(name, ports[name], *promised[name], client, before) for name in promised}
    print(json.dumps({"met": met, "waster": waster}))


if __name__ == "__main__":
    asyncio.run(main())
