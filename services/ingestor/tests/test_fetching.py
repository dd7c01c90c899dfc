"""Requests are polite to the provider and safe for us."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest
from protego import Protego

from touchline.ingestor.addresses import AddressPolicy
from touchline.ingestor.errors import FetchFailed, TryAgain
from touchline.ingestor.fakes import BASE, Sent, fetcher, provider_of
from touchline.ingestor.fetching import retry_after, wait_as_told

PAGE = f"{BASE}/fixtures.csv"


def client(answer: Callable[[str], Sent]) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(provider_of(answer)))


@pytest.mark.parametrize("status", [429, 503])
async def test_a_robots_file_that_cannot_be_served_forbids_everything(status: int) -> None:
    async with client(lambda path: (status if path == "/robots.txt" else 200, {}, b"")) as http:
        asking = fetcher(http)
        await asking.read_robots(BASE)
        with pytest.raises(FetchFailed, match=f"robots.txt .* answered {status}"):
            await asking.get(PAGE, None)


async def test_a_missing_robots_file_allows_and_a_rule_in_it_forbids() -> None:
    rules = b"User-agent: *\nDisallow: /private\n"
    async with client(lambda path: (200, {}, rules) if path == "/robots.txt" else (200, {}, b"x")) as http:
        asking = fetcher(http)
        await asking.read_robots(BASE)
        assert (await asking.get(PAGE, None)).body == b"x"
        with pytest.raises(FetchFailed, match="forbids"):
            await asking.get(f"{BASE}/private/a.csv", None)
    async with client(lambda path: (404, {}, b"") if path == "/robots.txt" else (200, {}, b"x")) as http:
        asking = fetcher(http)
        await asking.read_robots(BASE)
        assert (await asking.get(PAGE, None)).body == b"x"


async def test_a_small_answer_that_unpacks_to_a_huge_one_is_refused() -> None:
    bomb = gzip.compress(b"0" * 200_000)
    assert len(bomb) < 1_000
    async with client(lambda path: (200, {"Content-Encoding": "gzip"}, bomb if "fixtures" in path else b"")) as http:
        asking = fetcher(http, max_bytes=100_000)
        asking.robots = permissive()
        with pytest.raises(FetchFailed, match="100000 bytes after decompression"):
            await asking.get(PAGE, None)


async def test_a_server_error_is_repeated_and_then_forgotten() -> None:
    asked: list[str] = []

    def answer(path: str) -> Sent:
        asked.append(path)
        return (200, {}, b"fine") if len(asked) == 3 else (503, {"Retry-After": "0"}, b"")

    async with client(answer) as http:
        asking = fetcher(http)
        asking.robots = permissive()
        assert (await asking.get(PAGE, None)).body == b"fine"
        assert asking.circuit.failures == 0


async def test_a_host_that_keeps_failing_is_left_alone() -> None:
    asked: list[str] = []

    def answer(path: str) -> Sent:
        asked.append(path)
        return 500, {}, b""

    async with client(answer) as http:
        asking = fetcher(http)
        asking.robots = permissive()
        for _ in range(5):
            with pytest.raises(TryAgain):
                await asking.get(PAGE, None)
        before = len(asked)
        with pytest.raises(FetchFailed, match="not asked, its host failed 5 times in a row"):
            await asking.get(PAGE, None)
        assert len(asked) == before


def test_retry_after_is_obeyed_up_to_a_minute() -> None:
    assert wait_as_told(TryAgain("busy", after=7.0)) == 7.0
    assert wait_as_told(TryAgain("busy")) is True
    assert wait_as_told(TryAgain("busy", after=3600.0)) is False
    assert wait_as_told(FetchFailed("no")) is False
    now = datetime(2020, 2, 28, 18, tzinfo=UTC)
    assert retry_after("Fri, 28 Feb 2020 18:00:30 GMT", now) == 30.0


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest", "https://intranet.example/x", "file:///etc/passwd"]
)
async def test_a_redirect_to_another_host_is_refused(target: str) -> None:
    async with client(lambda path: (302, {"Location": target}, b"")) as http:
        asking = fetcher(http)
        asking.robots = permissive()
        with pytest.raises(FetchFailed, match="not on the list"):
            await asking.get(PAGE, None)


async def test_a_listed_host_that_resolves_to_a_private_address_is_refused() -> None:
    async def resolve(host: str) -> list[str]:
        return ["93.184.215.14", "10.0.0.7"]

    policy = AddressPolicy(frozenset({"provider.example"}), resolve=resolve)
    with pytest.raises(FetchFailed, match=r"10\.0\.0\.7"):
        await policy.admit(httpx.URL("https://provider.example/a.csv"))


async def test_the_address_that_was_checked_is_the_one_that_is_asked() -> None:
    async def resolve(host: str) -> list[str]:
        return ["93.184.215.14"]

    policy = AddressPolicy(frozenset({"provider.example"}), resolve=resolve)
    assert await policy.admit(httpx.URL("https://provider.example/a.csv")) == "93.184.215.14"


def permissive() -> Protego:
    return Protego.parse("")
