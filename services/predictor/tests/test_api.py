"""REST over a state in memory: answers, problems, and never a 500."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_facts import KnownFacts

from touchline.football.bundle import sha256_of
from touchline.predictor.prediction.sealing import Probabilities, next_seal
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.serving import examples
from touchline.predictor.serving.api import build_api
from touchline.predictor.serving.problems import MEDIA_TYPE
from touchline.predictor.serving.state import READ, Served, State
from touchline.runtime.errors import Unavailable
from touchline.schemas.records import MatchPrediction
from touchline.schemas.topics import MATCH_FEATURES, MATCH_PREDICTIONS, PROMOTIONS, RAW_DOCUMENTS, TEAM_FEATURES

KNOWN = "E0:2019-20:arsenal:chelsea"
FAR = "E0:2019-20:everton:arsenal"


class KnownSources:
    """What MariaDB would say; `down` makes it unreachable."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.down = False

    async def vector(self, row: MatchPrediction) -> dict[str, Any] | None:
        if self.down:
            raise Unavailable("MariaDB: gone")
        return {"values": [1.0] * 20, "state_hash": "f" * 64, "kick_off": "t", "available_at": "t"}

    async def documents(self, document_set: str) -> list[dict[str, Any]]:
        return [
            {"sha256": sha256, "source": "football-data", "document_key": "key", "available_at": "t"}
            for sha256 in (self.document, "0" * 64)
        ]

    async def bundle(self, row: MatchPrediction) -> tuple[str, str] | None:
        return "models/1", "b" * 64


def known_state(make: Any) -> State:
    """Three teams, a fixture with a prediction, one beyond the horizon, one document, a champion."""
    state = State(make.horizon)
    near, far = make.features(KNOWN), make.features(FAR, event_time=make.noon + timedelta(days=20))
    row = next_seal(
        make.fixture(match_id=KNOWN), Probabilities(0.5, 0.3, 0.2), make.champion(), before=None, chain=Chain(),
        clock=make.noon, incarnation=0, recorded_at=make.noon,
    )  # fmt: skip
    teams = [make.team(name) for name in ("arsenal", "chelsea", "everton")]
    data = make.bundle()
    for topic, rows in (
        (MATCH_FEATURES, [near, far]),
        (MATCH_PREDICTIONS, [row]),
        (TEAM_FEATURES, [*teams, make.team("paris", pool="FRA")]),
        (RAW_DOCUMENTS, [make.raw_document()]),
        (PROMOTIONS, [make.promotion("1", 1, data)]),
    ):
        state.apply(topic, make.message(topic, rows), make.noon)
    state.served = Served(make.model(), "models/1", sha256_of(data), make.noon)
    state.caught_up = {topic.name for topic in READ}
    return state


@pytest.fixture
def state(make: Any) -> State:
    return known_state(make)


@pytest.fixture
def sources(make: Any) -> KnownSources:
    return KnownSources(make.document)


@pytest.fixture
async def client(state: State, sources: KnownSources) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(build_api(state, sources, KnownFacts()))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as open_client:
        yield open_client


@pytest.mark.parametrize("prefix", ["", "/v1"])
async def test_a_fixture_is_answered_by_its_id_and_by_its_teams(client: httpx.AsyncClient, prefix: str) -> None:
    by_id = await client.get(f"{prefix}/predict/match", params={"match_id": KNOWN})
    by_teams = await client.get(f"{prefix}/predict/match", params={"home": "arsenal", "away": "chelsea"})
    assert by_id.status_code == 200
    assert by_id.json() == by_teams.json()
    answer = by_id.json()
    assert abs(sum(answer["probabilities"].values()) - 1) < 1e-9
    assert answer["model_version"] == "1"
    assert answer["football_time"] == "2019-12-26T12:00:00Z"
    assert (answer["hypothetical"], answer["status"]) == (False, "coming")


async def test_a_meeting_that_nobody_has_planned_is_marked_hypothetical(client: httpx.AsyncClient) -> None:
    for params in ({}, {"date": "2020-01-11"}):
        answer = (await client.get("/v1/predict/match", params={"home": "chelsea", "away": "everton", **params})).json()
        assert answer["hypothetical"] is True
        assert answer["prediction_id"] is None
        assert abs(sum(answer["probabilities"].values()) - 1) < 1e-9


