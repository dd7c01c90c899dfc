"""What must hold of everything that is said of people, whatever it is."""

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.feature_store.features.people.facts import Appearance, Event, Statement
from touchline.feature_store.features.people.fold import Step, fold, in_order, steps
from touchline.feature_store.features.people.remembered import LAST
from touchline.feature_store.features.people.rows import player_row, squad_row
from touchline.feature_store.features.people.state import PeopleState
from touchline.football.catalogue import SQUAD
from touchline.football.catalogue.players import PLAYERS
from touchline.football.player_meeting import PlayerValues
from touchline.schemas.records import AvailabilityStatus

from .strategies import appearance, day, events, statement

Rows = dict[tuple[datetime, str], object]
SQUAD_RANGES = tuple((feature.lowest, feature.highest) for feature in SQUAD)


def all_steps(history: Iterable[Event]) -> list[Step]:
    return list(steps(PeopleState(), history))


def rows(history: Iterable[Event]) -> Rows:
    """Every row of a player or a squad, by the moment that it was made at."""
    found: Rows = {}
    for step in all_steps(history):
        assert step.state.as_of is not None
        found |= {(step.state.as_of, player): player_row(step.state, player) for player in step.players}
        found |= {(step.state.as_of, team): squad_row(step.state, team) for team in step.teams}
    return found


def before(moment: datetime, made: Rows) -> Rows:
    return {place: row for place, row in made.items() if place[0] < moment}


@settings(deadline=None, max_examples=30)
@given(events(), st.data())
def test_a_planted_event_changes_no_row_before_it_was_known(history: list[Event], data: st.DataObject) -> None:
    planted = data.draw(st.sampled_from(history))
    other = [_unlike(event) if event is planted else event for event in history]
    assert before(planted.available_at, rows(history)) == before(planted.available_at, rows(other))


@settings(deadline=None, max_examples=30)
@given(events(), st.data())
def test_removing_the_future_changes_no_row(history: list[Event], data: st.DataObject) -> None:
    moment = data.draw(st.sampled_from(history)).available_at
    past = [event for event in history if event.available_at < moment]
    assert rows(past) == before(moment, rows(history))


@settings(deadline=None, max_examples=30)
@given(events())
def test_every_value_of_a_player_is_finite_and_in_its_range(history: list[Event]) -> None:
    for step in all_steps(history):
        for player in step.players:
            row = player_row(step.state, player)
            assert row is not None
            for value, feature in zip(row.values, PLAYERS, strict=True):
                assert math.isfinite(value), feature.name
                assert feature.lowest <= value <= feature.highest, feature.name


@settings(deadline=None, max_examples=30)
@given(events())
def test_every_value_of_a_squad_is_finite_and_in_its_range(history: list[Event]) -> None:
    for step in all_steps(history):
        for team in step.teams:
            row = squad_row(step.state, team)
            assert row is not None
            for value, (lowest, highest) in zip(row.values, SQUAD_RANGES, strict=True):
                assert lowest <= value <= highest


@settings(deadline=None, max_examples=30)
@given(events(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(history: list[Event], random: Random) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    assert fold(PeopleState(), shuffled).to_bytes() == fold(PeopleState(), history).to_bytes()
    assert rows(shuffled) == rows(history)


@settings(deadline=None, max_examples=30)
@given(events(), st.data())
def test_going_on_from_a_stored_checkpoint_equals_one_fold(history: list[Event], data: st.DataObject) -> None:
    cut = data.draw(st.sampled_from(history)).available_at
    earlier = [event for event in history if event.available_at <= cut]
    later = [event for event in history if event.available_at > cut]
    checkpoint = PeopleState.from_bytes(fold(PeopleState(), earlier).to_bytes())
    assert fold(checkpoint, later).to_bytes() == fold(PeopleState(), history).to_bytes()


@settings(deadline=None, max_examples=30)
@given(events())
def test_a_stored_state_is_the_same_state(history: list[Event]) -> None:
    state = fold(PeopleState(), history)
    assert PeopleState.from_bytes(state.to_bytes()) == state


@settings(deadline=None, max_examples=30)
@given(events())
def test_a_step_names_everybody_whose_row_it_changes(history: list[Event]) -> None:
    """Rows are kept only of those that a step names: the others must be what they were."""
    known: dict[str, object] = {}
    for step in all_steps(history):
        now: dict[str, object] = {player: player_row(step.state, player) for player in step.state.players}
        now |= {team: squad_row(step.state, team) for team in step.state.teams}
        changed = {name for name, row in now.items() if known.get(name) != row}
        assert changed <= {*step.players, *step.teams}
        known = now


@settings(deadline=None, max_examples=30)
@given(events())
def test_a_team_knows_its_members_and_they_their_team(history: list[Event]) -> None:
    state = fold(PeopleState(), history)
    of_players = {(player, known.team) for player, known in state.players.items() if known.team is not None}
    of_teams = {(player, name) for name, team in state.teams.items() for player in team.members}
    assert of_players == of_teams


@settings(deadline=None, max_examples=30)
@given(events())
def test_no_more_than_ten_matches_are_kept_of_anybody(history: list[Event]) -> None:
    state = fold(PeopleState(), history)
    for known in (*state.players.values(), *state.teams.values()):
        moments = [match.kick_off for match in known.matches]
        assert len(moments) <= LAST
        assert moments == sorted(moments)


def test_a_state_does_not_grow_with_the_seasons() -> None:
    def size(seasons: int) -> int:
        played = [
            appearance(player, 400 * season + 7 * week, season=f"{2018 + season}/{19 + season}", documents=("d",))
            for season in range(seasons)
            for week in range(30)
            for player in ("p1", "p2")
        ]
        return len(fold(PeopleState(), played).to_bytes())

    assert size(12) < size(1) * 1.05  # digits only


def test_values_stand_in_the_order_of_the_catalogue() -> None:
    assert tuple(PlayerValues.__slots__) == tuple(feature.name for feature in PLAYERS)


def test_facts_of_one_moment_stand_in_one_order_whatever_their_kind() -> None:
    told, known_then = statement(), appearance(kick_off=day(-1), available_at=day(0))
    assert in_order([told, known_then]) == [known_then, told]


def test_what_is_not_later_than_the_state_is_refused_with_a_sentence() -> None:
    state = fold(PeopleState(), [appearance()])
    with pytest.raises(ValueError, match="fold again from an earlier checkpoint"):
        fold(state, [appearance("p2")])


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="a time without a zone; give it in UTC"):
        appearance(kick_off=datetime(2018, 8, 11, 14))  # noqa: DTZ001 - the zone is what is missing


def test_a_checkpoint_of_another_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="a checkpoint of catalogue 0"):
        PeopleState.from_bytes(PeopleState().to_bytes().replace(b'"catalogue_version":3', b'"catalogue_version":0'))


def _unlike(event: Event) -> Event:
    """The same event saying something else, as extreme as can be."""
    if isinstance(event, Appearance):
        return replace(event, minutes=120, started=True, goals=9, points=29, team="birch", price=15.0)
    if isinstance(event, Statement):
        return replace(event, status=AvailabilityStatus.SUSPENDED, chance=0.0, team="birch", simulated=False)
    return replace(event, team="birch")
