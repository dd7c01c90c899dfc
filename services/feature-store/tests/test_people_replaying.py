"""Knowledge of people replayed: in any order and pieces the rows of the sorted whole; as served, as corrected."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.feature_store.features.people.facts import Appearance, Event, Statement
from touchline.feature_store.features.people.fold import fold
from touchline.feature_store.features.people.state import PeopleState
from touchline.feature_store.people.content import PLAYER, SQUAD, Entity, content_of
from touchline.feature_store.people.replaying import replay
from touchline.feature_store.people.versions import FactVersion, revised
from touchline.feature_store.replaying import Row
from touchline.schemas.records import AvailabilityStatus

from .features.people.strategies import appearance, day, events, statement

Told = dict[int, list[tuple[datetime, Event | None]]]  # what was said of a fact, and when that was known


@st.composite
def histories(draw: st.DrawFn) -> Told:
    """Made-up squads; some facts are put right later, or taken back."""
    found: Told = {}
    dice = Random(draw(st.integers(0, 2**32)))
    for number, event in enumerate(draw(events())):
        said: list[tuple[datetime, Event | None]] = [(event.available_at, event)]
        if dice.random() < 0.1:
            known_at = event.available_at + timedelta(days=dice.choice((1, 3, 30, 200)))
            said.append((known_at, dice.choice((None, _unlike(event)))))
        found[number] = said
    return found


def _unlike(event: Event) -> Event:
    if isinstance(event, Appearance):
        return replace(event, minutes=90 - event.minutes % 90, goals=event.goals + 1, documents=("put right",))
    if isinstance(event, Statement):
        return replace(event, status=AvailabilityStatus.DOUBTFUL, chance=0.25)
    return replace(event, position=None)


def versions(told: Told) -> list[FactVersion]:
    """All that was known, each from when to when."""
    found = []
    for number, said in told.items():
        ends = [*(known_at for known_at, _ in said), None][1:]
        moments = [event.available_at for _, event in said if event is not None]
        for (known_at, event), end in zip(said, ends, strict=True):
            fact = ("made up", "all", f"{number}")
            found.append(FactVersion(fact, "ENG", known_at, end, min([known_at, *moments]), event))
    return found


def standing(known: Sequence[FactVersion], moment: datetime) -> list[Event]:
    """What was known at a moment."""
    return [
        one.event
        for one in known
        if one.event is not None
        and one.known_at <= moment
        and (one.superseded_at is None or one.superseded_at > moment)
    ]


@dataclass
class Table:
    """`history` as the service keeps it, in memory, with every state as a checkpoint."""

    rows: list[Row] = field(default_factory=list)
    states: list[PeopleState] = field(default_factory=lambda: [PeopleState()])
    known: list[FactVersion] = field(default_factory=list)

    def learn(self, known: list[FactVersion], part: int) -> None:
        """Bring the rows to what is known, so many moments of knowledge at a time."""
        revision = revised(self.known, known)
        self.known = known
        if not revision.stale:
            return
        ((touches, since),) = revision.stale.values()
        self._forget(since)
        touches = min([touches, *(one.touches for one in known if one.known_at >= since)])
        moments = sorted({one.known_at for one in known if one.known_at >= since})
        for start in range(0, len(moments), part):
            ends = [*moments, None][start + part] if start + part < len(moments) else None
            self._fold(moments[start], ends, touches if start == 0 else moments[start])

    def _fold(self, since: datetime, end: datetime | None, touches: datetime) -> None:
        later = [one for one in self.known if one.known_at >= since and (end is None or one.known_at < end)]
        touches = min([touches, *(one.touches for one in later)])
        self.states = [one for one in self.states if one.as_of is None or one.as_of < touches]
        start = self.states[-1]
        base = [
            one
            for one in self.known
            if one.event is not None
            and one.known_at < since
            and (one.superseded_at is None or one.superseded_at >= since)
            and (start.as_of is None or one.event.available_at > start.as_of)
        ]
        replayed = replay(start, base, later)
        for one in replayed.superseded:
            for row in self.rows:
                if (row.kind, row.entity) == (one.kind, one.entity) and row.as_of >= one.as_of:
                    row.superseded_at = row.superseded_at or one.known_at
        self.rows += replayed.rows
        self.states += replayed.states[1:]

    def _forget(self, since: datetime) -> None:
        self.rows = [row for row in self.rows if row.known_at < since]
        for row in self.rows:
            if row.superseded_at is not None and row.superseded_at >= since:
                row.superseded_at = None

    def content(self) -> list[Row]:
        return sorted(self.rows, key=lambda row: (row.kind, row.entity, row.as_of, row.known_at))


def learned(*tellings: list[FactVersion], part: int = 1_000_000) -> Table:
    table = Table()
    for known in tellings:
        table.learn(known, part)
    return table


@settings(deadline=None, max_examples=25)
@given(histories(), st.randoms(use_true_random=False), st.integers(1, 9))
def test_any_order_and_any_pieces_end_in_the_rows_of_the_sorted_whole(told: Told, dice: Random, part: int) -> None:
    numbers = list(told)
    dice.shuffle(numbers)
    cuts = [*sorted(dice.sample(range(len(numbers) + 1), min(3, len(numbers)))), len(numbers)]
    pieces = [versions({number: told[number] for number in sorted(numbers[:cut])}) for cut in cuts]
    assert learned(*pieces, part=part).content() == learned(versions(told)).content()


@settings(deadline=None, max_examples=25)
@given(histories(), st.data())
def test_as_served_is_what_a_fold_of_what_was_known_then_says(told: Told, data: st.DataObject) -> None:
    known = versions(told)
    moment = data.draw(st.sampled_from(known)).known_at
    state = fold(PeopleState(), standing(known, moment))
    served: dict[Entity, Row] = {}
    for row in sorted(learned(known).rows, key=lambda row: (row.known_at, row.as_of)):
        if row.served and row.known_at <= moment:
            served[row.kind, row.entity] = row
    _assert_says(served, state)


@settings(deadline=None, max_examples=25)
@given(histories(), st.data())
def test_as_corrected_is_what_a_fold_of_what_is_known_today_said_then(told: Told, data: st.DataObject) -> None:
    known = versions(told)
    moment = data.draw(st.sampled_from(known)).known_at
    today = standing(known, max(one.known_at for one in known))
    state = fold(PeopleState(), [one for one in today if one.available_at <= moment])
    found: dict[Entity, Row] = {}
    for row in sorted(learned(known).rows, key=lambda row: (row.as_of, row.known_at)):
        if row.superseded_at is None and row.as_of <= moment:
            found[row.kind, row.entity] = row
    _assert_says(found, state)


def _assert_says(found: dict[Entity, Row], state: PeopleState) -> None:
    for player in state.players:
        content = content_of(state, (PLAYER, player))
        assert content is not None
        row = found.pop((PLAYER, player))
        assert (row.season, row.values) == (content.season, content.values)
    for team in state.teams:
        content = content_of(state, (SQUAD, team))
        row_of_team = found.pop((SQUAD, team), None)
        assert content is not None
        if row_of_team is not None or content.values[-1]:
            assert row_of_team is not None
            assert row_of_team.values == content.values
    assert not [row for row in found.values() if row.values]


def test_a_word_put_right_makes_new_rows_of_one_player_and_his_team_alone() -> None:
    played = [appearance(player, week * 7, team=team) for week in range(6) for player, team in SQUADS]
    told: Told = {number: [(one.available_at, one)] for number, one in enumerate(played)}
    hurt = statement("p1", 10)
    told[len(told)] = [(hurt.available_at, hurt), (day(40), replace(hurt, status=AvailabilityStatus.DOUBTFUL))]
    corrected = [row for row in learned(versions(told)).rows if row.known_at == day(40)]
    assert {(row.kind, row.entity) for row in corrected} == {(PLAYER, "p1"), (SQUAD, "ash")}


SQUADS = (("p1", "ash"), ("p2", "ash"), ("p3", "birch"))


def test_a_squad_of_which_nothing_was_said_misses_nobody_whatever_was_said_of_one_who_came() -> None:
    came = appearance("p1", 14, 0, team="elm", opponent="fir", match_id="E0:2018-19:elm:fir:14")
    state = fold(PeopleState(), [appearance("p1", 0), statement("p1", 10), came])
    squad = content_of(state, (SQUAD, "elm"))
    assert squad is not None
    assert squad.values == (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def test_a_word_that_is_taken_back_stands_of_no_moment_any_more() -> None:
    played = [appearance("p1", week * 7) for week in range(6)]
    told: Told = {week: [(one.available_at, one)] for week, one in enumerate(played)}
    told[6] = [(day(10), statement("p1", 10)), (day(40), None)]
    rows = [row for row in learned(versions(told)).rows if row.as_of == day(10)]
    assert [(row.kind, row.superseded_at) for row in rows] == [(PLAYER, day(40)), (SQUAD, day(40))]


def test_of_squads_of_whom_nothing_was_said_nothing_is_kept() -> None:
    told: Told = {week: [(day(week * 7 + 1), appearance("p1", week * 7))] for week in range(4)}
    assert {row.kind for row in learned(versions(told)).rows} == {PLAYER}


def test_as_long_as_a_word_holds_every_match_says_so_anew() -> None:
    """A row of a squad says nothing of a match that is too long after it."""
    played = [appearance("p1", week * 7) for week in range(4)]
    told: Told = {week: [(one.available_at, one)] for week, one in enumerate(played)}
    told[4] = [(day(9), statement("p1", 9, AvailabilityStatus.AVAILABLE))]
    squads = [row for row in learned(versions(told)).rows if row.kind == SQUAD]
    assert [row.as_of for row in squads] == [day(9), played[2].available_at, played[3].available_at]


def test_a_correction_before_the_start_is_refused_with_a_sentence() -> None:
    first, late = appearance("p1", 0), appearance("p2", 0)
    state = fold(PeopleState(), [first])
    with pytest.raises(ValueError, match="start earlier"):
        replay(state, [], versions({0: [(day(9), late)]}))
