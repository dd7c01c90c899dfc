"""Whatever stands in a header, the answer is a document or a named failure, never another error."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from touchline.ingestor.errors import FetchFailed
from touchline.ingestor.fakes import BASE, fetcher, provider_of
from touchline.ingestor.fetching import Fetcher, conditions
from touchline.ingestor.looks import Promise
from touchline.ingestor.quota import FOOTBALL_DATA_ORG, Quota
from touchline.ingestor.sources.card import Kind
from touchline.ingestor.times import http_date, retry_after

NAMES = ("location", "date", "retry-after", "content-type", "content-encoding", "etag", "last-modified", "set-cookie")
NOW = datetime(2020, 2, 28, 18, tzinfo=UTC)

# What can stand in a header: any byte but controls; and pieces that parsers take to.
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)
TELLING = st.sampled_from(
    (
        *("//[::1", "http://[v1.x]/", "https://a:99999999/", "https://xn--/", "?#", "\xad//x", "%"),
        *("Fri, 31 Dec 9999 23:59:59 -1400", "Mon, 01 Jan 0001 00:00:00 +1400", "²", "9" * 400),
        *("gzip", "charset=ééé", "text/html; charset=\xff", 'text/csv; charset="\'"'),
    )
)


def answering(status: int, headers: dict[str, str]) -> Fetcher:
    latin = provider_of(lambda path: (status, {}, b"a,b\n"))

    async def app(scope: object, receive: object, send: object) -> None:
        async def with_headers(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
            await send(message)  # type: ignore[operator] # the bare ASGI signature

        await latin(scope, receive, with_headers)

    made = fetcher(httpx.AsyncClient(transport=httpx.ASGITransport(app)), attempts=1, source="any-header")
    made.quota = Quota(FOOTBALL_DATA_ORG)
    return made


@settings(max_examples=300, deadline=None)
@given(
    status=st.sampled_from([200, 301, 302, 304, 307, 404, 429, 503]),
    headers=st.dictionaries(st.sampled_from(NAMES), TEXT | TELLING, max_size=4),
)
@example(status=302, headers={"location": "http://[::1"})
@example(status=302, headers={"location": "https://xn--/"})
@example(status=429, headers={"retry-after": "²"})
@example(status=200, headers={"date": "Fri, 31 Dec 9999 23:59:59 -1400", "etag": "é"})
async def test_any_headers_end_in_an_answer_or_a_named_failure(status: int, headers: dict[str, str]) -> None:
    asking = answering(status, headers)
    try:
        await asking.read_robots(BASE)
        answer = await asking.get(f"{BASE}/a.csv", promised=Promise(Kind.CSV))
    except FetchFailed as failure:
        labels = {"source": "any-header", "reason": failure.reason.value}
        assert (REGISTRY.get_sample_value("touchline_fetch_failures_total", labels) or 0) >= 1
    else:
        assert answer.status in (200, 404)
        assert conditions(answer.headers.get("etag"), answer.headers.get("last-modified")) is not None


@settings(max_examples=300, deadline=None)
@given(etag=TEXT | TELLING, last_modified=TEXT | TELLING)
async def test_what_a_provider_once_called_its_version_can_always_be_asked_with(etag: str, last_modified: str) -> None:
    asking = answering(200, {})
    assert (await asking.get(f"{BASE}/a.csv", etag, last_modified)).status == 200


@settings(max_examples=300, deadline=None)
@given(value=TEXT | TELLING)
@example(value="Fri, 31 Dec 9999 23:59:59 -1400")
def test_any_text_is_read_as_a_moment_or_as_none(value: str) -> None:
    moment = http_date(value)
    assert moment is None or moment.utcoffset() == timedelta(0)
    wait = retry_after(value, NOW)
    assert wait is None or wait >= 0


@pytest.mark.parametrize(
    ("date", "trusted"), [("Fri, 28 Feb 2020 17:00:00 GMT", 17), ("Fri, 28 Feb 9999 17:00:00 GMT", 18)]
)
async def test_a_live_provider_whose_clock_is_far_off_does_not_move_football_time(date: str, trusted: int) -> None:
    asking = answering(200, {"date": date})
    asking.now = lambda: NOW
    assert (await asking.read_robots(BASE)).year == int(date[12:16])  # the sandbox's clock is football time itself
    asking.policy = type(asking.policy)(frozenset({"a.example"}), resolve=lambda host: _public())
    assert (await asking.get("https://a.example/a.csv")).football_time == NOW.replace(hour=trusted)


async def _public() -> list[str]:
    return ["93.184.215.14"]