async def test_an_old_prediction_shows_its_age_and_that_the_match_has_started(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    state.football_time = make.noon + timedelta(days=2)
    answer = (await client.get("/predict/match", params={"match_id": KNOWN})).json()
    assert answer["status"] == "started"
    assert answer["age_seconds"] == 2 * 86400


async def test_every_coming_fixture_has_a_prediction_or_a_reason(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/v1/fixtures")).json()
    near, far = answer["fixtures"]
    assert near["prediction"]["match_id"] == KNOWN
    assert far["prediction"] is None
    assert far["reason"] == "it lies beyond the horizon of 8 days"


async def test_lineage_names_objects_whose_hash_can_be_checked(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    (prediction_id,) = state.predictions
    answer = (await client.get(f"/v1/predictions/{prediction_id}/lineage")).json()
    first, second = answer["documents"]
    assert first["object_key"].endswith(f"{make.document}.csv")
    assert first["provenance"] == "derived"
    assert second["object_key"] is None
    assert "retention" in second["reason"]
    assert answer["features"]["values"][0] == {"name": "elo_home", "value": 1.0}
    assert answer["model"]["bundle_sha256"] == "b" * 64


async def test_lineage_names_documents_of_every_source_with_the_address_each_was_fetched_from(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    address = "https://other.example/2019-20/en.1.json"
    other = replace(make.raw_document(), source="openfootball", sha256="0" * 64, url=address)
    state.apply(RAW_DOCUMENTS, make.message(RAW_DOCUMENTS, [other]), make.noon)
    (prediction_id,) = state.predictions
    documents = (await client.get(f"/v1/predictions/{prediction_id}/lineage")).json()["documents"]
    assert [one["url"] for one in documents] == [make.raw_document().url, address]


async def test_a_superseded_prediction_stays_and_names_its_successor(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    (before,) = state.predictions.values()
    row = next_seal(
        make.fixture(match_id=KNOWN, revision=2), Probabilities(0.6, 0.2, 0.2), make.champion(), before=before,
        chain=Chain(before.seal, 1), clock=make.noon, incarnation=0, recorded_at=make.noon,
    )  # fmt: skip
    assert row is not None
    state.apply(MATCH_PREDICTIONS, make.message(MATCH_PREDICTIONS, [row]), make.noon)
    answer = (await client.get(f"/predictions/{before.prediction_id}")).json()
    assert answer["superseded_by"] == row.prediction_id
    assert answer["probabilities"]["home"] == 0.5


async def test_mariadb_down_is_a_problem_of_lineage_alone(
    client: httpx.AsyncClient, state: State, sources: KnownSources
) -> None:
    sources.down = True
    (prediction_id,) = state.predictions
    answer = await client.get(f"/v1/predictions/{prediction_id}/lineage")
    assert (answer.status_code, answer.headers["content-type"]) == (503, MEDIA_TYPE)
    assert (await client.get(f"/v1/predictions/{prediction_id}")).status_code == 200
    assert (await client.get("/health/ready")).status_code == 200


BAD = [
    ("/predict/match", {}, 422, "home"),
    ("/predict/match", {"home": "arsenal"}, 422, "away"),
    ("/predict/match", {"home": "arsenal", "away": "arsenal"}, 422, "away"),
    ("/predict/match", {"home": "", "away": "arsenal"}, 422, "home"),
    ("/predict/match", {"home": "arsnal", "away": "chelsea"}, 404, "home"),
    ("/predict/match", {"home": "arsenal", "away": "paris"}, 422, "away"),
    ("/predict/match", {"home": "chelsea", "away": "arsenal", "date": "tomorrow"}, 422, "date"),
    ("/predict/match", {"home": "chelsea", "away": "arsenal", "date": "2019-02-30"}, 422, "date"),
    ("/predict/match", {"home": "chelsea", "away": "arsenal", "date": "1999-01-01"}, 422, "date"),
    ("/predict/match", {"home": "chelsea", "away": "arsenal", "date": "9999-12-31"}, 422, "date"),
    ("/predict/match", {"match_id": KNOWN, "home": "arsenal"}, 422, "match_id"),
    ("/predict/match", {"match_id": "x" * 5000}, 422, "match_id"),
    ("/predict/match", {"match_id": "E0:2019-20:nobody:else"}, 404, "match_id"),
    ("/predict/match", {"match_id": FAR}, 404, None),
    ("/predictions/none", {}, 404, "prediction_id"),
    ("/predictions/none/lineage", {}, 404, "prediction_id"),
    ("/no/such/page", {}, 404, None),
]


@pytest.mark.parametrize(("path", "params", "status", "field"), BAD)
async def test_a_bad_request_is_told_which_field_and_what_was_expected(
    client: httpx.AsyncClient, path: str, params: dict[str, str], status: int, field: str | None
) -> None:
    answer = await client.get(path, params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    body = answer.json()
    assert body["status"] == status
    assert all(body[name] for name in ("type", "title", "detail", "instance"))
    if field is not None:
        assert body["errors"][0]["field"] == field
        assert body["errors"][0]["expected"]


async def test_another_method_is_a_problem_too(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/fixtures")
    assert (answer.status_code, answer.headers["content-type"]) == (405, MEDIA_TYPE)


async def test_a_team_misspelt_is_told_the_likely_name(client: httpx.AsyncClient) -> None:
    body = (await client.get("/predict/match", params={"home": "arsnal", "away": "chelsea"})).json()
    assert "did you mean arsenal?" in body["errors"][0]["expected"]


NAMES = st.sampled_from(["match_id", "home", "away", "date", "x"])
VALUES = st.one_of(
    st.text(max_size=200), st.sampled_from([KNOWN, FAR, "arsenal", "chelsea", "2020-01-01", "%00", "\ud7ff"])
)


def test_no_query_whatever_is_answered_with_a_500(make: Any) -> None:
    api = build_api(known_state(make), KnownSources(make.document), KnownFacts())

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(NAMES, VALUES), max_size=5), st.sampled_from(["/predict/match", "/v1/fixtures", None]))
    def ask(query: list[tuple[str, str]], path: str | None) -> None:
        async def once() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://test") as client:
                where = path or f"/v1/predictions/{httpx.QueryParams({'q': query[0][1] if query else 'x'})}"
                return await client.get(where, params=httpx.QueryParams([*query]))

        answer = asyncio.run(once())
        assert answer.status_code < 500
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == MEDIA_TYPE

    ask()


async def test_a_replica_is_unready_and_says_why_until_all_is_there_and_then_stays_ready(
    client: httpx.AsyncClient, state: State
) -> None:
    served, state.served = state.served, None
    answer = await client.get("/health/ready")
    assert answer.status_code == 503
    assert "champion" in answer.json()["detail"]
    assert (await client.get("/health/live")).status_code == 200
    state.served = served
    assert (await client.get("/health/ready")).status_code == 200
    state.served = None
    assert (await client.get("/health/ready")).status_code == 200


async def test_without_a_model_a_fixture_states_its_reason(client: httpx.AsyncClient, state: State) -> None:
    state.served = None
    answer = await client.get("/predict/match", params={"match_id": FAR})
    assert answer.json()["detail"] == "no model has been promoted yet"
    hypothetical = await client.get("/predict/match", params={"home": "chelsea", "away": "everton"})
    assert hypothetical.status_code == 503


async def test_metrics_name_routes_by_template_never_by_id(client: httpx.AsyncClient) -> None:
    await client.get("/v1/predictions/abcdef")
    text = (await client.get("/metrics")).text
    assert 'route="/predictions/{prediction_id}",status="404"' in text
    assert "abcdef" not in text


async def test_openapi_examples_have_the_fields_of_real_answers(client: httpx.AsyncClient, state: State) -> None:
    (prediction_id,) = state.predictions
    for path, example in (
        (f"/predict/match?match_id={KNOWN}", examples.PREDICTION_ANSWER),
        ("/predict/match?home=chelsea&away=everton", examples.HYPOTHETICAL_ANSWER),
        ("/fixtures", examples.FIXTURES_ANSWER),
        (f"/predictions/{prediction_id}/lineage", examples.LINEAGE_ANSWER),
    ):
        assert shape((await client.get(path)).json()) == shape(example), path
    described = (await client.get("/openapi.json")).json()
    assert "/v1/predict/match" in described["paths"]
    assert "/predict/match" not in described["paths"]


def shape(answer: Any) -> Any:
    """Field names, nested; of a list, those of its first item."""
    if isinstance(answer, dict):
        return {name: shape(value) for name, value in answer.items()}
    return [shape(answer[0])] if isinstance(answer, list) else None
