"""Questions to the Service without a pause, and what became of each."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx


@dataclass
class Traffic:
    """How many were asked, which failed, and how long answers took in seconds."""

    asked: int = 0
    repeated: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        """The time within which such a share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@contextmanager
def asking(url: str, key: str, clients: int, pause: float) -> Iterator[Traffic]:
    """So many clients ask as long as the block runs.

    Half of them keep their connection, half make one for each question: a Service sends only new ones to new pods. On a
    kept connection that the server closed before a question reached it, the question is asked again and counted as
    repeated, as HTTP's clients do (RFC 9110, 9.2.2). One without an answer, or with another than 200, has failed.
    """
    traffic, stop = Traffic(), threading.Event()

    async def ask(keeping: bool) -> None:
        headers = {"Authorization": f"Bearer {key}", **({} if keeping else {"Connection": "close"})}
        async with httpx.AsyncClient(headers=headers, timeout=10, trust_env=False) as client:
            while not stop.is_set():
                begun = time.monotonic()
                traffic.asked += 1
                try:
                    try:
                        answer = await client.get(url)
                    except (httpx.RemoteProtocolError, httpx.ReadError):
                        if not keeping:
                            raise
                        traffic.repeated += 1
                        answer = await client.get(url)
                except httpx.HTTPError as error:
                    traffic.failed[type(error).__name__] += 1
                else:
                    if answer.status_code == 200:
                        traffic.seconds.append(time.monotonic() - begun)
                    else:
                        traffic.failed[f"{answer.status_code} {answer.text[:80]}"] += 1
                await asyncio.sleep(pause)

    async def all_of_them() -> None:
        await asyncio.gather(*(ask(bool(number % 2)) for number in range(clients)))

    thread = threading.Thread(target=lambda: asyncio.run(all_of_them()))
    thread.start()
    try:
        yield traffic
    finally:
        stop.set()
        thread.join()
