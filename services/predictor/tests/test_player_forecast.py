"""Players by the served models: squads, distributions that add up to the match's prediction, and the way back."""

import dataclasses
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, cast

import httpx
import numpy as np
import pytest
from known_facts import DAY, KNOWN, NOON, KnownFacts, appearance, match, player
from known_state import NO_BUNDLES, known_state
from player_models import NAME, OWN_PLAYERS, KnownSquads, player_bundle, squad
from squad_world import SquadWorld, meeting

from touchline.football.bundle import sha256_of
from touchline.football.player_bundle import open_players
from touchline.predictor.handlers import crown_champion
from touchline.predictor.prediction.player_forecast import Known, Meeting, banned, forecast_squads, squad_of
from touchline.predictor.serving import examples
from touchline.predictor.serving.announcing import announcement, player_announcement
from touchline.predictor.serving.api import build_api
from touchline.predictor.serving.lineage import Sources
from touchline.predictor.serving.player_champion import PlayerThrone
from touchline.predictor.serving.player_example import PLAYER_FORECAST
from touchline.predictor.serving.player_forecasts import expected_goals
from touchline.predictor.serving.state import ServedPlayers, State
from touchline.runtime.errors import InvalidRecord
from touchline.schemas.topics import PLAYER_PREDICTIONS, PROMOTIONS

BUNDLE = player_bundle()
POINTER = f"models/{NAME}/champion.json"


@pytest.fixture
def state(make: Any) -> State:
    """A fixture with a sealed prediction, and models of players."""
    known = known_state(make)
    known.players = ServedPlayers(open_players(BUNDLE, sha256_of(BUNDLE)), "models/p1", sha256_of(BUNDLE), make.noon)
    return known


@pytest.fixture
def squads() -> KnownSquads:
    return KnownSquads()


@pytest.fixture
def facts() -> KnownFacts:
    return KnownFacts(
        [match(None, event_time=NOON + 2 * DAY)],
        [player(player_id=f"arsenal-{number}", name=f"Gunner {number}") for number in range(14)],
        [appearance(7, player_id="arsenal-0")],
    )


@pytest.fixture
async def client(state: State, facts: KnownFacts, squads: KnownSquads) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(build_api(state, cast(Sources, None), facts, NO_BUNDLES, squads=squads))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as open_client:
        yield open_client


async def asked(client: httpx.AsyncClient, **params: str) -> dict[str, Any]:
    answer = await client.get("/v1/predict/player", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_player_is_answered_by_the_promoted_models_with_distributions(client: httpx.AsyncClient) -> None:
    answer = await asked(client, player_id="arsenal-0")
    assert (answer["match_id"], answer["model"]) == (KNOWN, {"name": NAME, "version": "p1"})
    assert (answer["reason"], answer["sealed"]) == (None, False)
    said = answer["forecast"]
    roles = [said["minutes"][name] for name in ("start", "substitute", "not_at_all")]
    spread = [one["probability"] for one in said["points"]["chances"]]
    for chances in (roles, spread, said["goals"]["chances"], said["assists"]["chances"]):
        assert sum(chances) == pytest.approx(1.0, abs=1e-12)
        assert min(chances) >= 0
    assert answer["expected_points"] == said["points"]["expected"]
    assert answer["chance_of_playing"] == pytest.approx(roles[0] + roles[1])
    assert said["goals"]["anytime"] == pytest.approx(1 - said["goals"]["chances"][0], abs=2e-6)
    assert (said["team"], said["opponent"], said["at_home"]) == ("arsenal", "chelsea", True)
    assert len(said["features"]["document_sets"]) == 3


async def test_goals_of_a_squad_add_up_to_what_the_sealed_prediction_expects_of_its_team(
    client: httpx.AsyncClient, state: State
) -> None:
    expected = expected_goals(state.latest[KNOWN])
    assert expected is not None
    answers = [await asked(client, player_id=f"arsenal-{number}", match_id=KNOWN) for number in range(14)]
    total = sum(answer["forecast"]["goals"]["expected"] for answer in answers)
    assert total == pytest.approx(expected[0] * OWN_PLAYERS, abs=2e-5)
    of_team = answers[0]["forecast"]["team_goals"]
    assert of_team["expected"] == pytest.approx(expected[0], abs=1e-6)
    assert of_team["prediction_id"] == state.latest[KNOWN].prediction_id
    assert len({answer["forecast"]["features"]["sha256"] for answer in answers}) > 1


async def test_without_a_sealed_prediction_the_models_say_the_goals_of_the_team_themselves(
    client: httpx.AsyncClient, state: State
) -> None:
    state.latest.clear()
    of_team = (await asked(client, player_id="arsenal-0"))["forecast"]["team_goals"]
    assert (of_team["expected"], of_team["prediction_id"]) == (None, None)
    assert of_team["by_its_players"] == pytest.approx(float(np.exp(0.3)), abs=1e-6)


async def test_where_models_cannot_answer_the_simple_one_does_and_says_why(
    client: httpx.AsyncClient, state: State, facts: KnownFacts
) -> None:
    facts.players.append(player(player_id="p9", name="No Club", team_id=None))
    facts.players.append(player(player_id="p8", name="Far Away", team_id="nowhere"))
    for player_id, params, why in (
        ("p9", {"match_id": KNOWN}, "nobody says for which of the two clubs he plays"),
        ("p8", {}, "no match of his club is planned"),
    ):
        answer = await asked(client, player_id=player_id, **params)
        assert answer["forecast"] is None
        assert answer["model"]["name"] == "player-points-shrunk-mean"
        assert answer["reason"] == f"{why}; this is the mean of his position, for no match of his is known"
    state.players = None
    answer = await asked(client, player_id="arsenal-0")
    assert answer["reason"].startswith("no models of players have been promoted yet; this is the mean of his latest")


async def test_a_match_already_played_is_forecast_from_what_was_known_at_its_kick_off(
    client: httpx.AsyncClient, facts: KnownFacts, squads: KnownSquads
) -> None:
    facts.matches = [match((1, 2), event_time=NOON - 3 * DAY)]
    await asked(client, player_id="arsenal-0", match_id=KNOWN)
    assert squads.asked_at == [NOON - 3 * DAY]


async def test_the_first_match_of_a_season_is_asked_of_the_listed_squads(
    client: httpx.AsyncClient, squads: KnownSquads
) -> None:
    squads.played = []
    squads.lists = {"arsenal": ["arsenal-1", "arsenal-2"], "chelsea": ["chelsea-1"]}
    said = (await asked(client, player_id="arsenal-0"))["forecast"]
    assert 0 < said["goals"]["expected"] < said["team_goals"]["by_its_players"]


async def test_the_openapi_example_has_the_fields_of_a_real_answer(
    client: httpx.AsyncClient, state: State, world: Any, make: Any
) -> None:
    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: shape(one) for name, one in value.items()}
        return [shape(value[0])] if isinstance(value, list) and value else None

    example = examples.PLAYER_POINTS_ANSWER | PLAYER_FORECAST
    assert shape(await asked(client, player_id="arsenal-0")) == shape(example | {"forecast": _unsealed(example)})
    await seal(state, world, make)
    assert shape(await asked(client, player_id="arsenal-0")) == shape(example)


