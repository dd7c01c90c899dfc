"""A key is never asked for more than its provider says is left."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import SecretStr

from touchline.ingestor.errors import FetchFailed, Reason, TryAgain
from touchline.ingestor.fakes import BASE, Sent, fetcher, provider_of
from touchline.ingestor.fetching import Fetcher
from touchline.ingestor.keys import Keys
from touchline.ingestor.quota import FOOTBALL_DATA_ORG, THE_ODDS_API, Budget, Period, Quota

NOW = datetime(2020, 2, 28, 18, 0, 30, tzinfo=UTC)
KEYS = Keys(headers={"X-Auth-Token": SecretStr("t0ken")})


def asking(answer: Callable[[str], Sent], quota: Quota, now: Callable[[], datetime] = lambda: NOW) -> Fetcher:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(provider_of(answer)))
    return fetcher(http, keys=KEYS, quota=quota, now=now)


async def test_the_month_of_the_odds_api_is_not_spent_beyond_its_reserve() -> None:
    left = [12]

    def answer(path: str) -> Sent:
        if path != "/robots.txt":
            left[0] -= 1
        return 200, {"x-requests-remaining": str(left[0]), "x-requests-used": str(500 - left[0])}, b"{}"

    budget = Budget(Period.MONTH, reserve=10, used=THE_ODDS_API.used)
    asked = asking(answer, Quota(budget))
    for _ in range(2):
        await asked.get(f"{BASE}/v4/odds")
    with pytest.raises(FetchFailed, match=r"10 requests left for this month, 10 of which.*2020-03-01 00:00:00") as end:
        await asked.get(f"{BASE}/v4/odds")
    assert end.value.reason is Reason.QUOTA
    assert left == [10]
    assert asked.circuit.failures == 0


async def test_the_minute_of_football_data_org_is_waited_for() -> None:
    moments = [NOW]
    sent: list[datetime] = []

    def answer(path: str) -> Sent:
        if path == "/robots.txt":
            return 404, {}, b""
        sent.append(moments[-1])
        return 200, {"X-Requests-Available-Minute": "0", "X-RequestCounter-Reset": "37"}, b"{}"

    asked = asking(answer, Quota(FOOTBALL_DATA_ORG), now=lambda: moments[-1])
    await asked.get(f"{BASE}/v4/matches")
    with pytest.raises(TryAgain, match=r"0 requests left for this minute.*18:01:07 UTC") as wait:
        await asked.get(f"{BASE}/v4/matches")
    assert wait.value.after == 37
    assert len(sent) == 1
    moments.append(NOW + timedelta(seconds=37))
    await asked.get(f"{BASE}/v4/matches")
    assert len(sent) == 2


def test_a_plan_is_obeyed_before_and_without_any_header() -> None:
    quota = Quota(Budget(Period.DAY, limit=3, cost=2))
    quota.take(NOW)
    quota.heard({}, NOW)
    with pytest.raises(FetchFailed, match="1 requests left for this day, one costs 2; there again at 2020-02-29"):
        quota.take(NOW)
    quota.take(NOW + timedelta(hours=6))


def test_what_is_used_tells_what_is_left_of_a_plan() -> None:
    quota = Quota(Budget(Period.MONTH, limit=500, used="x-requests-used"))
    quota.heard({"x-requests-used": "499"}, NOW)
    assert quota.left == 1


@pytest.mark.parametrize("nonsense", ["", "-3", "many", "9" * 5_000, "²", "1e9"])
def test_a_count_that_is_none_is_not_believed(nonsense: str) -> None:
    quota = Quota(FOOTBALL_DATA_ORG)
    quota.take(NOW)
    quota.heard({FOOTBALL_DATA_ORG.remaining: nonsense, str(FOOTBALL_DATA_ORG.resets): nonsense}, NOW)
    assert (quota.left, quota.again_at) == (9, NOW + timedelta(minutes=1))


def test_no_count_runs_longer_than_a_month_whatever_a_header_says() -> None:
    quota = Quota(FOOTBALL_DATA_ORG)
    quota.heard({FOOTBALL_DATA_ORG.remaining: "0", str(FOOTBALL_DATA_ORG.resets): "999999999999"}, NOW)
    assert quota.again_at == NOW + timedelta(days=32)
