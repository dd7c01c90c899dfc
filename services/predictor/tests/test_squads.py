"""Squads of coming matches: forecast and sealed as one, once, whatever comes when and however often."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from known_facts import DAY
from player_models import NAME, squad
from squad_world import EXPECTED, MATCH, NOON, SquadWorld, meeting

from touchline.football.catalogue import LATEST
from touchline.predictor.prediction.seals import FIRST, first_broken_forecast
from touchline.predictor.squads.handlers import follow_promotions, hear_of_players
from touchline.predictor.squads.looking import adopt_player_pointer
from touchline.runtime.errors import InvalidRecord
from touchline.schemas.records import Decision, PlayerFeatures
from touchline.schemas.topics import PLAYER_FEATURES, PROMOTIONS


@pytest.fixture
def players(world: Any) -> SquadWorld:
    """A match with a prediction, and models that serve."""
    found = SquadWorld(world.objects)
    found.ledger.matches[MATCH] = (meeting(), "m1")
    found.ledger.served = found.crowned()
    return found


def news(at: Any = NOON) -> PlayerFeatures:
    return PlayerFeatures("arsenal-1", "ENG", LATEST, [0.0], "e" * 64, "f" * 64, NOON, at, at, 1)


async def hear(players: SquadWorld, make: Any, at: Any = NOON) -> None:
    await players.run(partial(hear_of_players, players.predictor(), make.message(PLAYER_FEATURES, [news()], at)))


async def test_both_squads_are_sealed_in_one_message_whose_goals_add_up_to_those_of_the_match(
    players: SquadWorld,
) -> None:
    assert await players.look() == 1
    [rows] = players.announced
    assert rows == players.ledger.forecasts[0]
    assert len({row.player_id for row in rows}) == len(rows) == 28
    assert len({(row.forecast_id, row.seal, row.revision) for row in rows}) == 1
    for team, expected in zip(("arsenal", "chelsea"), EXPECTED, strict=True):
        of_team = [row for row in rows if row.team_id == team]
        assert sum(row.goals_expected for row in of_team) == pytest.approx(of_team[0].team_goals_by_players)
        assert {row.team_goals_expected for row in of_team} == {expected}
    row = rows[0]
    assert (row.model_name, row.model_version, row.match_prediction_id) == (NAME, "p1", "m1")
    assert (row.available_at, row.event_time, row.previous_seal) == (NOON, NOON + 2 * DAY, FIRST)
    assert row.anytime_scorer == 1.0 - row.goal_chances[0]
    assert row.minutes_expected == row.start * row.minutes_if_started + row.substitute * row.minutes_if_substitute
    assert len(row.values) == 55
    assert row.document_set is not None


async def test_looking_again_seals_nothing_and_news_that_change_nothing_neither(players: SquadWorld, make: Any) -> None:
    assert await players.look() == 1
    assert await players.look() == 0
    await hear(players, make)
    assert await players.ledger.due(players.ledger.served, NOON, timedelta(days=8))  # type: ignore[arg-type]
    assert await players.look() == 0
    assert not await players.ledger.due(players.ledger.served, NOON, timedelta(days=8))  # type: ignore[arg-type]
    assert len(players.announced) == 1


async def test_news_of_a_player_supersede_the_whole_forecast(players: SquadWorld, make: Any) -> None:
    await players.look()
    latest = [
        dataclasses.replace(one, match_id="E0:2019-20:x:y", event_time=NOON - DAY) for one in squad("arsenal", 12)
    ]
    players.squads.played = [*players.squads.played, *latest]
    await hear(players, make)
    assert await players.look() == 1
    first, second = players.ledger.forecasts
    assert (len(first), len(second)) == (28, 26)
    assert {row.supersedes for row in second} == {first[0].forecast_id}
    assert second[0].revision == first[0].revision + 1
    assert first_broken_forecast(players.ledger.forecasts) is None


async def test_a_new_prediction_of_the_match_and_new_models_are_each_followed_once(players: SquadWorld) -> None:
    await players.look()
    players.ledger.matches[MATCH] = (meeting(), "m2")
    assert await players.look() == 0  # it expects the same goals
    players.ledger.matches[MATCH], players.ledger.expected = (meeting(), "m3"), (2.0, 1.1)
    assert await players.look() == 1
    players.ledger.served = players.crowned("p2", 2, seed=5)
    assert await players.look() == 1
    assert await players.look() == 0
    said = [(rows[0].match_prediction_id, rows[0].model_version) for rows in players.announced]
    assert said == [("m1", "p1"), ("m3", "p1"), ("m3", "p2")]
    assert len(set(players.ids)) == 3


async def test_a_match_that_was_moved_is_sealed_for_its_new_kick_off(players: SquadWorld) -> None:
    await players.look()
    players.ledger.matches[MATCH] = (meeting(days=3), "m2")
    await players.look()
    assert [rows[0].event_time for rows in players.announced] == [NOON + 2 * DAY, NOON + 3 * DAY]


async def test_nothing_is_sealed_once_a_match_has_started_though_it_was_due_when_looked_at(
    players: SquadWorld,
) -> None:
    """The clock may reach the kick-off while the models are asked."""
    asked = players.squads.first_season

    async def meanwhile(competition: str, known_by: Any) -> str | None:
        players.ledger.now = NOON + 2 * DAY
        return await asked(competition, known_by)

    players.squads.first_season = meanwhile  # type: ignore[method-assign]
    assert await players.look() == 0
    assert not players.ledger.forecasts


async def test_news_that_come_while_models_are_asked_make_the_match_due_again(players: SquadWorld, make: Any) -> None:
    asked = players.squads.first_season

    async def meanwhile(competition: str, known_by: Any) -> str | None:
        players.squads.first_season = asked  # type: ignore[method-assign]
        await players.ledger.hear(["ENG"])
        return await asked(competition, known_by)

    players.squads.first_season = meanwhile  # type: ignore[method-assign]
    assert await players.look() == 1
    assert len(await players.ledger.due(players.ledger.served, NOON, timedelta(days=8))) == 1  # type: ignore[arg-type]


async def test_a_row_that_no_model_can_read_keeps_its_match_waiting_and_no_other(
    players: SquadWorld, make: Any
) -> None:
    other = meeting("E0:2019-20:leeds:everton", 3)
    players.ledger.matches = {MATCH: (meeting(), "m1"), other.match_id: (other, "m2")}
    players.squads.played += [*squad("leeds"), *squad("everton")]
    told = players.squads.served

    async def short(kind: str, entities: Any, known_by: Any) -> Any:
        rows = await told(kind, entities, known_by)
        return {
            name: dataclasses.replace(one, values=(1.0,)) if "arsenal" in name else one for name, one in rows.items()
        }

    players.squads.served = short  # type: ignore[method-assign]
    assert await players.look() == 1
    assert [rows[0].match_id for rows in players.announced] == [other.match_id]
    assert await players.look() == 0
    players.squads.served = told  # type: ignore[method-assign]
    await hear(players, make)
    assert await players.look() == 1
    assert players.announced[-1][0].match_id == MATCH


async def test_a_match_of_squads_that_nobody_knows_is_looked_at_once(players: SquadWorld) -> None:
    players.squads.played = []
    assert await players.look() == 0
    assert not await players.ledger.due(players.ledger.served, NOON, timedelta(days=8))  # type: ignore[arg-type]


async def test_a_crash_before_the_commit_loses_nothing_and_doubles_nothing(players: SquadWorld) -> None:
    def crash() -> None:
        raise ConnectionError("killed")

    players.before_commit = crash
    with pytest.raises(ConnectionError):
        await players.look()
    assert (players.ledger.forecasts, players.announced) == ([], [])
    players.before_commit = lambda: None
    assert await players.look() == 1
    assert await players.look() == 0
    assert players.announced == players.ledger.forecasts


async def test_the_seal_of_a_forecast_breaks_with_any_of_its_rows(players: SquadWorld) -> None:
    await players.look()
    [rows] = players.ledger.forecasts
    assert first_broken_forecast([rows]) is None
    assert first_broken_forecast([rows[::-1]]) is None
    tampered: list[Callable[[Any], dict[str, Any]]] = [
        lambda row: {"goals_expected": row.goals_expected + 1e-9},
        lambda row: {"values": [*row.values[:-1], 1.0]},
        lambda _: {"previous_seal": "1" * 64},
    ]
    for change in tampered:
        other = [dataclasses.replace(rows[3], **change(rows[3]))]
        assert first_broken_forecast([[*rows[:3], *other, *rows[4:]]]) == rows[0].forecast_id
    assert first_broken_forecast([rows[1:]]) == rows[0].forecast_id


async def test_promoted_models_of_players_are_crowned_and_a_refused_or_altered_one_is_not(
    players: SquadWorld, world: Any, make: Any
) -> None:
    players.ledger.served = None
    assert await players.look() == 0

    async def bring(**about: Any) -> None:
        row = dataclasses.replace(make.promotion("p3", 3, b""), model_name=NAME, **about)
        message = make.message(PROMOTIONS, [row])
        await players.run(partial(follow_promotions, world.predictor(), players.predictor(), message))

    wanted = players.crowned("p3", 3)
    stands = {"bundle_key": wanted.bundle_key, "bundle_sha256": wanted.bundle_sha256}
    await bring(**stands, decision=Decision.REFUSED)
    assert players.ledger.served is None
    with pytest.raises(InvalidRecord, match="promised was"):
        await bring(**stands | {"bundle_sha256": "0" * 64})
    await bring(**stands)
    assert players.ledger.served == wanted
    assert world.ledger.served is None  # the model of matches is another one
    assert await players.look() == 1
    assert players.announced[0][0].model_version == "p3"


async def test_the_pointer_crowns_where_no_promotion_was_heard(players: SquadWorld) -> None:
    import json

    wanted = players.crowned("p9", 9)
    pointer = {"version": "p9", "revision": 9, "bundle_key": wanted.bundle_key, "bundle_sha256": wanted.bundle_sha256}
    players.objects.objects["champion.json"] = json.dumps(pointer).encode()
    assert await adopt_player_pointer(players.predictor(), players, players, players.objects, "champion.json")
    assert players.ledger.served == wanted
    assert not await adopt_player_pointer(players.predictor(), players, players, players.objects, "champion.json")


async def test_news_from_a_football_time_in_the_future_are_refused(players: SquadWorld, make: Any) -> None:
    with pytest.raises(InvalidRecord, match="lies in the future"):
        await hear(players, make, at=players.predictor().now() + 2 * DAY)
    assert players.ledger.news == {}