def _unsealed(example: dict[str, Any]) -> dict[str, Any]:
    return {**example["forecast"], "seal": None}


async def seal(state: State, world: Any, make: Any, *later: str) -> SquadWorld:
    """Forecasts of the known match as the consumer announces them, the second by other models."""
    players, standing = SquadWorld(world.objects), state.latest[KNOWN]
    players.ledger.matches[KNOWN] = (meeting(KNOWN), standing.prediction_id)
    players.ledger.expected = expected_goals(standing)
    for revision, version in enumerate(["p1", *later], start=1):
        players.ledger.served = players.crowned(version, revision, seed=revision)
        await players.look()
    for rows in players.announced:
        state.apply(PLAYER_PREDICTIONS, make.message(PLAYER_PREDICTIONS, rows), NOON)
    return players


async def test_a_sealed_player_is_answered_from_his_seal_with_the_numbers_that_models_give_when_asked(
    client: httpx.AsyncClient, state: State, squads: KnownSquads, world: Any, make: Any
) -> None:
    alive = await asked(client, player_id="arsenal-0")
    [rows] = (await seal(state, world, make)).announced
    squads.asked_at.clear()
    answer = await asked(client, player_id="arsenal-0")
    assert squads.asked_at == []
    assert (alive["sealed"], answer["sealed"], answer["reason"]) == (False, True, None)
    sealed = next(row for row in rows if row.player_id == "arsenal-0")
    assert answer["forecast"]["seal"] == {
        "forecast_id": sealed.forecast_id,
        "supersedes": None,
        "sealed_at": "2019-12-26T12:00:00Z",
        "seal": sealed.seal,
        "previous_seal": sealed.previous_seal,
    }
    assert {**answer["forecast"], "seal": None} == alive["forecast"]
    assert answer["expected_points"] == alive["expected_points"]
    assert answer["age_seconds"] == 0.0


async def test_an_answer_states_the_models_that_sealed_it_though_others_serve(
    client: httpx.AsyncClient, state: State, world: Any, make: Any
) -> None:
    first, second = (await seal(state, world, make, "p2")).announced
    answer = await asked(client, player_id="arsenal-0")
    assert answer["model"] == {"name": NAME, "version": "p2"}
    assert answer["forecast"]["seal"]["supersedes"] == first[0].forecast_id
    assert answer["forecast"]["bundle_sha256"] is answer["forecast"]["trained_until"] is None  # p1 serves
    state.apply(PLAYER_PREDICTIONS, make.message(PLAYER_PREDICTIONS, first), NOON)  # an older one, read again
    assert (await asked(client, player_id="arsenal-0"))["model_version"] == "p2"
    assert second[0].revision > first[0].revision


