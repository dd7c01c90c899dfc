"""Timelines against an oracle: at every moment what a fold from nothing says, with what was known then or today."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from touchline.feature_store.features.fold import fold
from touchline.feature_store.features.rows import team_row
from touchline.feature_store.features.state import PoolState
from touchline.feature_store.replaying import Row, fact_of, replay
from touchline.feature_store.versions import MatchVersion, Told, versions_of
from touchline.schemas.records import MatchStatus

from .football import COMPETITION, KNOWN_AFTER, assertion

TEAMS = ("ash", "birch", "cedar", "elm")
START = assertion().event_time


@st.composite
def told_histories(draw: st.DrawFn) -> list[MatchVersion]:
    """Meetings of four teams whose results come late, are corrected, doubted by a second source, and withdrawn."""
    versions: list[MatchVersion] = []
    for number in range(draw(st.integers(1, 8))):
        home, away = draw(st.permutations(TEAMS))[:2]
        kick_off = START + timedelta(days=draw(st.integers(0, 20)), hours=draw(st.integers(0, 2)))
        match_id = f"E0:2019-20:{home}:{away}-{number}"
        told = [
            Told(
                replace(
                    assertion(
                        match_id,
                        kick_off=kick_off,
                        goals=draw(scores),
                        revision=revision,
                        version=f"{number}.{revision}",
                    ),
                    away_team=away,
                    status=draw(statuses) if revision > 1 else MatchStatus.PLAYED,
                ),
                kick_off + KNOWN_AFTER + timedelta(days=draw(st.integers(0, 12))),
            )
            for revision in range(1, draw(st.integers(2, 4)))
        ]
        versions += versions_of(told)
    # A result taken back before it was first told never stood.
    assume(versions)
    return versions


scores = st.tuples(st.integers(0, 4), st.integers(0, 4))
statuses = st.sampled_from([MatchStatus.PLAYED, MatchStatus.PLAYED, MatchStatus.WITHDRAWN])


def moments(versions: list[MatchVersion]) -> list[datetime]:
    return sorted({one.known_at for one in versions} | {one.match.available_at for one in versions})


def known_at(versions: list[MatchVersion], moment: datetime) -> list[MatchVersion]:
    """The version of each match that stood at a moment."""
    return [
        one for one in versions if one.known_at <= moment and (one.superseded_at is None or moment < one.superseded_at)
    ]


def oracle(versions: list[MatchVersion], team: str, moment: datetime) -> tuple[float, ...]:
    """A team's row from these versions alone, with what was available at a moment."""
    results = [fact_of(one.match) for one in versions if one.match.available_at <= moment]
    row = team_row(fold(PoolState(), results), COMPETITION, team)
    return tuple(row.values) if row else ()


def as_of(rows: list[Row], team: str, moment: datetime, served: bool) -> tuple[float, ...]:
    entity = f"{COMPETITION}/{team}"
    own = [row for row in rows if row.entity == entity and (row.served if served else row.superseded_at is None)]
    seen = [row for row in own if (row.known_at if served else row.as_of) <= moment]
    latest = max(seen, key=lambda row: (row.known_at, row.as_of) if served else (row.as_of, row.known_at), default=None)
    return latest.values if latest else ()


@settings(deadline=None, max_examples=60)
@given(told_histories())
def test_served_is_what_a_fold_of_everything_known_then_says(versions: list[MatchVersion]) -> None:
    rows = replay(PoolState(), [], versions).rows
    for moment in moments(versions):
        for team in TEAMS:
            assert as_of(rows, team, moment, served=True) == oracle(known_at(versions, moment), team, moment)


@settings(deadline=None, max_examples=60)
@given(told_histories())
def test_corrected_is_what_a_fold_of_everything_known_today_says(versions: list[MatchVersion]) -> None:
    rows = replay(PoolState(), [], versions).rows
    today = [one for one in versions if one.superseded_at is None]
    for moment in moments(versions):
        for team in TEAMS:
            assert as_of(rows, team, moment, served=False) == oracle(today, team, moment)


@settings(deadline=None, max_examples=60)
@given(told_histories(), st.data())
def test_going_on_from_an_earlier_state_makes_the_rows_of_the_whole_replay(
    versions: list[MatchVersion], data: st.DataObject
) -> None:
    """As a worker does: what was known before a moment is kept, the rest replayed from before all it touches."""
    whole = replay(PoolState(), [], versions)
    known_from = data.draw(st.sampled_from(moments(versions)))
    earlier = [one for one in versions if one.known_at < known_from]
    later = [one for one in versions if one.known_at >= known_from]
    first = replay(PoolState(), [], earlier)
    touches = min((one.touches for one in later), default=known_from)
    start = next((one for one in reversed(first.states) if one.as_of is not None and one.as_of < touches), PoolState())
    base = [one for one in earlier if one.superseded_at is None or one.superseded_at >= known_from]
    second = replay(start, base, later)
    stored = {(row.entity, row.as_of, row.known_at): row for row in first.rows}
    for row in stored.values():
        ends = [one.known_at for one in second.superseded if row.as_of >= one.as_of]
        row.superseded_at = min([*ends, *([row.superseded_at] if row.superseded_at else [])], default=None)
    stored |= {(row.entity, row.as_of, row.known_at): row for row in second.rows}
    wanted = {(row.entity, row.as_of, row.known_at): row for row in whole.rows}
    assert stored == wanted
    assert second.final.to_bytes() == whole.final.to_bytes()


@settings(deadline=None, max_examples=60)
@given(told_histories())
def test_states_are_in_the_order_of_time_and_each_row_is_served_once(versions: list[MatchVersion]) -> None:
    replayed = replay(PoolState(), [], versions)
    reached = [one.as_of for one in replayed.states if one.as_of is not None]
    assert all(one < other for one, other in pairwise(reached))
    served = [(row.entity, row.known_at) for row in replayed.rows if row.served]
    assert len(served) == len(set(served))
    assert len({(row.entity, row.as_of, row.known_at) for row in replayed.rows}) == len(replayed.rows)


@settings(deadline=None, max_examples=60)
@given(told_histories())
def test_every_row_names_a_set_of_documents_that_is_handed_on(versions: list[MatchVersion]) -> None:
    """Also a row that no longer stands: who asks what was served asks for its documents."""
    replayed = replay(PoolState(), [], versions)
    standing = {one.document_set for state in replayed.states for one in state.competitions.values()}
    assert {row.document_set for row in replayed.rows} - {""} <= standing | replayed.undone.keys()
