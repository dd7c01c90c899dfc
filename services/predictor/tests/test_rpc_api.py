"""gRPC over a real server: REST's answers and sentences, the feed, deadlines, health, reflection."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import grpc
import httpx
import pytest
from changes import sealed, tell
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_facts import KnownFacts, appearance, match, player
from known_season import season_facts, season_state
from known_state import FAR, KNOWN, NAMES, NO_BUNDLES, VALUES, KnownSources, known_state
from prometheus_client import REGISTRY
from test_push_api import OTHER, parts_of
from test_rpc_messages import says

from tests.calling import Calls
from touchline.football.bundle import sha256_of
from touchline.predictor.prediction.forecast import forecast_by
from touchline.predictor.serving.api import api_of
from touchline.predictor.serving.parts import Parts
from touchline.predictor.serving.problems import Problem
from touchline.predictor.serving.push.asking import model_of
from touchline.predictor.serving.push.events import Model
from touchline.predictor.serving.rpc.errors import PROBLEM
from touchline.predictor.serving.rpc.methods import METHODS
from touchline.predictor.serving.rpc.server import serve_rpc
from touchline.schemas.rpc import predictor_pb2 as rpc

PATIENCE = 60  # seconds


@asynccontextmanager
async def called(parts: Parts, **options: int) -> AsyncIterator[Calls]:
    """Calls of a replica's server."""
    ports: list[int] = []
    serving = asyncio.create_task(serve_rpc(parts, "127.0.0.1:0", ports.append))
    while not ports:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        async with Calls(ports[0], **options) as calls:
            await calls.channel.channel_ready()
            yield calls
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