async def test_a_player_whom_the_forecast_does_not_name_is_answered_by_models_when_asked(
    client: httpx.AsyncClient, state: State, facts: KnownFacts, world: Any, make: Any
) -> None:
    await seal(state, world, make)
    facts.players.append(player(player_id="new-man", name="New Man"))
    answer = await asked(client, player_id="new-man")
    assert (answer["sealed"], answer["forecast"]["seal"]) == (False, None)


async def test_forecasts_of_matches_long_over_are_let_go(state: State, world: Any, make: Any) -> None:
    players = await seal(state, world, make)
    later = meeting("E0:2019-20:leeds:everton", 30)
    players.squads.played = [*squad("leeds"), *squad("everton")]
    players.ledger.matches = {later.match_id: (later, "m9")}
    players.ledger.now = NOON + 25 * DAY
    await players.look()
    rows = players.announced[-1]
    state.apply(PLAYER_PREDICTIONS, make.message(PLAYER_PREDICTIONS, rows, NOON + 25 * DAY), NOON)
    assert [*state.squads.by_match] == [later.match_id]
    state.apply(
        PLAYER_PREDICTIONS, make.message(PLAYER_PREDICTIONS, players.announced[0]), NOON
    )  # from the start again
    assert [*state.squads.by_match] == [later.match_id]


def test_a_squad_is_whom_the_latest_match_lists_and_who_is_asked_about() -> None:
    older = [dataclasses.replace(one, event_time=one.event_time - 7 * DAY) for one in squad("arsenal", 20)]
    found = squad_of("arsenal", [*older, *squad("arsenal"), *squad("chelsea")], also=["new-man"])
    assert found == sorted({*(f"arsenal-{number}" for number in range(14)), "new-man"})


def test_cards_ban_from_the_next_match_and_no_longer() -> None:
    sent_off, cautioned, clean = (
        appearance(days, yellow_cards=yellow, red_cards=red) for days, yellow, red in ((7, 0, 1), (7, 1, 0), (3, 0, 0))
    )
    assert banned([sent_off], 12)
    assert not banned([clean, sent_off], 13)
    assert banned([cautioned] * 5, 12)
    assert not banned([cautioned] * 4, 12)
    assert not banned([], 0)


def test_a_banned_player_is_told_apart_in_what_the_models_read() -> None:
    model = open_players(BUNDLE, sha256_of(BUNDLE))
    meeting = Meeting(KNOWN, "E0", "2019/20", ("arsenal", "chelsea"), NOON + 2 * DAY)
    played = {one.player_id: [one] for one in squad("arsenal")}
    said = forecast_squads(model, meeting, Known((list(played), ["c"]), {}, (None, None), played), None)
    assert said.values[said.row_of("arsenal-3"), -1] == 1.0
    assert said.values[:, -1].sum() == 1.0
    assert said.teams[-1] == 1
    assert said.silent


async def test_a_replica_serves_what_the_pointer_names_then_what_is_promoted(world: Any, make: Any) -> None:
    state, later = State(make.horizon), player_bundle("p2", seed=5)
    throne = PlayerThrone(state, world.objects, POINTER, timedelta(seconds=30), lambda: make.noon)
    await throne.look()
    assert state.players is None
    assert player_announcement(state, "replica-1", make.noon) is None
    world.objects.objects |= {"models/p1": BUNDLE, "models/p2": later}
    world.objects.objects[POINTER] = json.dumps(
        {"version": "p1", "bundle_key": "models/p1", "bundle_sha256": sha256_of(BUNDLE), "revision": 1}
    ).encode()
    throne.looked_at = None
    await throne.look()
    said = player_announcement(state, "replica-1", make.noon)
    assert said is not None
    assert (said.model_name, said.model_version) == (NAME, "p1")
    promoted = dataclasses.replace(make.promotion("p2", 2, later), model_name=NAME, bundle_key="models/p2")
    state.apply(PROMOTIONS, make.message(PROMOTIONS, [promoted]), make.noon)
    await throne.look()
    assert state.players is not None
    assert state.players.model.manifest.version == "p2"
    assert state.promotion is None  # the model of matches is another one
    assert announcement(state, "replica-1", make.noon) is None
    wrong = dataclasses.replace(promoted, bundle_key="models/p1", revision=3, bundle_sha256="0" * 64)
    state.apply(PROMOTIONS, make.message(PROMOTIONS, [wrong]), make.noon)
    with pytest.raises(InvalidRecord, match="promised was"):
        await throne.look()
    assert state.players.model.manifest.version == "p2"


async def test_a_promotion_of_players_seals_no_match_and_crowns_no_model_of_matches(world: Any, make: Any) -> None:
    world.objects.objects["models/p1"] = BUNDLE
    promoted = dataclasses.replace(make.promotion("p1", 1, BUNDLE), model_name=NAME)
    message = make.message(PROMOTIONS, [promoted])
    await world.run(lambda transaction: crown_champion(world.predictor(), message, transaction))
    assert world.ledger.served is None
