"""Requests are polite to the provider and safe for us."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import httpx
import pytest

from touchline.ingestor.addresses import AddressPolicy, Origin, is_public, origin
from touchline.ingestor.errors import FetchFailed, Reason, TryAgain
from touchline.ingestor.exchange import user_agent
from touchline.ingestor.fakes import BASE, Sent, fetcher, provider_of
from touchline.ingestor.fetching import wait_as_told
from touchline.ingestor.robots import Robots
from touchline.ingestor.times import retry_after

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
    "target", ["http://169.254.169.254/latest", "https://intranet.example/x", "http://127.0.0.1:8391/x", "//[::1]/x"]
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


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.7", "169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "0.0.0.0"),
        *("::1", "fd00:ec2::254", "fe80::1%eth0", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "::a9fe:a9fe"),
        "2002:a9fe:a9fe::1",
    ],
)
def test_addresses_inside_our_network_or_a_cloud_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url", ["https://provider.example:8443/a", "https://me:secret@provider.example/a", "http://provider.example/a"]
)
async def test_a_listed_host_is_asked_on_its_usual_port_with_encryption_and_as_nobody(url: str) -> None:
    policy = AddressPolicy(frozenset({"provider.example"}))
    with pytest.raises(FetchFailed, match="not on the list") as refusal:
        await policy.admit(httpx.URL(url))
    assert refusal.value.reason is Reason.ADDRESS
    assert "secret" not in str(refusal.value)


async def test_what_we_have_is_named_in_both_ways_and_we_say_who_we_are() -> None:
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(304, content=nothing())

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        asking = fetcher(http, user_agent=user_agent("https://touchline.example/bot"))
        asking.robots = permissive()
        date = "Fri, 28 Feb 2020 18:00:00 GMT"
        assert (await asking.get(PAGE, '"1a"', date)).status == 304
        assert (await asking.get(PAGE, None, date)).status == 304
        with pytest.raises(FetchFailed, match="304 although we have no version") as refusal:
            await asking.get(PAGE, "1a\r\nX-Injected: 1", "yesterday")  # neither can stand in a header
    assert refusal.value.reason is Reason.UNASKED
    assert [(one.get("if-none-match"), one.get("if-modified-since")) for one in seen] == [
        ('"1a"', date),
        (None, date),
        (None, None),
    ]
    assert seen[0]["user-agent"] == "touchline-ingestor/0.1 (+https://touchline.example/bot)"


async def test_no_cookie_is_kept() -> None:
    seen: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("cookie"))
        return httpx.Response(200, content=nothing(b"x"), headers={"Set-Cookie": "visitor=1; Path=/"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        asking = fetcher(http)
        asking.robots = permissive()
        await asking.get(PAGE)
        await asking.get(PAGE)
    assert seen == [None, None]


async def test_no_more_requests_than_agreed_are_made_to_a_host_at_once() -> None:
    now, most = [0], [0]

    async def answer(request: httpx.Request) -> httpx.Response:
        now[0] += 1
        most[0] = max(most[0], now[0])
        await asyncio.sleep(0)
        now[0] -= 1
        return httpx.Response(200, content=nothing(b"x"))

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        slots = asyncio.Semaphore(2)
        asking = [fetcher(http, slots=slots) for _ in range(2)]  # two sources of one host
        for one in asking:
            one.robots = permissive()
        await asyncio.gather(*(one.get(f"{PAGE}?{number}") for one in asking for number in range(5)))
    assert most == [2]


async def test_an_answer_that_never_ends_is_given_up_and_not_asked_for_again() -> None:
    asked: list[str] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        await asyncio.Event().wait()
        raise AssertionError("nobody sets the event")

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        asking = fetcher(http, max_seconds=0.01)
        asking.robots = permissive()
        with pytest.raises(FetchFailed, match="no whole answer within") as slow:
            await asking.get(PAGE)
    assert slow.value.reason is Reason.TOO_SLOW
    assert (len(asked), asking.circuit.failures) == (1, 1)


async def nothing(content: bytes = b"") -> AsyncIterator[bytes]:
    yield content


def permissive() -> dict[Origin, Robots]:
    return {origin(httpx.URL(BASE)): Robots.read(b"")}
