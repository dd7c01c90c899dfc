"""A source that fails through a whole match day is left alone, found again, and nothing is missing afterwards."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import pytest
from prometheus_client import REGISTRY

from touchline.ingestor.errors import FetchFailed, Reason, TryAgain
from touchline.ingestor.fakes import BASE, Sent, fetcher, provider_of
from touchline.ingestor.fetching import Fetcher
from touchline.ingestor.sources.circuit import Circuit

DAY, EVERY, PAUSE = 86_400, 300, 3_600  # seconds: the day, from run to run, for which a failing host is left alone
DOCUMENTS = [f"{BASE}/{name}.csv" for name in ("fixtures", "E0", "E1", "E2", "E3", "D1")]
ATTEMPTS = 3


@dataclass
class Provider:
    """Answers 503 while it is down; remembers what it was asked."""

    down: bool = False
    robots_too: bool = False
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> Sent:
        self.asked.append(path)
        failing = self.down and (self.robots_too or path != "/robots.txt")
        return (503, {}, b"") if failing else (200, {}, b"" if path == "/robots.txt" else b"Div,Date\r\n")


@dataclass
class Day:
    """A provider, a fetcher and a clock that only moves when told."""

    provider: Provider
    seconds: float = 0.0

    def fetcher(self, name: str) -> Fetcher:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(provider_of(self.provider.answer)))
        made = fetcher(client, steady=lambda: self.seconds, source=name)
        made.circuit = Circuit(limit=5, pause=PAUSE)
        return made

    async def run(self, asking: Fetcher) -> set[str]:
        """One run over all documents, as the ingestor does it; the documents that were had."""
        try:
            await asking.read_robots(BASE)
        except TryAgain:
            return set()
        ends = await asyncio.gather(*(asking.get(url) for url in DOCUMENTS), return_exceptions=True)
        assert all(isinstance(end, FetchFailed) for end in ends if isinstance(end, BaseException))
        return {url for url, end in zip(DOCUMENTS, ends, strict=True) if not isinstance(end, BaseException)}


def failures(source: str, reason: Reason) -> float:
    labels = {"source": source, "reason": reason.value}
    return REGISTRY.get_sample_value("touchline_fetch_failures_total", labels) or 0.0


@pytest.mark.parametrize("robots_too", [False, True])
async def test_a_provider_that_is_down_for_a_day_is_asked_little_and_then_caught_up_with(robots_too: bool) -> None:
    name = f"down-{robots_too}"
    day = Day(Provider(robots_too=robots_too))
    asking = day.fetcher(name)
    assert await day.run(asking) == set(DOCUMENTS)

    day.provider.down = True
    day.provider.asked.clear()
    for moment in range(EVERY, DAY, EVERY):
        day.seconds = moment
        assert await day.run(asking) == set()
    pauses = DAY // PAUSE
    before_it_opens = len(DOCUMENTS) * ATTEMPTS + asking.circuit.limit
    assert len(day.provider.asked) <= before_it_opens + 2 * pauses  # each pause ends with robots.txt and one probe
    assert failures(name, Reason.CIRCUIT) >= DAY // EVERY - 2 * pauses - asking.circuit.limit

    day.provider.down = False
    had: set[str] = set()
    for moment in range(DAY, DAY + PAUSE + 2 * EVERY, EVERY):
        day.seconds = moment
        had |= await day.run(asking)
    assert had == set(DOCUMENTS)
    assert asking.circuit.failures == 0


async def opened(day: Day) -> Fetcher:
    """A fetcher whose circuit is half open: its pause is over and nobody has asked since."""
    asking = day.fetcher("half-open")
    await asking.read_robots(BASE)
    for _ in range(asking.circuit.limit):
        asking.circuit.failed(0.0)
    day.seconds = PAUSE + 1
    return asking


async def test_half_open_lets_one_probe_through_and_its_success_opens_the_way_for_all() -> None:
    day = Day(Provider())
    asking = await opened(day)
    assert len(await day.run(asking)) == 1
    assert await day.run(asking) == set(DOCUMENTS)


async def test_a_probe_that_fails_is_not_repeated_and_opens_the_circuit_again() -> None:
    day = Day(Provider())
    asking = await opened(day)
    day.provider.down = True
    day.provider.asked.clear()
    assert await day.run(asking) == set()
    assert len([path for path in day.provider.asked if path != "/robots.txt"]) == 1
    assert asking.circuit.is_open(day.seconds + PAUSE - 1)
    assert not asking.circuit.is_open(day.seconds + PAUSE)


async def test_a_probe_that_is_cut_off_leaves_the_next_one_to_others() -> None:
    day = Day(Provider())
    asking = await opened(day)
    probe = asyncio.create_task(asking.get(DOCUMENTS[0]))
    await asyncio.sleep(0)
    assert asking.circuit.probing
    probe.cancel()
    await asyncio.gather(probe, return_exceptions=True)
    assert len(await day.run(asking)) == 1


async def test_a_probe_that_our_own_rules_refuse_says_nothing_about_the_host() -> None:
    day = Day(Provider())
    asking = await opened(day)
    with pytest.raises(FetchFailed, match="not on the list"):
        await asking.get("https://elsewhere.example/a.csv")
    assert asking.circuit.failures == asking.circuit.limit
    assert len(await day.run(asking)) == 1


@pytest.mark.parametrize(("asks", "rests"), [("7200", 7_200), ("315360000", DAY)])
async def test_a_host_that_asks_for_a_long_rest_gets_it_up_to_a_day(asks: str, rests: int) -> None:
    day = Day(Provider())
    answers: list[Callable[[str], Sent]] = [lambda path: (503, {"Retry-After": asks}, b"")]
    asking = day.fetcher("resting")
    await asking.read_robots(BASE)
    asking.client = httpx.AsyncClient(transport=httpx.ASGITransport(provider_of(lambda path: answers[-1](path))))
    with pytest.raises(TryAgain, match=f"asks to wait {asks} s"):
        await asking.get(DOCUMENTS[0])
    answers.append(day.provider.answer)
    day.seconds = rests - 1
    with pytest.raises(FetchFailed, match="asked to be left alone for another 1 s"):
        await asking.get(DOCUMENTS[1])
    day.seconds = rests
    assert (await asking.get(DOCUMENTS[1])).status == 200
