"""Teams, models and performance over REST."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from blends import bundle
from known_facts import DOCUMENT
from known_pages import FIRST, KnownReports, known_reports, pages_state, players_settled
from known_season import season_facts
from memory_trials import known_trial
from test_api import shape
from test_explanation_api import Objects, SealedSources

from touchline.predictor.bundles import StoredBundles
from touchline.predictor.serving import about_examples as examples
from touchline.predictor.serving.api import build_api
from touchline.predictor.serving.state import State
from touchline.schemas.records import Stage
from touchline.schemas.topics import PLAYER_SETTLEMENTS, PROMOTIONS, SETTLEMENTS, TRIALS

HOME = FIRST.split(":")[2]


@pytest.fixture
def state(make: Any) -> State:
    return pages_state(make)


@pytest.fixture
def reports() -> KnownReports:
    return known_reports()


@pytest.fixture
async def client(state: State, reports: KnownReports) -> AsyncIterator[httpx.AsyncClient]:
    api = build_api(
        state, SealedSources(DOCUMENT), season_facts(), StoredBundles(Objects({"models/1": bundle()})), reports
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://test") as open_client:
        yield open_client


async def asked(client: httpx.AsyncClient, path: str) -> Any:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_team_is_told_with_its_place_its_matches_and_the_vector_behind_its_strengths(
    client: httpx.AsyncClient, state: State
) -> None:
    team = await asked(client, f"/v1/teams/{HOME}")
    assert team["table"]["team"] == HOME
    assert [one["ended"] for one in team["last"]].count("lost") == 1
    assert FIRST in [one["match_id"] for one in team["coming"]]
    row = state.team(HOME)
    assert row is not None
    assert [one["value"] for one in team["strengths"]["values"]] == list(row.values)
    assert team["strengths"]["document_set"] == row.document_set


async def test_a_team_of_no_league_that_is_written_down_has_a_reason_in_place_of_a_place(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    state._team_seen(make.team("paris", pool="FRA"))
    team = await asked(client, "/v1/teams/paris")
    assert (team["table"], team["competition"], team["last"]) == (None, None, [])
    assert team["table_reason"]


async def test_an_unknown_team_is_a_problem_that_hints_at_names_that_look_alike(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/teams/a-clu")
    assert answer.status_code == 404
    assert "did you mean" in answer.json()["errors"][0]["expected"]


async def test_performance_is_means_months_and_reliability_of_settled_predictions(client: httpx.AsyncClient) -> None:
    told = await asked(client, "/v1/performance?competition=E0")
    assert told["matches"] == 60
    assert sum(one["matches"] for one in told["months"]) == 60
    beside = told["overall"]["beside_closing"]
    assert beside["difference"] == pytest.approx(0.01)
    assert beside["low"] == pytest.approx(beside["high"])
    assert sum(one["chances"] for one in told["reliability"]) == 180
    fifty = next(one for one in told["reliability"] if one["low"] == 0.5)
    assert fifty["said"] == 0.5
    assert fifty["happened"] == pytest.approx(42 / 60)
    assert (await asked(client, "/v1/performance?competition=F1"))["matches"] == 0
    assert (await asked(client, "/v1/performance?competition=F1"))["players"] is None
    assert (await client.get("/v1/performance?competition=nowhere")).status_code == 404


async def test_errors_of_forecasts_of_players_are_of_all_players_together_beside_the_mean_of_the_last_five(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    told = (await asked(client, "/v1/performance?competition=E0"))["players"]
    assert (told["matches"], told["players"]) == (2, 40)
    assert told["points"]["sealed"] == pytest.approx(((30 * 2.0**2 + 10 * 4.0**2) / 40) ** 0.5, abs=1e-6)
    assert told["points"]["mean_of_last_5"] == pytest.approx(2 * told["points"]["sealed"], abs=1e-5)
    assert told["points"]["lower_by"] == pytest.approx(50.0)
    old = players_settled("a", 10, 9.0, revision=0)
    state.apply(PLAYER_SETTLEMENTS, make.message(PLAYER_SETTLEMENTS, [old]), make.noon)
    assert (await asked(client, "/v1/performance?competition=E0"))["players"]["players"] == 40


async def test_a_settlement_is_replaced_by_a_greater_revision_alone(state: State, make: Any) -> None:

    first = next(iter(state.settlements.values()))
    corrected = replace(first, outcome="draw", revision=first.revision + 1)
    for row in (corrected, first):
        state.apply(SETTLEMENTS, make.message(SETTLEMENTS, [row]), make.noon)
    assert state.settlements[first.match_id].outcome == "draw"


async def test_models_are_what_serves_and_what_was_decided_the_newest_first(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    told = await asked(client, "/v1/models")
    assert told["serving"]["version"] == "1"
    assert told["serving"]["decision"]["challenger_score"] == 0.2
    assert [one["decision"] for one in told["decisions"]] == ["refused", "promoted"]
    state.served = None
    assert (await asked(client, "/v1/models"))["serving"] is None
    state.apply(PROMOTIONS, make.message(PROMOTIONS, [make.promotion("3", 3, b"")]), make.noon)
    assert (await asked(client, "/v1/models"))["decisions"][0]["model_version"] == "3"


async def test_a_decision_says_what_called_for_it_and_in_which_words(
    client: httpx.AsyncClient, state: State, make: Any
) -> None:
    asked_for = {"request_id": "r", "cause": "performance", "asked": "ENG stands 0.02 behind closing odds"}
    decision = replace(make.promotion("3", 3, b""), **asked_for)
    state.apply(PROMOTIONS, make.message(PROMOTIONS, [decision]), make.noon)
    latest, *_, first = (await asked(client, "/v1/models"))["decisions"]
    assert latest.items() >= asked_for.items()
    assert (first["request_id"], first["cause"], first["asked"]) == (None, None, None)


async def test_models_say_who_stands_beside_the_champion_and_how_both_did(
    client: httpx.AsyncClient, state: State, world: Any, make: Any
) -> None:
    assert (await asked(client, "/v1/models"))["trial"] is None
    returned = replace(known_trial(make, world, Stage.RETURNED), reason="it is slow")
    for row in (returned, replace(returned, stage=Stage.CANARY, revision=0)):  # the older one comes late
        state.apply(TRIALS, make.message(TRIALS, [row]), make.noon)
    told = (await asked(client, "/v1/models"))["trial"]
    assert (told["model_version"], told["stage"], told["reason"]) == ("2", "returned", "it is slow")
    assert (told["challenger_log_loss"], told["champion_log_loss"]) == (0.98, 0.97)


async def test_openapi_examples_have_the_fields_of_real_answers(
    client: httpx.AsyncClient, state: State, world: Any, make: Any
) -> None:
    state.apply(TRIALS, make.message(TRIALS, [known_trial(make, world, Stage.SHADOW)]), make.noon)
    for path, example in (
        (f"/v1/teams/{HOME}", examples.TEAM_ANSWER),
        ("/v1/performance", examples.PERFORMANCE_ANSWER),
        ("/v1/models", examples.MODELS_ANSWER),
    ):
        assert shape(await asked(client, path)) == shape(example), path
    described = (await asked(client, "/openapi.json"))["paths"]
    assert {"/v1/teams/{team_id}", "/v1/performance", "/v1/models"} <= described.keys()
    assert not [path for path in described if path in ("/", "/table", "/performance") or path.startswith("/match/")]
