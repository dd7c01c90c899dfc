"""REST over a state in memory: answers, problems, and never a 500."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_facts import KnownFacts
from known_state import FAR, KNOWN, NAMES, NO_BUNDLES, VALUES, KnownSources, known_state

from touchline.football import markets
from touchline.football.meeting import as_they_stand
from touchline.predictor.prediction.sealing import next_seal
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.serving import examples
from touchline.predictor.serving.api import build_api
from touchline.predictor.serving.problems import MEDIA_TYPE
from touchline.predictor.serving.state import State
from touchline.schemas.topics import MATCH_PREDICTIONS, RAW_DOCUMENTS


@pytest.fixture
def state(make: Any) -> State:
    return known_state(make)


@pytest.fixture
def sources(make: Any) -> KnownSources:
    return KnownSources(make.document)


@pytest.fixture
async def client(state: State, sources: KnownSources) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(build_api(state, sources, KnownFacts(), NO_BUNDLES))
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


async def test_a_hypothetical_meeting_is_what_the_model_says_of_both_teams_as_they_stand(
    client: httpx.AsyncClient, make: Any
) -> None:
    answer = (await client.get("/v1/predict/match", params={"home": "chelsea", "away": "everton"})).json()
    home, away = (make.team(name).values for name in ("chelsea", "everton"))
    grid = make.model().predict_grids(np.array([as_they_stand(home, away, make.noon)]))[0]
    assert list(answer["probabilities"].values()) == markets.result(grid).tolist()
    assert answer["grid"] == grid.round(9).tolist()


async def test_an_answer_holds_all_markets_and_its_grid_and_the_list_of_fixtures_does_not(
    client: httpx.AsyncClient,
) -> None:
    planned = (await client.get("/v1/predict/match", params={"match_id": KNOWN})).json()
    unplanned = (await client.get("/v1/predict/match", params={"home": "chelsea", "away": "everton"})).json()
    for answer in (planned, unplanned):
        said, grid, (home, draw, away) = answer["markets"], answer["grid"], answer["probabilities"].values()
        assert sum(map(sum, grid)) == pytest.approx(1, abs=1e-6)
        assert sum(grid[goals][goals] for goals in range(13)) == pytest.approx(draw, abs=1e-6)
        assert said["double_chance"]["home_or_away"] == pytest.approx(home + away, abs=1e-6)
        assert said["expected_points"]["home"] == pytest.approx(3 * home + draw, abs=1e-6)
    near, _ = (await client.get("/v1/fixtures")).json()["fixtures"]
    assert planned == {**near["prediction"], **{name: planned[name] for name in ("markets", "grid", "with_odds")}}


async def test_the_product_with_odds_stands_beside_the_other_with_markets_of_its_own_grid(
    client: httpx.AsyncClient, state: State
) -> None:
    answer = (await client.get("/v1/predict/match", params={"match_id": KNOWN})).json()
    said, cells = answer["with_odds"], state.latest[KNOWN].grid_with_odds
    assert cells is not None
    assert said["reason"] is None
    assert list(said["probabilities"].values()) == pytest.approx([0.55, 0.27, 0.18], abs=1e-9)
    assert list(answer["probabilities"].values()) == pytest.approx([0.5, 0.3, 0.2], abs=1e-9)
    assert np.array(said["grid"]).reshape(-1) == pytest.approx(cells, abs=1e-9)
    assert said["markets"]["double_chance"]["home_or_draw"] == pytest.approx(0.82, abs=1e-6)
    prices = (await client.get(said["prices"])).json()["prices"]
    assert {one["bookmaker"]: one["read"] for one in prices} == {"average": True, "b365": False}
    assert prices[0]["prices"] == [2.0, 3.4, 3.9]
    assert prices[0]["available_at"] == "2019-12-24T12:00:00Z"


async def test_where_there_is_no_product_with_odds_an_answer_says_why(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    async def reason(**query: str) -> str:
        said = (await client.get("/v1/predict/match", params=query)).json()["with_odds"]
        assert {said[name] for name in ("probabilities", "markets", "grid", "prices")} == {None}
        return str(said["reason"])

    state.latest[KNOWN] = replace(state.latest[KNOWN], grid_with_odds=None)
    assert await reason(match_id=KNOWN) == "model 1 has no product with odds"
    assert state.served is not None
    state.served = replace(state.served, model=make.model(with_odds=True))
    assert await reason(match_id=KNOWN) == "no prices were known when it was sealed"
    state.latest[KNOWN] = replace(state.latest[KNOWN], model_version="0")
    state.turn += 1  # as a message does
    assert await reason(match_id=KNOWN) == (
        "no prices were known when it was sealed, or its model has no product with odds"
    )
    assert await reason(home="chelsea", away="everton") == "prices are read for planned matches, when they are sealed"


async def test_a_prediction_sealed_before_grids_were_kept_has_chances_and_no_markets(
    client: httpx.AsyncClient, state: State
) -> None:
    state.latest[KNOWN] = replace(state.latest[KNOWN], grid=None)
    answer = (await client.get("/v1/predict/match", params={"match_id": KNOWN})).json()
    assert (answer["markets"], answer["grid"]) == (None, None)
    assert sum(answer["probabilities"].values()) == pytest.approx(1, abs=1e-9)


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
        make.fixture(match_id=KNOWN, revision=2), make.said(0.6, 0.2, 0.2), make.champion(), before=before,
        chain=Chain(before.seal, 1), clock=make.noon, incarnation=0, recorded_at=make.noon,
    )  # fmt: skip
    assert row is not None
    state.apply(MATCH_PREDICTIONS, make.message(MATCH_PREDICTIONS, [row]), make.noon)
    answer = (await client.get(f"/predictions/{before.prediction_id}")).json()
    assert answer["superseded_by"] == row.prediction_id
    assert answer["probabilities"]["home"] == pytest.approx(0.5, abs=1e-9)


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


def test_no_query_whatever_is_answered_with_a_500(make: Any) -> None:
    api = build_api(known_state(make), KnownSources(make.document), KnownFacts(), NO_BUNDLES)

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
