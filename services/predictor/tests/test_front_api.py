"""Tags, standing answers and pages of other origins: what stands before the routes says what the routes say."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from known_facts import KnownFacts
from known_keys import Clock, KeyTable, gate_of
from known_state import KNOWN, NO_BUNDLES, KnownSources, known_state
from prometheus_client import REGISTRY

from touchline.predictor.config import PredictorSettings
from touchline.predictor.prediction.sealing import next_seal
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.serving.api import api_of
from touchline.predictor.serving.front.standing import StandingAnswers
from touchline.predictor.serving.parts import Parts
from touchline.predictor.serving.problems import MEDIA_TYPE
from touchline.predictor.serving.state import State
from touchline.schemas.topics import MATCH_PREDICTIONS, RAW_DOCUMENTS

PATH = f"/v1/predict/match?match_id={KNOWN}"
ORIGIN = "https://football.example"
TAGGED = [PATH, "/predict/match?home=chelsea&away=everton&date=2020-01-11", "/v1/fixtures", "/openapi.json"]


@asynccontextmanager
async def asked(make: Any, state: State | None = None, **parts: Any) -> AsyncIterator[httpx.AsyncClient]:
    known = Parts.around(
        state or known_state(make), KnownSources(make.document), KnownFacts(), NO_BUNDLES, **parts
    )  # fmt: skip
    transport = httpx.ASGITransport(api_of(known), client=("127.0.0.1", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def later(make: Any, state: State, days: int = 0) -> None:
    """Something else was read, some days later."""
    state.apply(RAW_DOCUMENTS, make.message(RAW_DOCUMENTS, [make.raw_document()], make.noon + timedelta(days=days)),
                make.noon + timedelta(days=days, seconds=1))  # fmt: skip


@pytest.mark.parametrize("path", TAGGED)
async def test_who_has_an_answer_hears_304_though_the_clock_moved_on(make: Any, path: str) -> None:
    state = known_state(make)
    async with asked(make, state) as client:
        first = await client.get(path)
        tag = first.headers["etag"]
        assert (first.status_code, first.headers["cache-control"]) == (200, "private, no-cache")
        later(make, state, days=1)
        for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
            again = await client.get(path, headers={"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
        assert (await client.get(path, headers={"If-None-Match": '"other"'})).status_code == 200
    if path != "/openapi.json":
        assert first.headers["touchline-football-time"] == "2019-12-26T12:00:00Z"
        assert again.headers["touchline-football-time"] == "2019-12-27T12:00:00Z"


async def test_a_superseded_prediction_is_no_longer_what_its_tag_says(make: Any) -> None:
    state = known_state(make)
    async with asked(make, state) as client:
        tag = (await client.get(PATH)).headers["etag"]
        before = state.latest[KNOWN]
        row = next_seal(
            make.fixture(match_id=KNOWN), make.said(0.4, 0.3, 0.3), make.champion(), before=before,
            chain=Chain(before.seal, 1), clock=make.noon + timedelta(hours=1), incarnation=0, recorded_at=make.noon,
        )  # fmt: skip
        assert row is not None
        state.apply(MATCH_PREDICTIONS, make.message(MATCH_PREDICTIONS, [row]), make.noon)
        anew = await client.get(PATH, headers={"If-None-Match": tag})
    assert anew.status_code == 200
    assert anew.headers["etag"] != tag
    assert anew.json()["probabilities"]["home"] == pytest.approx(0.4)


async def test_a_tag_of_a_match_is_the_same_whether_the_route_or_the_front_answers(make: Any) -> None:
    async with asked(make) as client:
        front, route = await client.get(PATH), await client.get(PATH + "&unknown=1")
    assert (front.content, front.headers["etag"]) == (route.content, route.headers["etag"])
    assert dict(front.headers) == dict(route.headers)


async def test_a_standing_answer_says_the_time_of_what_was_read_last(make: Any) -> None:
    state = known_state(make)
    async with asked(make, state) as client:
        first = (await client.get(PATH)).json()
        later(make, state, days=1)
        second = (await client.get(PATH)).json()
    assert second["age_seconds"] - first["age_seconds"] == 86400
    assert second["football_time"] == "2019-12-27T12:00:00Z"
    clock = {"football_time", "age_seconds", "topics_read_at"}
    assert {name for name in first if first[name] != second[name]} == clock


async def test_a_swapped_model_is_never_stated_by_an_answer_that_stood_before_it(make: Any) -> None:
    state = known_state(make)
    path = "/v1/predict/match?home=chelsea&away=everton"
    async with asked(make, state) as client:
        before = (await client.get(path)).json()
        assert state.served is not None
        state.served = replace(state.served, model=make.model("2", bias=0.5))
        after = (await client.get(path)).json()
    assert (before["model_version"], after["model_version"]) == ("1", "2")
    assert after["probabilities"]["home"] > before["probabilities"]["home"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("match_id=nobody", 404),
        ("home=arsenal&away=arsenal", 422),
        ("home=arsenal&away=chelsea&date=tomorrow", 422),
        (f"match_id={KNOWN}&home=arsenal", 422),
        (f"match_id={KNOWN}&match_id={KNOWN}", 200),
        ("match_id=", 422),
        ("match_id=" + "x" * 161, 422),
        ("match_id=%FF%00", 404),
        ("", 422),
    ],
)
async def test_what_has_no_answer_is_refused_in_the_same_words_by_the_front(make: Any, query: str, status: int) -> None:
    async with asked(make) as client:
        front = await client.get(f"/v1/predict/match?{query}")
        route = await client.get(f"/v1/predict/match?{query}&unknown=1")
    assert (front.status_code, front.content) == (status, route.content)
    assert front.headers["content-type"] == (MEDIA_TYPE if status > 200 else "application/json")


async def test_the_front_asks_the_gate_once_and_is_measured_as_the_route_is(make: Any) -> None:
    table, clock = KeyTable(), Clock()
    key = {"Authorization": f"Bearer {table.make(burst=2, per_minute=1)}"}
    gate = gate_of(table, clock)
    await gate.keys.look()

    def counted(status: str) -> float:
        labels = {"route": "/predict/match", "status": status}
        return REGISTRY.get_sample_value("touchline_request_seconds_count", labels) or 0.0

    before = {status: counted(status) for status in ("200", "304", "401", "429")}
    async with asked(make, gate=gate) as client:
        refused = await client.get(PATH)
        good = await client.get(PATH, headers=key)
        known = await client.get(PATH, headers={**key, "If-None-Match": good.headers["etag"]})
        too_often = await client.get(PATH, headers=key)
    assert [one.status_code for one in (refused, good, known, too_often)] == [401, 200, 304, 429]
    assert too_often.headers["retry-after"]
    assert {status: counted(status) - had for status, had in before.items()} == dict.fromkeys(before, 1.0)


def test_questions_that_are_not_asked_any_more_are_forgotten(make: Any) -> None:
    answers = StandingAnswers(known_state(make), kept=3)
    for number in range(10):
        query = f"home=chelsea&away=everton&date=2020-01-{number + 10}".encode()
        words = answers.read(query)
        assert words is not None
        answers.answer(query, words)
    assert len(answers._kept) == 3


async def test_a_page_of_a_named_origin_may_ask_and_others_may_not(make: Any) -> None:
    preflight = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "Authorization"}
    async with asked(make, origins=(ORIGIN,)) as client:
        agreed = await client.options(PATH, headers={"Origin": ORIGIN, **preflight})
        refused = await client.options(PATH, headers={"Origin": "https://other.example", **preflight})
        answer = await client.get(PATH, headers={"Origin": ORIGIN})
        problem = await client.get("/v1/predict/match", headers={"Origin": ORIGIN})
        other = await client.get(PATH, headers={"Origin": "https://other.example"})
    assert (agreed.status_code, agreed.headers["access-control-allow-origin"]) == (200, ORIGIN)
    assert re.search("authorization", agreed.headers["access-control-allow-headers"], re.IGNORECASE)
    assert refused.status_code == 400
    for one in (answer, problem):
        assert one.headers["access-control-allow-origin"] == ORIGIN
        assert "ETag" in one.headers["access-control-expose-headers"]
        assert "access-control-allow-credentials" not in one.headers
    assert "access-control-allow-origin" not in other.headers


async def test_without_the_setting_no_page_of_another_origin_may_ask(make: Any) -> None:
    async with asked(make) as client:
        answer = await client.get(PATH, headers={"Origin": ORIGIN})
        preflight = await client.options(PATH, headers={"Origin": ORIGIN, "Access-Control-Request-Method": "GET"})
    assert "access-control-allow-origin" not in answer.headers
    assert preflight.status_code == 405


@pytest.mark.parametrize("setting", ["football.example", "https://a.example/path", "https://a.example,", "null"])
def test_a_setting_that_names_no_origins_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match="cors_origins"):
        PredictorSettings(cors_origins=setting)
    assert PredictorSettings(cors_origins=f"{ORIGIN},http://localhost:3000").origins == (
        ORIGIN, "http://localhost:3000",
    )  # fmt: skip
