"""Requests have a span where spans are collected, and their latency names its trace; otherwise neither."""

from typing import Any

import httpx
import pytest
from known_facts import KnownFacts
from known_state import KNOWN, NO_BUNDLES, KnownSources, known_state
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from test_push_api import parts_of
from test_rpc_api import called

from tests.spans import kept_spans
from touchline.predictor.serving.api import build_api
from touchline.schemas.rpc import predictor_pb2 as rpc

OPEN = {"accept": "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"}
TRACE = "a" * 32
CALLER = f"00-{TRACE}-{'b' * 16}-01"


@pytest.fixture
def client(make: Any) -> httpx.AsyncClient:
    api = build_api(known_state(make), KnownSources("0" * 64), KnownFacts(), NO_BUNDLES)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=api), base_url="http://test")


async def exemplars(client: httpx.AsyncClient) -> set[str]:
    """The traces that the exposition names."""
    answer = await client.get("/metrics", headers=OPEN)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    samples = [one for family in text_string_to_metric_families(answer.text) for one in family.samples]
    return {one.exemplar.labels["trace_id"] for one in samples if one.exemplar}


@pytest.mark.parametrize(
    ("path", "name", "status"),
    [
        ("/v1/fixtures", "GET /fixtures", 200),
        (f"/v1/predict/match?match_id={KNOWN}", "GET /predict/match", 200),  # answered before the routes
        ("/v1/matches/none", "GET /matches/{match_id}", 404),
    ],
)
async def test_a_request_goes_on_in_its_callers_trace_and_its_latency_names_it(
    client: httpx.AsyncClient, path: str, name: str, status: int
) -> None:
    with kept_spans() as spans:
        assert (await client.get(path, headers={"traceparent": CALLER})).status_code == status
    (span,) = spans.get_finished_spans()
    assert (span.name, span.kind.name) == (name, "SERVER")
    assert span.parent is not None
    assert f"{span.context.trace_id:032x}" == TRACE
    assert dict(span.attributes or {}) == {
        "http.request.method": "GET",
        "http.route": name.removeprefix("GET "),
        "http.response.status_code": status,
    }
    assert TRACE in await exemplars(client)


async def test_without_a_collector_no_span_is_made_and_no_trace_named(client: httpx.AsyncClient) -> None:
    unseen = "d" * 32
    await client.get("/v1/fixtures", headers={"traceparent": f"00-{unseen}-{'b' * 16}-01"})
    assert unseen not in await exemplars(client)


async def test_who_does_not_ask_for_openmetrics_gets_the_plain_exposition(client: httpx.AsyncClient) -> None:
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "# EOF" not in answer.text


async def test_a_call_has_a_span_too(make: Any) -> None:
    with kept_spans() as spans:
        async with called(parts_of(make)) as calls:
            await calls.PredictMatch(rpc.PredictMatchRequest(match_id=KNOWN), metadata=[("traceparent", CALLER)])
    (span,) = spans.get_finished_spans()
    assert (span.name, span.kind.name) == ("touchline.predictor.v1.Predictor/PredictMatch", "SERVER")
    assert f"{span.context.trace_id:032x}" == TRACE
