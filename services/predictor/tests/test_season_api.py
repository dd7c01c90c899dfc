"""Simulated seasons over REST: what an answer holds, when it is made anew, and what is refused."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_facts import KnownFacts
from known_season import CLUBS, COMING, LISTED, PLAYED, asserted, resealed, season_facts, season_state
from known_state import NO_BUNDLES

from touchline.predictor.serving import seasons
from touchline.predictor.serving.api import build_api
from touchline.predictor.serving.lineage import Sources
from touchline.predictor.serving.problems import MEDIA_TYPE
from touchline.predictor.serving.season_example import SEASON_ANSWER
from touchline.predictor.serving.seasons import Seasons
from touchline.predictor.serving.state import Served, State
from touchline.runtime.errors import Unavailable

PATH, ASKED = "/v1/simulations/season", {"competition": "E0", "runs": "200"}


@pytest.fixture
def state(make: Any) -> State:
    return season_state(make)


@pytest.fixture
def facts() -> KnownFacts:
    return season_facts()


@pytest.fixture
async def client(state: State, facts: KnownFacts) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(build_api(state, cast(Sources, None), facts, NO_BUNDLES))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as open_client:
        yield open_client


async def asked(client: httpx.AsyncClient, **about: str) -> Any:
    answer = await client.get(PATH, params=ASKED | about)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_answer_is_the_table_with_where_each_club_may_end(client: httpx.AsyncClient) -> None:
    answer = await asked(client)
    clubs = answer["clubs"]
    assert sorted(one["team"] for one in clubs) == CLUBS
    assert [one["position"] for one in clubs] == sorted(one["position"] for one in clubs)
    for club in clubs:
        assert sum(club["ranks"]) == pytest.approx(1, abs=1e-9)
        assert club["chances"]["title"] == club["ranks"][0]
        assert club["chances"]["relegation"] == pytest.approx(sum(club["ranks"][17:]), abs=1e-6)
        points = club["final_points"]
        assert club["points"] <= points["p05"] <= points["p50"] <= points["p95"]
        assert points["mean"] == pytest.approx(points["expected"], abs=2)
    for rank in range(20):
        assert sum(club["ranks"][rank] for club in clubs) == pytest.approx(1, abs=2e-5)


async def test_an_answer_says_what_it_rests_on(client: httpx.AsyncClient, state: State) -> None:
    answer = await asked(client, seed="7")
    assert answer["matches"] == {
        "season": 380, "played": PLAYED, "awarded": 0, "remaining": 80, "without_a_day": 380 - LISTED,
        "sealed": 1, "vector": 38, "as_they_stand": 41,
    }  # fmt: skip
    assert (answer["seed"], answer["runs"], answer["season"]) == (7, 200, "2019/20")
    assert (answer["model_version"], answer["model_versions"]) == ("1", ["1"])
    assert (answer["provenance"], answer["football_time"]) == ("real", "2019-12-26T12:00:00Z")
    assert answer["rules"]["criteria"] == ["points", "goal-difference", "goals"]
    assert "taken off" in answer["not_known"][0]
    resealed(state, prediction_id="older", model_version="0")
    assert (await asked(client, seed="7"))["model_versions"] == ["0", "1"]


async def test_the_same_question_is_made_once_and_another_seed_is_another_answer(
    client: httpx.AsyncClient, facts: KnownFacts
) -> None:
    first, again = await asyncio.gather(asked(client), asked(client))
    assert first == again == await asked(client)
    assert facts.seasons_read == 1
    other = await asked(client, seed="1")
    assert facts.seasons_read == 2
    assert [one["ranks"] for one in other["clubs"]] != [one["ranks"] for one in first["clubs"]]


async def test_an_answer_grows_older_until_what_it_rests_on_changes(
    client: httpx.AsyncClient, state: State, facts: KnownFacts, make: Any
) -> None:
    await asked(client)
    state.football_time += timedelta(hours=1)
    assert (await asked(client))["age_seconds"] == 3600
    changes = [
        lambda: facts.matches.append(asserted(LISTED)),
        lambda: resealed(state, prediction_id="another"),
        lambda: facts.vectors.pop(COMING[5]),
        lambda: state.snapshots.update({("a-club", 3): make.team("a-club", revision=2)}),
        lambda: setattr(state, "served", Served(make.model("2"), "models/2", "2" * 64, make.noon)),
    ]
    for number, change in enumerate(changes):
        change()
        assert (await asked(client))["age_seconds"] == 0
        assert facts.seasons_read == 2 + number


async def test_what_was_not_known_by_the_football_clock_does_not_count(
    client: httpx.AsyncClient, facts: KnownFacts, make: Any
) -> None:
    facts.matches.append(
        asserted(PLAYED, home_goals=1, away_goals=0, status="played", available_at=make.noon + timedelta(1))
    )
    assert (await asked(client))["matches"]["played"] == PLAYED


async def test_simulating_leaves_the_event_loop_to_others(client: httpx.AsyncClient) -> None:
    making = asyncio.create_task(asked(client, runs="20000"))
    answered = 0
    while not making.done():
        assert (await client.get("/health/live")).status_code == 200
        answered += 1
        await asyncio.sleep(0.005)
    assert answered > 3


async def test_more_simulations_at_a_time_than_are_borne_are_told_to_come_again(
    state: State, facts: KnownFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seasons, "MOST_UNDER_WAY", 2)
    over = Seasons(state, facts)
    answers = await asyncio.gather(*(over.answer("E0", seed, 100) for seed in range(4)), return_exceptions=True)
    assert [type(one) for one in answers] == [dict, dict, Unavailable, Unavailable]
    assert (await over.answer("E0", 3, 100))["seed"] == 3


async def test_whoever_leaves_takes_no_answer_from_those_who_wait(state: State, facts: KnownFacts) -> None:
    over = Seasons(state, facts)
    first, second = (asyncio.create_task(over.answer("E0", 0, 100)) for _ in range(2))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    first.cancel()
    assert (await second)["runs"] == 100


async def test_few_answers_are_kept(state: State, facts: KnownFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seasons, "KEPT", 2)
    over = Seasons(state, facts)
    for seed in (0, 1, 0, 2, 0, 1):  # 1 is the one that gives way
        await over.answer("E0", seed, 100)
    assert facts.seasons_read == 4


async def test_after_its_last_match_a_season_shows_how_it_ended(
    client: httpx.AsyncClient, state: State, facts: KnownFacts, make: Any
) -> None:
    state.football_time = make.noon + timedelta(days=200)
    facts.matches += [
        asserted(place, home_goals=1, away_goals=0, status="played", available_at=make.noon, document_key="last")
        for place in range(PLAYED, 380)
    ]
    answer = await asked(client)
    assert answer["matches"]["remaining"] == 0
    assert answer["model_versions"] == []
    assert all(max(club["ranks"]) in (1.0, 0.5) for club in answer["clubs"])


BAD = [
    ({}, 422, "bad-request", "competition"),
    ({"competition": "X"}, 404, "unknown-competition", "competition"),
    ({"competition": "\x00"}, 404, "unknown-competition", "competition"),
    ({"competition": "SC0"}, 404, "unknown-league", "competition"),
    ({"competition": "D1"}, 404, "not-predicted", "competition"),
    ({"competition": "E0", "runs": "99"}, 422, "bad-request", "runs"),
    ({"competition": "E0", "runs": "20001"}, 422, "bad-request", "runs"),
    ({"competition": "E0", "runs": "many"}, 422, "bad-request", "runs"),
    ({"competition": "E0", "seed": "-1"}, 422, "bad-request", "seed"),
    ({"competition": "E0", "seed": "9" * 40}, 422, "bad-request", "seed"),
]


@pytest.mark.parametrize(("params", "status", "slug", "field"), BAD)
async def test_a_bad_request_is_told_what_was_expected(
    client: httpx.AsyncClient, params: dict[str, str], status: int, slug: str, field: str | None
) -> None:
    answer = await client.get(PATH, params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    assert answer.json()["type"] == f"/problems/{slug}"
    if field:
        assert answer.json()["errors"][0]["field"] == field


async def refused(client: httpx.AsyncClient, competition: str = "E0") -> tuple[int, str, str]:
    answer = await client.get(PATH, params={"competition": competition})
    assert answer.headers["content-type"] == MEDIA_TYPE
    return answer.status_code, answer.json()["type"].removeprefix("/problems/"), answer.json()["detail"]


async def test_a_league_that_has_no_model_no_rules_or_no_clubs_says_which(
    client: httpx.AsyncClient, state: State, facts: KnownFacts
) -> None:
    state.competitions = frozenset({"E0", "E1", "I1"})
    assert (await refused(client, "I1"))[1:] == ("no-season", "no match of I1 is coming or has been predicted")
    state.latest["old"] = replace(state.latest[COMING[0]], competition="E1", season="1999/00")
    status, said, detail = await refused(client, "E1")
    assert (status, said) == (404, "unknown-league")
    assert "E1 before 2004/05" in detail
    facts.matches = facts.matches[:5]
    said = "20 clubs meet each other twice, 380 matches; documents name 6 clubs and 5 matches so far: 375 are missing"
    assert await refused(client) == (404, "season-not-whole", said)


async def test_no_model_and_no_mariadb_are_told_apart(
    client: httpx.AsyncClient, state: State, facts: KnownFacts
) -> None:
    facts.down = True
    assert (await refused(client))[:2] == (503, "unavailable")
    facts.down, state.served = False, None
    assert (await refused(client))[:2] == (503, "no-model")


def test_no_query_whatever_is_answered_with_a_500(make: Any) -> None:
    api = build_api(season_state(make), cast(Sources, None), season_facts(), NO_BUNDLES)
    names = st.sampled_from(["competition", "seed", "runs", "x"])
    values = st.one_of(st.text(max_size=60), st.sampled_from(["E0", "E1", "0", "100", "1e5", "NaN", "\ud7ff"]))

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(names, values), max_size=4))
    def ask(query: list[tuple[str, str]]) -> None:
        async def once() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://test") as client:
                return await client.get(PATH, params=httpx.QueryParams([*query]))

        answer = asyncio.run(once())
        assert answer.status_code < 500
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == MEDIA_TYPE

    ask()


async def test_the_example_has_the_fields_of_a_real_answer(client: httpx.AsyncClient) -> None:
    assert shape(SEASON_ANSWER) == shape(await asked(client))
    described = (await client.get("/openapi.json")).json()["paths"]["/v1/simulations/season"]["get"]
    assert described["responses"]["200"]["content"]["application/json"]["example"] == SEASON_ANSWER
    for club in SEASON_ANSWER["clubs"]:
        assert sum(club["ranks"]) == pytest.approx(1, abs=1e-9)


def shape(answer: Any) -> Any:
    """Field names, nested; of a list, those of its first item."""
    if isinstance(answer, dict):
        return {name: shape(value) for name, value in answer.items()}
    return [shape(answer[0])] if isinstance(answer, list) else None
