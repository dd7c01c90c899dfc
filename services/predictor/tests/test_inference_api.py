"""The Open Inference Protocol: members asked with features of the asker's own, bit by bit what they say themselves."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import lightgbm
import numpy as np
import pytest
from blends import little_trees
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_facts import KnownFacts
from known_state import NO_BUNDLES, KnownSources, known_state

from touchline.football.bundle import Model
from touchline.football.catalogue import MATCH_FEATURES
from touchline.football.vector import PLAIN, RATES, without_odds
from touchline.predictor.prediction.forecast import forecast_by
from touchline.predictor.serving.api import build_api
from touchline.predictor.serving.problems import MEDIA_TYPE
from touchline.predictor.serving.state import State

BLEND, TREES = "touchline-match", "touchline-match-lightgbm-1x2"
NAMED = PLAIN[:40]


@pytest.fixture(scope="module")
def model(make: Any) -> Model:
    opened: Model = make.model(trees=True)
    return opened


@pytest.fixture
def state(make: Any, model: Model) -> State:
    known = known_state(make)
    assert known.served is not None
    known.served = replace(known.served, model=model)
    return known


@pytest.fixture
async def client(state: State, make: Any) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(build_api(state, KnownSources(make.document), KnownFacts(), NO_BUNDLES))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as open_client:
        yield open_client


def tensor(rows: Any, names: Any = None, **changes: Any) -> dict[str, Any]:
    rows = np.asarray(rows, dtype=np.float64)
    said = {"name": "features", "datatype": "FP64", "shape": [*rows.shape], "data": rows.reshape(-1).tolist()}
    named = {} if names is None else {"parameters": {"names": ",".join(names)}}
    return {"inputs": [{**said, **named, **changes}]}


async def infer(client: httpx.AsyncClient, name: str, body: Any) -> httpx.Response:
    return await client.post(f"/v2/models/{name}/infer", json=body)


def drawn(rows: int, seed: int = 3) -> np.ndarray:
    dice = np.random.default_rng(seed)
    values = dice.normal(1.0, 2.0, (rows, len(MATCH_FEATURES)))
    values[:, [MATCH_FEATURES.index(name) for name in RATES]] = dice.uniform(0.3, 3.0, (rows, len(RATES)))
    return values


async def test_trees_answer_bit_by_bit_as_booster_predict_does(client: httpx.AsyncClient) -> None:
    rows = drawn(20)
    answer = (await infer(client, TREES, tensor(rows))).json()
    (output,) = answer["outputs"]
    expected = lightgbm.Booster(model_str=little_trees().decode()).predict(without_odds(rows))
    assert (output["name"], output["datatype"], output["shape"]) == ("probabilities", "FP64", [20, 3])
    assert np.array(output["data"]).tobytes() == np.asarray(expected).tobytes()
    assert (answer["model_name"], answer["model_version"]) == (TREES, "1")
    assert answer["parameters"]["football_time"] == "2019-12-26T12:00:00Z"


async def test_features_that_are_not_named_stand_as_in_an_ordinary_meeting(
    client: httpx.AsyncClient, model: Model
) -> None:
    told = np.linspace(0.1, 2.0, len(NAMED))
    answer = (await infer(client, TREES, tensor([told], NAMED))).json()
    whole = np.array([model.manifest.ordinary])
    whole[0, [MATCH_FEATURES.index(name) for name in NAMED]] = told
    expected = lightgbm.Booster(model_str=little_trees().decode()).predict(without_odds(whole))
    assert np.array(answer["outputs"][0]["data"]).tobytes() == np.asarray(expected).tobytes()


async def test_the_blend_answers_with_the_grid_that_a_fixture_of_this_vector_would_have(
    client: httpx.AsyncClient, model: Model, make: Any
) -> None:
    vector = make.vector(chances_rate_home=2.6)
    answer = (await infer(client, BLEND, {"id": "mine", **tensor(vector)})).json()
    chances, grid = answer["outputs"]
    said = forecast_by(model, vector)
    assert chances["data"] == [said.home, said.draw, said.away]
    assert (grid["shape"], tuple(grid["data"])) == ([1, 13, 13], said.grid)
    assert answer["id"] == "mine"
    only = (await infer(client, BLEND, {**tensor([vector]), "outputs": [{"name": "probabilities"}]})).json()
    assert [one["name"] for one in only["outputs"]] == ["probabilities"]


async def test_data_may_be_nested_as_the_protocol_allows(client: httpx.AsyncClient) -> None:
    rows = drawn(2)
    flat = await infer(client, TREES, tensor(rows))
    nested = await infer(client, TREES, tensor(rows, data=rows.tolist()))
    assert flat.json()["outputs"] == nested.json()["outputs"]


async def test_the_front_says_what_the_route_says(client: httpx.AsyncClient) -> None:
    for body in (tensor([np.zeros(40)], NAMED), tensor([np.zeros(3)], NAMED), {"inputs": []}):
        front = await infer(client, TREES, body)
        unusual = {"content-type": "application/vnd.inference+json"}  # which the front leaves to the route
        route = await client.post(f"/v2/models/{TREES}/infer", json=body, headers=unusual)
        assert (front.status_code, front.headers["content-type"]) == (route.status_code, route.headers["content-type"])
        assert front.json() == route.json()


async def test_models_are_described_before_they_are_asked(client: httpx.AsyncClient) -> None:
    said = (await client.get(f"/v2/models/{BLEND}")).json()
    assert said["inputs"] == [{"name": "features", "datatype": "FP64", "shape": [-1, len(MATCH_FEATURES)]}]
    assert [one["shape"] for one in said["outputs"]] == [[-1, 3], [-1, 13, 13]]
    assert said["versions"] == ["1"]
    assert (await client.get(f"/v2/models/{TREES}/ready")).json() == {"name": TREES, "ready": True}
    assert (await client.get("/v2")).json()["name"] == "touchline"


async def test_an_answer_states_the_version_that_scored_it_after_a_swap(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    body = {**tensor([make.vector()]), "outputs": [{"name": "probabilities"}]}
    first = (await infer(client, BLEND, body)).json()
    assert state.served is not None
    state.served = replace(state.served, model=make.model("2", bias=0.5))
    second = (await infer(client, BLEND, body)).json()
    assert (first["model_version"], second["model_version"]) == ("1", "2")
    assert second["outputs"][0]["data"][0] > first["outputs"][0]["data"][0]
    assert (await infer(client, TREES, body)).status_code == 404  # the second has no trees


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"[" * 10_000, "body"),
        (b'{"inputs": []}', "inputs"),
        (b'{"inputs": [{"name": "features"}]}', "inputs.0.datatype"),
        (json.dumps(tensor([[1.0]], ["elo_hom"])).encode(), "inputs.0.parameters.names"),
        (json.dumps(tensor([[1.0, 2.0]], ["elo_home", "elo_home"])).encode(), "inputs.0.parameters.names"),
        (json.dumps(tensor([[1.0, 2.0]], ["elo_home"])).encode(), "inputs.0.shape"),
        (json.dumps(tensor([[1.0]], ["elo_home"], shape=[3])).encode(), "inputs.0.shape"),
        (json.dumps(tensor([[1.0]] * 21, ["elo_home"])).encode(), "inputs.0.shape"),
        (json.dumps(tensor([1.0, 2.0])).encode(), "inputs.0.data"),
        (json.dumps(tensor([[0.0]], ["chances_rate_home"])).encode(), "inputs.0.data"),
        (json.dumps(tensor([[1e300]], ["elo_home"])).encode(), "inputs.0.data"),
        (b'{"inputs":[{"name":"features","datatype":"FP64","shape":[1],"data":[NaN]}]}', "inputs.0.data"),
        (b'{"inputs":[{"name":"features","datatype":"FP64","shape":[1],"data":["1"]}]}', "inputs.0.data"),
        (json.dumps({**tensor([[1.0]], ["elo_home"]), "outputs": [{"name": "x"}]}).encode(), "outputs.0.name"),
    ],
)
async def test_what_is_no_question_is_refused_with_the_field(
    client: httpx.AsyncClient, body: bytes, field: str
) -> None:
    for name in (BLEND, TREES):
        answer = await client.post(
            f"/v2/models/{name}/infer", content=body, headers={"content-type": "application/json"}
        )
        assert (answer.status_code, answer.headers["content-type"]) == (422, MEDIA_TYPE)
        assert answer.json()["errors"][0]["field"].startswith(field)


async def test_a_body_beyond_any_question_and_an_unknown_model_are_refused(client: httpx.AsyncClient) -> None:
    large = await client.post(
        f"/v2/models/{BLEND}/infer", content=b" " * 70_000, headers={"content-type": "application/json"}
    )
    assert (large.status_code, large.headers["content-type"]) == (413, MEDIA_TYPE)
    unknown = await infer(client, "touchline-player", tensor([[1.0]], ["elo_home"]))
    assert (unknown.status_code, unknown.json()["type"]) == (404, "/problems/unknown-model")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.floats(-1e12, 1e12) | st.integers(-(10**12), 10**12), min_size=len(NAMED), max_size=len(NAMED)
    )
)  # fmt: skip
async def test_no_features_whatever_are_our_fault(client: httpx.AsyncClient, told: list[float]) -> None:
    for name in (BLEND, TREES):
        answer = await infer(client, name, tensor([told], NAMED, data=told))
        assert answer.status_code in (200, 422)
        if answer.status_code == 200:
            chances = answer.json()["outputs"][0]["data"]
            assert sum(chances) == pytest.approx(1.0)
