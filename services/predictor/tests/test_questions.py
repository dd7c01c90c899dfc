"""Many questions in one body: answered as each alone, or told which of them is wrong."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_facts import KnownFacts
from known_state import FAR, KNOWN, NAMES, NO_BUNDLES, VALUES, KnownSources, known_state

from touchline.predictor.serving.api import build_api
from touchline.predictor.serving.examples import ANSWERS_ANSWER
from touchline.predictor.serving.problems import MEDIA_TYPE


@pytest.fixture
async def client(make: Any) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(build_api(known_state(make), KnownSources(make.document), KnownFacts(), NO_BUNDLES))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as open_client:
        yield open_client


async def test_many_questions_are_answered_in_their_order_as_each_alone(client: httpx.AsyncClient) -> None:
    asked = [{"home": "chelsea", "away": "everton"}, {"match_id": KNOWN}, {"home": "arsenal", "away": "chelsea"}]
    together = await client.post("/v1/predict/match", json={"matches": asked})
    alone = [(await client.get("/v1/predict/match", params=one)).json() for one in asked]
    assert together.status_code == 200
    assert together.json() == {"answers": alone}


GOOD = {"match_id": KNOWN}
BAD_BODIES = [
    (b"", 422, "body"),
    (b"[1,", 422, "body"),
    (b"\xff\xfe", 422, "body"),
    (b"null", 422, "body"),
    ({}, 422, "matches"),
    ({"matches": []}, 422, "matches"),
    ({"matches": [GOOD] * 21}, 422, "matches"),
    ({"matches": [GOOD], "more": 1}, 422, "more"),
    ({"matches": [GOOD, {"home": "arsenal"}]}, 422, "matches.1.away"),
    ({"matches": [GOOD, {"home": "arsnal", "away": "chelsea"}]}, 404, "matches.1.home"),
    ({"matches": [{"home": 7, "away": "chelsea"}]}, 422, "matches.0.home"),
    ({"matches": [{"home": "chelsea", "away": "arsenal", "date": 1e999}]}, 422, "matches.0.date"),
    ({"matches": [{"match_id": FAR}]}, 404, None),
    (b'{"matches": [{"home": "\\ud800", "away": "chelsea"}]}', 422, "matches.0.home"),
    (b'{"matches": [{"\\ud800": "x"}]}', 422, "matches.0"),
]


@pytest.mark.parametrize(("body", "status", "field"), BAD_BODIES)
async def test_a_bad_body_is_told_which_question_and_what_was_expected(
    client: httpx.AsyncClient, body: Any, status: int, field: str | None
) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = await client.post("/predict/match", content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE), answer.text
    if field is not None:
        assert answer.json()["errors"][0]["field"] == field
        assert answer.json()["errors"][0]["expected"]


async def test_the_example_of_answers_has_the_fields_of_real_ones(client: httpx.AsyncClient) -> None:
    asked = await client.post("/predict/match", json={"matches": [GOOD, {"home": "chelsea", "away": "everton"}]})
    assert [set(one) for one in asked.json()["answers"]] == [set(one) for one in ANSWERS_ANSWER["answers"]]


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), VALUES),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.one_of(NAMES, VALUES), inner, max_size=3)),
    max_leaves=6,
)


def test_no_body_whatever_is_answered_with_a_500(make: Any) -> None:
    api = build_api(known_state(make), KnownSources(make.document), KnownFacts(), NO_BUNDLES)
    questions = st.dictionaries(NAMES, st.one_of(VALUES, JSON), max_size=4)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(JSON, st.lists(st.one_of(questions, JSON), max_size=3).map(lambda asked: {"matches": asked})))
    def ask(body: Any) -> None:
        async def once() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://test") as client:
                return await client.post("/predict/match", content=json.dumps(body).encode())

        answer = asyncio.run(once())
        assert answer.status_code < 500
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == MEDIA_TYPE

    ask()
