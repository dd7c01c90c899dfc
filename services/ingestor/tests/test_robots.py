"""robots.txt is read by RFC 9309, and no robots.txt can hurt us."""

from collections.abc import Callable

import httpx
import pytest

from touchline.ingestor.addresses import AddressPolicy
from touchline.ingestor.errors import FetchFailed, Reason
from touchline.ingestor.fakes import BASE, Sent, fetcher, provider_of
from touchline.ingestor.fetching import Fetcher
from touchline.ingestor.robots import MOST_BYTES, Robots

SITE = "https://a.example"


def asking(answer: Callable[[str], Sent]) -> Fetcher:
    return fetcher(httpx.AsyncClient(transport=httpx.ASGITransport(provider_of(answer))))


def test_the_group_for_us_comes_before_the_group_for_all() -> None:
    robots = Robots.read(
        b"User-agent: *\nDisallow: /\n\n"
        b"User-agent: Googlebot\nuser-agent: TOUCHLINE-Ingestor/9\nDisallow: /private\nAllow: /private/odds\n\n"
        b"User-agent: touchline\nDisallow: /odds\n"  # a shorter name is another robot's (RFC 9309, 2.2.1)
    )
    assert robots.allows(f"{SITE}/odds")
    assert robots.allows(f"{SITE}/private/odds.csv")
    assert not robots.allows(f"{SITE}/private/x")


def test_rules_for_others_are_not_ours() -> None:
    robots = Robots.read(b"User-agent: Googlebot\nDisallow: /\nUser-agent: bingbot\nDisallow: /a\n")
    assert robots.allows(f"{SITE}/a")


def test_what_is_read_ends_with_a_whole_line() -> None:
    rules = b"User-agent: *\nDisallow: /private\n"
    comment = b"#" * (MOST_BYTES - len(rules) - len(b"\nDisallow: /"))
    robots = Robots.read(rules + comment + b"\nDisallow: /open\n")
    assert not robots.allows(f"{SITE}/private")
    assert robots.allows(f"{SITE}/open")  # cut in the middle it would read "Disallow: /"


async def test_a_crawl_delay_slows_us_down_and_a_shorter_one_does_not_hurry_us() -> None:
    async def pace(delay: bytes) -> float | None:
        asked = asking(lambda path: (200, {}, b"User-agent: *\nCrawl-delay: " + delay))
        await asked.read_robots(BASE)
        return asked.slow.time_period if asked.slow else None

    assert await pace(b"5") == 5
    assert await pace(b"0.0001") is None
    assert await pace(b"nan") is None


async def test_the_slowest_host_that_a_run_meets_sets_the_pace_until_the_next_run() -> None:
    rules = [b"User-agent: *\nCrawl-delay: 9\n", b"User-agent: *\nCrawl-delay: 3\n", b""]
    asked = asking(lambda path: (200, {}, rules[0]))
    await asked.read_robots(BASE)
    del rules[0]
    asked.policy = AddressPolicy(frozenset({"cdn.example"}), BASE, public)
    await asked.get("https://cdn.example/a.csv")
    assert asked.slow
    assert asked.slow.time_period == 9
    del rules[0]
    await asked.read_robots(BASE)
    assert asked.slow is None


async def test_who_asks_for_a_day_between_requests_is_not_asked() -> None:
    asked = asking(lambda path: (200, {}, b"User-agent: *\nCrawl-delay: 86400\n"))
    await asked.read_robots(BASE)
    with pytest.raises(FetchFailed, match="86400 s between requests") as refusal:
        await asked.get(f"{BASE}/fixtures.csv")
    assert refusal.value.reason is Reason.ROBOTS


async def test_a_redirect_within_the_host_is_judged_by_its_rules_too() -> None:
    sent: list[str] = []

    def answer(path: str) -> Sent:
        sent.append(path)
        if path == "/robots.txt":
            return 200, {}, b"User-agent: *\nDisallow: /private\n"
        return 302, {"Location": "/private/fixtures.csv"}, b""

    with pytest.raises(FetchFailed, match=r"/private/fixtures.csv: robots.txt forbids it"):
        await asking(answer).get(f"{BASE}/fixtures.csv")
    assert sent == ["/robots.txt", "/fixtures.csv"]


async def test_robots_txt_is_read_once_for_all_documents_of_a_run() -> None:
    sent: list[str] = []

    def answer(path: str) -> Sent:
        sent.append(path)
        return 200, {}, b"x"

    asked = asking(answer)
    await asked.read_robots(BASE)
    for number in range(3):
        await asked.get(f"{BASE}/{number}.csv")
    assert sent.count("/robots.txt") == 1


async def public(host: str) -> list[str]:
    return ["93.184.215.14"]
