"""Matches and players over facts in memory: whose each value is, and what a player can expect."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, cast

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_facts import DAY, KNOWN, NOON, KnownFacts, appearance, match, player, stated
from known_state import NO_BUNDLES

from touchline.predictor.serving import examples
from touchline.predictor.serving.api import build_api
from touchline.predictor.serving.lineage import Sources
from touchline.predictor.serving.problems import MEDIA_TYPE
from touchline.predictor.serving.state import State
from touchline.schemas.records import Availability, AvailabilityStatus, MatchStatus
from touchline.schemas.topics import RAW_DOCUMENTS

OTHER = {"source": "openfootball", "document_key": "openfootball/2019-20/en.1.json", "document": "0" * 64}
NO_SOURCES = cast(Sources, None)


@pytest.fixture
def facts() -> KnownFacts:
    """A match that two sources differ on, two players of one name, and what the first did."""
    beside = match((1, 1), event_time=NOON - DAY, **OTHER)
    namesakes = [player(), player(player_id="p2", name="Kari Li"), player(player_id="p3", name="Kari Li")]
    injured = {"player_id": "p1", "status": AvailabilityStatus.INJURED, "reason": "Knock"}
    return KnownFacts(
        [match((1, 2)), beside],
        namesakes,
        [appearance(7, 8), appearance(14, 2)],
        [stated(Availability, **injured)],
    )


@pytest.fixture
def state(make: Any) -> State:
    known = State(make.horizon)
    known.apply(RAW_DOCUMENTS, make.message(RAW_DOCUMENTS, [make.raw_document()]), make.noon)
    return known


@pytest.fixture
async def client(state: State, facts: KnownFacts) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(build_api(state, NO_SOURCES, facts, NO_BUNDLES))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as open_client:
        yield open_client


async def test_a_match_shows_whose_each_value_is_and_what_the_others_say(client: httpx.AsyncClient) -> None:
    answer = (await client.get(f"/v1/matches/{KNOWN}")).json()
    assert answer["status"] == "played"
    away = answer["fields"]["away_goals"]
    assert (away["value"], away["source"]) == (2, "football-data")
    assert away["lost"] == [{"value": 1, **OTHER}]
    assert answer["fields"]["home_goals"]["lost"] == []
    assert answer["fields"]["kick_off"]["lost"][0]["value"] == "2019-12-25T12:00:00Z"


async def test_a_match_shows_every_assertion_and_what_it_is_believed_for(
    client: httpx.AsyncClient, facts: KnownFacts
) -> None:
    facts.matches[1] = replace(facts.matches[1], round="Matchday 20")
    first, second = (await client.get(f"/v1/matches/{KNOWN}")).json()["assertions"]
    assert first["believed_for"] == ["kick_off", "home_goals", "away_goals"]
    assert first["raw"]["url"] == "https://provider.example/mmz4281/1920/E0.csv"
    assert (second["source"], second["believed_for"]) == ("openfootball", ["round"])
    assert "retention" in second["raw"]["reason"]


async def test_a_match_that_every_document_has_withdrawn_says_so(client: httpx.AsyncClient, facts: KnownFacts) -> None:
    facts.matches = [replace(one, status=MatchStatus.WITHDRAWN) for one in facts.matches]
    answer = (await client.get(f"/matches/{KNOWN}")).json()
    assert (answer["status"], answer["fields"], len(answer["assertions"])) == ("withdrawn", {}, 2)


async def test_an_awarded_match_shows_the_score_that_was_played_among_those_that_lost(
    client: httpx.AsyncClient, facts: KnownFacts
) -> None:
    facts.matches[1] = match((3, 0), status=MatchStatus.AWARDED, **OTHER)
    answer = (await client.get(f"/matches/{KNOWN}")).json()
    assert (answer["status"], answer["fields"]["home_goals"]["value"]) == ("awarded", 3)
    assert answer["fields"]["home_goals"]["lost"][0]["value"] == 1


async def test_a_player_is_answered_by_id_and_by_name_with_the_matches_it_rests_on(client: httpx.AsyncClient) -> None:
    by_id = (await client.get("/v1/predict/player", params={"player_id": "p1"})).json()
    by_name = (await client.get("/predict/player", params={"name": "ola  nordmann"})).json()
    assert by_id == by_name
    assert by_id["expected_points"] == pytest.approx((2.45 / 3) * (8 + 2 + 5 * 3.86) / 7)
    assert by_id["sealed"] is False
    assert by_id["football_time"] == "2019-12-26T12:00:00Z"
    assert [one["points"] for one in by_id["matches"]] == [8, 2]
    assert by_id["matches"][0]["document"] == by_id["matches"][0]["raw"]["object_key"].split("/")[-1][:64]


async def test_a_match_already_played_is_answered_with_what_was_known_before_it(
    client: httpx.AsyncClient, facts: KnownFacts
) -> None:
    facts.matches = [match(event_time=NOON - 10 * DAY)]
    answer = (await client.get("/predict/player", params={"player_id": "p1", "match_id": KNOWN})).json()
    assert answer["kick_off"] == "2019-12-16T12:00:00Z"
    assert [one["points"] for one in answer["matches"]] == [2]


async def test_a_player_of_whom_no_match_is_known_gets_the_mean_of_his_position_and_the_reason(
    client: httpx.AsyncClient,
) -> None:
    answer = (await client.get("/predict/player", params={"player_id": "p2"})).json()
    assert (answer["points_if_he_plays"], answer["matches"]) == (pytest.approx(3.86), [])
    assert "mean of his position" in answer["reason"]


async def test_a_player_shows_how_sources_know_him_and_nothing_said_later_than_the_football_clock(
    client: httpx.AsyncClient, facts: KnownFacts
) -> None:
    facts.stated.append(replace(facts.stated[0], available_at=NOON + DAY, reason="Later"))
    answer = (await client.get("/v1/players/p1")).json()
    assert answer["known_as"][0]["team"] == "arsenal"
    assert [one["reason"] for one in answer["availability"]] == ["Knock"]


BAD = [
    ("/matches/E0:2019-20:nobody:else", {}, 404, "match_id"),
    ("/matches/" + "x" * 200, {}, 422, "match_id"),
    ("/players/nobody", {}, 404, "player_id"),
    ("/predict/player", {}, 422, "player_id"),
    ("/predict/player", {"player_id": "p1", "name": "Ola Nordmann"}, 422, "name"),
    ("/predict/player", {"player_id": "nobody"}, 404, "player_id"),
    ("/predict/player", {"player_id": ""}, 422, "player_id"),
    ("/predict/player", {"name": "Ola Nordman"}, 404, "name"),
    ("/predict/player", {"name": "Kari Li"}, 422, "name"),
    ("/predict/player", {"player_id": "p1", "match_id": "E0:2019-20:nobody:else"}, 404, "match_id"),
]


@pytest.mark.parametrize(("path", "params", "status", "field"), BAD)
async def test_a_bad_request_is_told_which_field_and_what_was_expected(
    client: httpx.AsyncClient, path: str, params: dict[str, str], status: int, field: str
) -> None:
    answer = await client.get(path, params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    assert answer.json()["errors"][0]["field"] == field
    assert answer.json()["errors"][0]["expected"]


async def test_names_alike_are_told_apart_by_their_ids_and_a_slip_is_told_the_likely_name(
    client: httpx.AsyncClient,
) -> None:
    alike = (await client.get("/predict/player", params={"name": "Kari Li"})).json()
    assert "p2, p3" in alike["errors"][0]["expected"]
    slip = (await client.get("/predict/player", params={"name": "Ola Nordman"})).json()
    assert "did you mean Ola Nordmann?" in slip["errors"][0]["expected"]


async def test_a_match_of_other_clubs_is_refused(client: httpx.AsyncClient, facts: KnownFacts) -> None:
    facts.players = [player(team_id="everton")]
    answer = await client.get("/predict/player", params={"player_id": "p1", "match_id": KNOWN})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "match_id")


async def test_mariadb_down_is_a_problem_of_these_answers_and_not_a_500(
    client: httpx.AsyncClient, facts: KnownFacts
) -> None:
    facts.down = True
    for path in (f"/matches/{KNOWN}", "/players/p1", "/predict/player?player_id=p1", "/predict/player?name=x"):
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (503, MEDIA_TYPE)


async def test_openapi_examples_have_the_fields_of_real_answers(client: httpx.AsyncClient, facts: KnownFacts) -> None:
    facts.matches[1] = replace(facts.matches[1], home_goals=1, away_goals=1)
    for path, example in (
        ("/predict/player?player_id=p1", examples.PLAYER_POINTS_ANSWER),
        ("/players/p1", examples.PLAYER_ANSWER),
        (f"/matches/{KNOWN}", examples.MATCH_ANSWER),
    ):
        assert shape((await client.get(path)).json()) == shape(example), path
    described = (await client.get("/openapi.json")).json()
    assert {"/v1/matches/{match_id}", "/v1/predict/player", "/v1/players/{player_id}"} <= set(described["paths"])


def shape(answer: Any) -> Any:
    """Field names, nested; of a list, those of its first item."""
    if isinstance(answer, dict):
        return {name: shape(value) for name, value in answer.items()}
    return [shape(answer[0])] if isinstance(answer, list) and answer else None


def test_no_query_whatever_is_answered_with_a_500(state: State) -> None:
    facts = KnownFacts([match((1, 2))], [player()], [appearance(7)])
    api = build_api(state, NO_SOURCES, facts, NO_BUNDLES)
    values = st.one_of(st.text(max_size=200), st.sampled_from([KNOWN, "p1", "Ola Nordmann", "%00", "\ud7ff"]))
    names = st.sampled_from(["player_id", "name", "match_id", "x"])
    paths = st.sampled_from(["/predict/player", "/matches/", "/players/"])

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(names, values), max_size=4), paths)
    def ask(query: list[tuple[str, str]], path: str) -> None:
        async def once() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://test") as client:
                where = path + (str(httpx.QueryParams({"q": query[0][1]})) if query and path[-1] == "/" else "")
                return await client.get(where, params=httpx.QueryParams([*query]))

        answer = asyncio.run(once())
        assert answer.status_code < 500
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == MEDIA_TYPE

    ask()