@asynccontextmanager
async def asked(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    """REST over the same parts."""
    transport = httpx.ASGITransport(api_of(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.mark.parametrize(
    ("method", "request_", "path"),
    [
        ("PredictMatch", rpc.PredictMatchRequest(match_id=KNOWN), f"/predict/match?match_id={KNOWN}"),
        ("PredictMatch", rpc.PredictMatchRequest(home="arsenal", away="chelsea"), f"/predict/match?match_id={KNOWN}"),
        (
            "PredictMatch",
            rpc.PredictMatchRequest(home="chelsea", away="everton", date="2020-01-11"),
            "/predict/match?home=chelsea&away=everton&date=2020-01-11",
        ),
        ("ListFixtures", rpc.ListFixturesRequest(), "/fixtures"),
        ("GetMatch", rpc.GetMatchRequest(match_id=KNOWN), f"/matches/{KNOWN}"),
        ("PredictPlayer", rpc.PredictPlayerRequest(name="ola nordmann"), "/predict/player?player_id=p1"),
    ],
)
async def test_a_call_says_what_rest_answers(make: Any, method: str, request_: Any, path: str) -> None:
    parts = parts_of(make)
    known = parts.facts
    assert isinstance(known, KnownFacts)
    known.matches, known.players, known.played = [match((2, 1))], [player()], [appearance(3), appearance(9)]
    async with called(parts) as calls, asked(parts) as client:
        said = await getattr(calls, method)(request_)
        answer = await client.get(path)
    assert answer.status_code == 200
    assert says(answer.json(), said)


async def test_a_sealed_prediction_is_had_by_its_id_and_explained(make: Any) -> None:
    class Sources(KnownSources):
        async def bundle(self, row: Any) -> tuple[str, str]:
            return "models/1", sha256_of(make.bundle())

        async def vector(self, row: Any) -> Any:
            return {**(await super().vector(row) or {}), "values": make.vector()}

    state = known_state(make)
    values = make.vector()
    row = sealed(make, KNOWN, 2)
    forecast = forecast_by(make.model(), values)
    row = replace(row, home=forecast.home, draw=forecast.draw, away=forecast.away, grid=list(forecast.grid))
    parts = Parts.around(state, Sources(make.document), KnownFacts(), NO_BUNDLES)
    tell(state, parts.feed, make, [row], 1)
    async with called(parts) as calls, asked(parts) as client:
        sealed_one = await calls.GetPrediction(rpc.GetPredictionRequest(prediction_id=row.prediction_id))
        by_match = await calls.GetExplanation(rpc.GetExplanationRequest(match_id=KNOWN))
        by_id = await calls.GetExplanation(rpc.GetExplanationRequest(prediction_id=row.prediction_id))
        answer = (await client.get(f"/predictions/{row.prediction_id}/explanation")).json()
        whole = (await client.get(f"/predictions/{row.prediction_id}")).json()
    assert says(whole, sealed_one)
    assert by_match == by_id
    assert says(answer.pop("explanation"), by_id.explanation)
    assert says(answer, by_id.prediction)


async def test_a_simulated_season_is_the_same_one(make: Any) -> None:
    parts = Parts.around(season_state(make), KnownSources(make.document), season_facts(), NO_BUNDLES)
    async with called(parts) as calls, asked(parts) as client:
        said = await calls.SimulateSeason(rpc.SimulateSeasonRequest(competition="E0", runs=200, seed=4))
        answer = (await client.get("/simulations/season?competition=E0&runs=200&seed=4")).json()
        assert says(answer, said)
        assert (await calls.SimulateSeason(rpc.SimulateSeasonRequest(competition="E0"))).runs == 10_000


@pytest.mark.parametrize(
    ("method", "request_", "path", "code"),
    [
        ("PredictMatch", rpc.PredictMatchRequest(home="arsnal", away="chelsea"),
         "/predict/match?home=arsnal&away=chelsea", grpc.StatusCode.NOT_FOUND),
        ("PredictMatch", rpc.PredictMatchRequest(), "/predict/match", grpc.StatusCode.INVALID_ARGUMENT),
        ("PredictMatch", rpc.PredictMatchRequest(match_id=FAR), f"/predict/match?match_id={FAR}",
         grpc.StatusCode.NOT_FOUND),
        ("GetPrediction", rpc.GetPredictionRequest(prediction_id="x"), "/predictions/x", grpc.StatusCode.NOT_FOUND),
        ("GetMatch", rpc.GetMatchRequest(match_id="down"), "/matches/down", grpc.StatusCode.UNAVAILABLE),
        ("SimulateSeason", rpc.SimulateSeasonRequest(competition="E9"), "/simulations/season?competition=E9",
         grpc.StatusCode.NOT_FOUND),
        ("StreamPredictions", rpc.StreamPredictionsRequest(team=["arsnal"]), "/stream/predictions?team=arsnal",
         grpc.StatusCode.NOT_FOUND),
    ],
)  # fmt: skip
async def test_an_error_is_a_status_with_the_same_sentence_and_problem(
    make: Any, method: str, request_: Any, path: str, code: grpc.StatusCode
) -> None:
    parts = parts_of(make)
    assert isinstance(parts.facts, KnownFacts)
    parts.facts.down = True
    async with called(parts) as calls, asked(parts) as client:
        problem = (await client.get(path)).json()
        answer = getattr(calls, method)(request_)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await (answer.read() if method == "StreamPredictions" else answer)
    assert (refused.value.code(), refused.value.details()) == (code, problem["detail"])
    beside = json.loads(dict(refused.value.trailing_metadata())[PROBLEM])
    assert beside == problem | {"instance": method}


@pytest.mark.parametrize(
    ("method", "request_", "field"),
    [
        ("GetMatch", rpc.GetMatchRequest(), "match_id"),
        ("GetMatch", rpc.GetMatchRequest(match_id="x" * 161), "match_id"),
        ("PredictMatch", rpc.PredictMatchRequest(match_id=""), "match_id"),
        ("GetExplanation", rpc.GetExplanationRequest(), "of"),
        ("SimulateSeason", rpc.SimulateSeasonRequest(competition="E0", runs=99), "runs"),
        ("SimulateSeason", rpc.SimulateSeasonRequest(competition="E0", runs=2**31 - 1), "runs"),
        ("SimulateSeason", rpc.SimulateSeasonRequest(competition="E0", seed=-1), "seed"),
    ],
)
async def test_what_rest_refuses_by_its_declaration_is_refused_here_too(
    make: Any, method: str, request_: Any, field: str
) -> None:
    async with called(parts_of(make)) as calls:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await getattr(calls, method)(request_)
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert json.loads(dict(refused.value.trailing_metadata())[PROBLEM])["errors"][0]["field"] == field


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked_for=st.dictionaries(NAMES.filter(lambda name: name != "x"), VALUES))
async def test_no_request_is_our_fault(make: Any, asked_for: dict[str, str]) -> None:
    legible = {name: value.encode("utf-8", "replace").decode() for name, value in asked_for.items()}
    with suppress(Problem):
        await METHODS["PredictMatch"](parts_of(make), rpc.PredictMatchRequest(**legible))


async def heard(stream: Any) -> Any:
    async with asyncio.timeout(PATIENCE):
        return await stream.read()


async def test_a_subscriber_hears_what_a_get_answers_and_goes_on_where_it_left(make: Any) -> None:
    parts = parts_of(make)
    async with called(parts) as calls:
        stream = calls.StreamPredictions(rpc.StreamPredictionsRequest())
        opened = await heard(stream)
        assert (opened.WhichOneof("event"), opened.position, opened.open.model.version) == ("open", "0a1b2c3d:0.0", "1")
        tell(parts.state, parts.feed, make, [sealed(make, KNOWN, 2)], 5)
        event = await heard(stream)
        assert event.prediction == await calls.PredictMatch(rpc.PredictMatchRequest(match_id=KNOWN))
        stream.cancel()
        tell(parts.state, parts.feed, make, [sealed(make, KNOWN, 3), sealed(make, OTHER, 1)], 6)
        back = calls.StreamPredictions(rpc.StreamPredictionsRequest(after=event.position, team=["everton"]))
        opened, missed = await heard(back), await heard(back)
        assert (opened.open.resumed, missed.prediction.match_id, missed.position) == (True, OTHER, "0a1b2c3d:6.2")
        model = model_of(parts.state)
        assert model is not None
        parts.feed.swapped(Model(model.name, "2", model.since))
        swapped = await heard(back)
        assert (swapped.HasField("position"), swapped.model.version) == (False, "2")
        late = calls.StreamPredictions(rpc.StreamPredictionsRequest(after="ffffffff:1.1"))
        assert "another log" in [await heard(late) for _ in range(2)][1].reset.reason


async def test_a_deadline_ends_a_stream_and_frees_its_place(make: Any) -> None:
    parts = parts_of(make)
    async with called(parts) as calls:
        stream = calls.StreamPredictions(rpc.StreamPredictionsRequest(), timeout=1.0)
        await heard(stream)
        with pytest.raises(grpc.aio.AioRpcError) as over:
            await heard(stream)
        assert over.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        await until(lambda: not parts.feed.subscriptions)


async def test_a_deadline_ends_a_call_that_waits_for_mariadb(make: Any) -> None:
    parts, gone = parts_of(make), asyncio.Event()

    async def hang(match_id: str) -> Any:
        try:
            await asyncio.Event().wait()
        finally:
            gone.set()

    parts.facts.assertions = hang  # type: ignore[method-assign]
    async with called(parts) as calls:
        with pytest.raises(grpc.aio.AioRpcError) as over:
            await calls.GetMatch(rpc.GetMatchRequest(match_id=KNOWN), timeout=0.5)
        assert over.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        async with asyncio.timeout(PATIENCE):
            await gone.wait()


async def test_who_does_not_read_is_ended_and_others_hear_everything(make: Any) -> None:
    parts = parts_of(make, room=5)
    async with (
        called(parts) as calls,
        Calls(calls.port, **{"http2.bdp_probe": 0}) as lazy,
    ):  # 64 kB on their way at most
        slow = lazy.StreamPredictions(rpc.StreamPredictionsRequest())
        quick = calls.StreamPredictions(rpc.StreamPredictionsRequest())
        await heard(slow)
        await heard(quick)
        told = 0
        while len(parts.feed.subscriptions) == 2:
            told += 1
            assert told < 5000, "a subscriber that does not read is still served"
            tell(parts.state, parts.feed, make, [sealed(make, KNOWN, 1 + told)], told)
            assert (await heard(quick)).prediction.revision == 1 + told
        with pytest.raises(grpc.aio.AioRpcError) as over:
            [await heard(slow) for _ in range(told)]
    assert over.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_an_ending_replica_ends_its_streams_and_says_so(make: Any) -> None:
    parts = parts_of(make)
    async with called(parts) as calls:
        stream = calls.StreamPredictions(rpc.StreamPredictionsRequest())
        await heard(stream)
        parts.feed.close()
        with pytest.raises(grpc.aio.AioRpcError) as over:
            await heard(stream)
    assert over.value.code() is grpc.StatusCode.UNAVAILABLE
    assert "another" in over.value.details()


async def test_calls_are_measured_by_what_became_of_them(make: Any) -> None:
    def counted(method: str, code: str) -> float:
        labels = {"method": method, "code": code}
        return REGISTRY.get_sample_value("touchline_grpc_call_seconds_count", labels) or 0.0

    unknown, fixtures = rpc.GetPredictionRequest(prediction_id="x"), rpc.ListFixturesRequest()
    before = counted("GetPrediction", "NOT_FOUND"), counted("ListFixtures", "OK")
    async with called(parts_of(make)) as calls:
        await calls.ListFixtures(fixtures)
        with pytest.raises(grpc.aio.AioRpcError):
            await calls.GetPrediction(unknown)
        await until(
            lambda: counted("GetPrediction", "NOT_FOUND") > before[0]
        )  # a refusal is heard before it is counted
    assert (counted("GetPrediction", "NOT_FOUND"), counted("ListFixtures", "OK")) == (before[0] + 1, before[1] + 1)


async def test_health_says_whether_the_replica_is_ready(make: Any) -> None:
    parts = parts_of(make)
    parts.state.served, served = None, parts.state.served
    async with called(parts) as calls:
        health = health_pb2_grpc.HealthStub(calls.channel)
        asked_of = health_pb2.HealthCheckRequest(service="touchline.predictor.v1.Predictor")
        watching = health.Watch(asked_of)
        assert (await heard(watching)).status == health_pb2.HealthCheckResponse.NOT_SERVING
        parts.state.served = served
        assert (await heard(watching)).status == health_pb2.HealthCheckResponse.SERVING
        assert (await health.Check(health_pb2.HealthCheckRequest())).status == health_pb2.HealthCheckResponse.SERVING


async def test_reflection_names_the_service(make: Any) -> None:
    async with called(parts_of(make)) as calls:
        stub = reflection_pb2_grpc.ServerReflectionStub(calls.channel)
        asking = stub.ServerReflectionInfo(iter([reflection_pb2.ServerReflectionRequest(list_services="")]))
        named = [one.name for one in (await heard(asking)).list_services_response.service]
    assert "touchline.predictor.v1.Predictor" in named


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
