"""Refolding from any checkpoint ends where a fold from the beginning ends."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.feature_store.features.state import PoolState
from touchline.feature_store.folding import kept, main_competitions, refold
from touchline.feature_store.vectors import match_rows, revise, team_rows
from touchline.football.resolution import ResolvedMatch, resolve_all
from touchline.schemas.competitions import INTERNATIONAL
from touchline.schemas.records import Match, MatchStatus

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


def test_a_past_match_names_the_documents_of_its_result_its_kick_off_and_its_shots() -> None:
    dated = assertion(goals=(2, 1), kick_off_known=False, shots=None)
    timed = assertion(goals=(2, 1), source="openfootball", key="openfootball/2019-20/en.1.json", shots=None)
    counted = assertion(goals=(2, 1), source="kaggle", key="kaggle/2019-20.csv", kick_off_known=False)
    folded = refold(PoolState(), resolve_all([dated, timed, counted]).values())
    assert folded.final.documents == {dated.document, timed.document, counted.document}


def test_an_awarded_match_has_a_vector_and_leaves_no_trace_in_those_after_it() -> None:
    awarded = assertion("E0:2019-20:ash:birch", goals=(3, 0), status=MatchStatus.AWARDED)
    later = assertion("E0:2019-20:birch:ash", kick_off=awarded.event_time + timedelta(days=90))
    beside = refold(PoolState(), resolve_all([awarded, later]).values())
    assert [one.values for one in beside.vectors[1:]] == [
        one.values for one in refold(PoolState(), resolve_all([later]).values()).vectors
    ]
    assert beside.states == []


def test_a_cancelled_match_has_no_vector_and_a_postponed_one_has() -> None:
    gone = assertion("E0:2019-20:ash:birch", status=MatchStatus.CANCELLED)
    moved = assertion("E0:2019-20:birch:ash", status=MatchStatus.POSTPONED)
    vectors = refold(PoolState(), resolve_all([gone, moved]).values()).vectors
    assert [one.match.match_id for one in vectors] == [moved.match_id]


def test_a_second_division_moves_no_number_hash_or_document_of_the_first() -> None:
    second = [
        replace(one, match_id=one.match_id.replace("E0:", "E1:"), competition="E1", document="e1" * 32)
        for one in HISTORY
    ]
    beside = refold(PoolState(), [*HISTORY, *second]).vectors
    assert [one for one in beside if one.match.competition == "E0"] == refold(PoolState(), HISTORY).vectors


def test_a_team_is_at_home_in_its_league_whatever_cup_it_plays_in() -> None:
    tie = replace(HISTORY[-1], match_id="FAC:2019-20:ash:birch", competition="FAC")
    final = refold(PoolState(), [*HISTORY, tie]).final
    assert set(main_competitions(final).values()) == {"E0"}


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
    rows = team_rows(refold(PoolState(), HISTORY), "ENG")
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


def test_a_cup_that_crosses_countries_says_nothing_of_its_clubs_at_home() -> None:
    assert team_rows(refold(PoolState(), HISTORY), INTERNATIONAL) == []
