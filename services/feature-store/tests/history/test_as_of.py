"""Features as of moments: the joins against brute force, and the cases that make the two pasts differ."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.feature_store.history.answers import as_of
from touchline.feature_store.history.choices import features_of
from touchline.feature_store.history.subjects import Kind, Mode, Subject
from touchline.football.catalogue import CATALOGUES, LATEST

from . import oracle
from .made import FIXTURE, PLAYER_WIDTH, TEAM_WIDTH, Fixture, Row, asked, held, hour, team_row

WIDTHS = {Kind.TEAM: TEAM_WIDTH, Kind.PLAYER: PLAYER_WIDTH}
MATCHES = ("E0:2019-20:ash:birch", "E0:2019-20:birch:cedar", "FAC:2020-21:ash:cedar")
HOURS = st.integers(0, 12).map(hour)  # few, so that most coincide
NUMBERS = st.sampled_from([0.0, 0.25, 0.5, 1.0])
TEAMS = ("ash", "birch", "cedar")
SEASONS = ("2018/19", "2019/20", "2020/21")


def width_of(kind: Kind) -> int:
    """Values in a row of a kind."""
    if kind in WIDTHS:
        return WIDTHS[kind]
    from touchline.football import catalogue

    return len(getattr(catalogue, kind.value.upper()))


def entities_of(kind: Kind) -> Sequence[str]:
    """Some entities of a kind."""
    return {
        Kind.TEAM: [f"{code}/{team}" for code in ("E0", "FAC", "E0-1") for team in TEAMS],
        Kind.PAIR: ["E0/ash/birch", "E0/birch/cedar", "FAC/ash/cedar"],
        Kind.MARKET: MATCHES,
        Kind.SQUAD: TEAMS,
        Kind.PLAYER: ["p1", "p2"],
    }[kind]


@st.composite
def rows_of(draw: st.DrawFn, *kinds: Kind) -> list[Row]:
    """Rows with every flag, among them ties, late rows, corrections and rows that say that nothing is known."""
    found: dict[object, Row] = {}
    for _ in range(draw(st.integers(0, 25))):
        kind = draw(st.sampled_from(kinds))
        as_of, late = draw(HOURS), draw(st.integers(0, 4))
        known_at = hour((as_of - hour(0)).total_seconds() / 3600 + late)
        superseded = draw(st.none() | st.integers(0, 5))
        values = (draw(NUMBERS), draw(NUMBERS), *[draw(NUMBERS)] * (width_of(kind) - 2))
        row = Row(
            kind,
            draw(st.sampled_from(entities_of(kind))),
            as_of,
            known_at,
            values if draw(st.integers(0, 9)) else (),
            season=draw(st.sampled_from(SEASONS)),
            served=draw(st.booleans()),
            superseded_at=None
            if superseded is None
            else hour((known_at - hour(0)).total_seconds() / 3600 + superseded),
            pool=draw(st.sampled_from(["ENG", "ENG", "EUR"])) if kind is Kind.SQUAD else "ENG",
        )
        found[row.kind, row.entity, row.as_of, row.known_at] = row
    return draw(st.permutations(list(found.values())))


@st.composite
def fixtures_of(draw: st.DrawFn) -> list[Fixture]:
    """Versions of a few matches: moved, cancelled, withdrawn."""
    found = {}
    for match_id in MATCHES:
        competition, season, home, away = match_id.split(":")
        for _ in range(draw(st.integers(1, 3))):
            status = draw(st.sampled_from(["scheduled", "played", "postponed", "cancelled", "withdrawn"]))
            known_at = draw(HOURS)
            found[match_id, known_at] = Fixture(
                match_id, known_at, competition, season.replace("-", "/"), home, away, status, draw(HOURS)
            )
    return draw(st.permutations(list(found.values())))


def answers(table: pl.DataFrame, subject: Subject) -> list[list[float] | None]:
    """The features of each row; None where all are null."""
    names = [one.name for one in features_of(subject, LATEST)]
    rows = [list(row) for row in table.select(names).iter_rows()]
    return [None if all(value is None for value in row) else row for row in rows]


def differing(found: list[list[float] | None], expected: list[Sequence[float] | None]) -> int:
    """Cells that are not equal."""
    assert len(found) == len(expected)
    cells = 0
    for one, other in zip(found, expected, strict=True):
        if (one is None) != (other is None):
            cells += len(one or other or ())
        elif one is not None and other is not None:
            cells += sum(left != right for left, right in zip(one, other, strict=True))
    return cells


def questions(ids: Sequence[str]) -> st.SearchStrategy[list[tuple[str, datetime]]]:
    """Entities and moments, also before and after everything."""
    moments = st.integers(-1, 20).map(hour)
    return st.lists(st.tuples(st.sampled_from(list(ids)), moments), max_size=12)


@pytest.mark.parametrize("mode", list(Mode))
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_teams_are_answered_as_a_loop_over_all_rows_would(mode: Mode, data: st.DataObject) -> None:
    rows = data.draw(rows_of(Kind.TEAM))
    known = [replace(FIXTURE, home_team=one, away_team=one) for one in TEAMS]  # a team without rows is no stranger
    wanted = data.draw(questions(TEAMS))
    table = as_of(asked("team_id", wanted), mode=mode, source=held(rows, known))
    expected = [oracle.of_team(rows, mode, team, moment) for team, moment in wanted]
    assert differing(answers(pl.DataFrame(table), Subject.TEAM), expected) == 0


@pytest.mark.skipif(not PLAYER_WIDTH, reason="the catalogue has no players yet")
@pytest.mark.parametrize("mode", list(Mode))
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_players_are_answered_as_a_loop_over_all_rows_would(mode: Mode, data: st.DataObject) -> None:
    rows = data.draw(rows_of(Kind.PLAYER))
    ids = sorted({row.entity for row in rows})
    wanted = data.draw(questions(ids)) if ids else []
    table = as_of(asked("player_id", wanted), mode=mode, source=held(rows))
    expected = [oracle.of_player(rows, mode, player, moment) for player, moment in wanted]
    assert differing(answers(pl.DataFrame(table), Subject.PLAYER), expected) == 0


@pytest.mark.parametrize("mode", list(Mode))
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_matches_are_answered_as_a_loop_over_all_rows_would(mode: Mode, data: st.DataObject) -> None:
    rows = data.draw(rows_of(Kind.TEAM, Kind.PAIR, Kind.MARKET, Kind.SQUAD))
    fixtures = data.draw(fixtures_of())
    wanted = data.draw(questions(MATCHES))
    table = as_of(asked("match_id", wanted), mode=mode, source=held(rows, fixtures))
    expected = [oracle.of_match(rows, fixtures, mode, match, moment) for match, moment in wanted]
    assert differing(answers(pl.DataFrame(table), Subject.MATCH), expected) == 0


def test_row_known_at_exactly_the_moment_counts_and_one_a_microsecond_later_does_not() -> None:
    source = held([team_row("E0/ash", 5, 1500.0)])
    moments = [hour(5), hour(5).replace(microsecond=0) - (hour(1) - hour(0)) / 3_600_000_000]
    table = as_of(asked("team_id", [("ash", one) for one in moments]), ["elo"], source=source)
    assert table["elo"].to_pylist() == [1500.0, None]


def test_correction_changes_what_is_known_of_the_past_and_not_what_was_served() -> None:
    wrong = team_row("E0/ash", 5, 1500.0, superseded_at=hour(50))
    right = team_row("E0/ash", 5, 1480.0, known_at=hour(50))
    wanted = asked("team_id", [("ash", hour(20)), ("ash", hour(60))])
    served = as_of(wanted, ["elo"], source=held([wrong, right]))
    corrected = as_of(wanted, ["elo"], mode="as_corrected", source=held([wrong, right]))
    assert served["elo"].to_pylist() == [1500.0, 1480.0]
    assert corrected["elo"].to_pylist() == [1480.0, 1480.0]


def test_match_is_answered_as_of_its_kick_off_when_asked_later() -> None:
    rows = [team_row("E0/ash", 5, 1500.0), team_row("E0/ash", 103, 1600.0)]
    wanted = asked("match_id", [(FIXTURE.match_id, hour(99)), (FIXTURE.match_id, hour(5_000))])
    assert as_of(wanted, ["elo_home"], source=held(rows, [FIXTURE]))["elo_home"].to_pylist() == [1500.0, 1500.0]


@pytest.mark.parametrize("mode", list(Mode))
def test_what_was_said_of_a_squad_in_may_says_nothing_of_august(mode: Mode) -> None:
    squad = Row(Kind.SQUAD, "ash", hour(0), hour(0), (2.0, 0.5, 0.0, 1.0, 0.0, 0.0))
    for days, absent in ((45, 2.0), (46, 0.0)):
        fixture = replace(FIXTURE, kick_off=hour(24 * days))
        table = as_of(
            asked("match_id", [(FIXTURE.match_id, hour(24 * days))]),
            ["absent_home"],
            mode=mode,
            source=held([squad], [fixture]),
        )
        assert table["absent_home"].to_pylist() == [absent]


def test_moved_match_is_answered_with_the_rows_up_to_the_kick_off_known_then() -> None:
    moved = replace(FIXTURE, known_at=hour(90), status="postponed", kick_off=hour(400))
    rows = [team_row("E0/ash", 5, 1500.0), team_row("E0/ash", 103, 1600.0)]
    wanted = asked("match_id", [(FIXTURE.match_id, hour(89)), (FIXTURE.match_id, hour(200))])
    source = held(rows, [FIXTURE, moved])
    assert as_of(wanted, ["elo_home"], source=source)["elo_home"].to_pylist() == [1500.0, 1600.0]


def test_withdrawn_and_cancelled_matches_have_no_vector() -> None:
    off = [replace(FIXTURE, known_at=hour(90), status=status) for status in ("withdrawn", "cancelled")]
    for version in off:
        wanted = asked("match_id", [(FIXTURE.match_id, hour(89)), (FIXTURE.match_id, hour(91))])
        table = as_of(wanted, ["elo_home"], source=held([team_row("E0/ash", 5, 1500.0)], [FIXTURE, version]))
        assert table["elo_home"].to_pylist() == [1500.0, None]


def test_older_catalogue_is_a_selection_of_the_latest() -> None:
    source = held([team_row("E0/ash", 5, 1500.0)], [FIXTURE])
    wanted = asked("match_id", [(FIXTURE.match_id, hour(50))])
    first, latest = (as_of(wanted, catalogue_version=version, source=source) for version in (1, LATEST))
    assert first.column_names == ["match_id", "at", *(feature.name for feature in CATALOGUES[1].matches)]
    assert first.equals(latest.select(first.column_names))


def test_columns_and_rows_come_back_as_they_were_handed_in() -> None:
    wanted = asked("team_id", [("ash", hour(9)), ("ash", hour(1)), ("ash", hour(9))]).with_columns(
        label=pl.Series([3, 1, 2])
    )
    table = as_of(wanted, ["points", "elo"], source=held([team_row("E0/ash", 5, 1500.0)]))
    assert table.column_names == ["team_id", "at", "label", "points", "elo"]
    assert table["label"].to_pylist() == [3, 1, 2]
    assert table["elo"].to_pylist() == [1500.0, None, 1500.0]


def test_no_questions_have_no_answers() -> None:
    for subject in Subject:
        if features_of(subject, LATEST):
            table = as_of(asked(subject.column, []), source=held([]))
            assert table.num_rows == 0
            assert table.column_names[2:] == [one.name for one in features_of(subject, LATEST)]


def test_versions_share_the_names_that_they_both_have() -> None:
    assert set(features_of(Subject.MATCH, 1)) <= set(features_of(Subject.MATCH, LATEST))
    assert set(CATALOGUES) >= {1, LATEST}
