"""Refolding from any checkpoint ends where a fold from the beginning ends."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.feature_store.features.state import PoolState
from touchline.feature_store.folding import kept, refold
from touchline.feature_store.resolution import ResolvedMatch, resolve_all
from touchline.feature_store.vectors import match_rows, revise, team_rows
from touchline.schemas.records import Match

from .football import assertion, document, season

HISTORY = list(resolve_all([*season(2018, teams=6), *season(2019, teams=6)]).values())


@given(st.integers(0, len({one.available_at for one in HISTORY}) // 2))
@settings(max_examples=20, deadline=None)
def test_refolding_from_a_checkpoint_gives_what_the_whole_fold_gives(place: int) -> None:
    whole = refold(PoolState(), HISTORY)
    start = PoolState.from_bytes(whole.states[place % len(whole.states)].to_bytes())
    again = refold(start, HISTORY)
    assert again.final.to_bytes() == whole.final.to_bytes()
    assert again.vectors == whole.vectors[-len(again.vectors) or len(whole.vectors) :]


@given(st.permutations(HISTORY))
@settings(max_examples=10, deadline=None)
def test_order_of_matches_never_matters(shuffled: list[ResolvedMatch]) -> None:
    assert refold(PoolState(), shuffled) == refold(PoolState(), HISTORY)


def test_one_state_a_day_of_results() -> None:
    states = refold(PoolState(), HISTORY).states
    days = [state.as_of.date() for state in states if state.as_of]
    assert days == sorted(set(days))


def test_vector_names_the_documents_folded_into_it_and_the_one_that_announced_its_match() -> None:
    coming = assertion("E0:2019-20:ash:birch", key="football-data/fixtures.csv")
    earlier = [one for one in HISTORY if one.available_at < coming.event_time]
    (vector,) = refold(PoolState(), [*earlier, *resolve_all([coming]).values()]).vectors[-1:]
    assert set(vector.documents) == {one.document for one in earlier} | {document("football-data/fixtures.csv")}


def test_equal_vectors_are_not_written_again() -> None:
    rows = match_rows(refold(PoolState(), HISTORY).vectors)
    first = revise(rows, {}, 7)
    held = {row.key: row for row in first.rows}
    again = revise(rows, held, first.revision)
    assert (first.revision, again.rows, again.revision) == (7 + len(HISTORY), [], first.revision)


def test_new_document_with_the_same_numbers_is_written_but_is_no_news() -> None:
    (held,) = revise(match_rows(refold(PoolState(), HISTORY[:1]).vectors), {}, 0).rows
    (row,) = match_rows(refold(PoolState(), resolve_all([assertion_of(HISTORY[0])]).values()).vectors)
    revised = revise([row], {held.key: held}, 1)
    assert row.values == held.values
    assert (len(revised.rows), revised.news, revised.rows[0].revision) == (1, frozenset(), held.revision)


def test_corrected_result_changes_only_later_vectors() -> None:
    wrong = sorted(HISTORY, key=lambda one: one.available_at)[20]
    right = [replace(one, home_goals=(one.home_goals or 0) + 3) if one is wrong else one for one in HISTORY]
    held = {row.key: row for row in revise(match_rows(refold(PoolState(), HISTORY).vectors), {}, 0).rows}
    news = revise(match_rows(refold(PoolState(), right).vectors), held, 1_000).news
    kick_offs = {one.match_id: one.event_time for one in HISTORY}
    assert news
    assert all(kick_offs[match_id] >= wrong.available_at for match_id in news)


def test_team_snapshots_are_one_a_team() -> None:
    rows = team_rows(refold(PoolState(), HISTORY))
    assert len(rows) == len({row.key for row in rows}) == 6


def test_old_checkpoints_are_thinned_to_one_a_week_whatever_was_thinned_before() -> None:
    start = HISTORY[0].event_time
    moments = [start + timedelta(days=day) for day in range(300)]
    some = kept(moments[:250])
    assert kept([*some, *moments[250:]]) == kept(moments)
    assert len(kept(moments)) < 300 / 7 + 45


def assertion_of(match: ResolvedMatch) -> Match:
    """The same match, said by another version of its document."""
    goals = (match.home_goals or 0, match.away_goals or 0)
    shots = (match.home_shots or 0, match.away_shots or 0)
    return assertion(match.match_id, kick_off=match.event_time, goals=goals, shots=shots, version="corrected")
