"""Vectors and snapshots that a replay leaves, which of them are news, and which checkpoints stay."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from touchline.feature_store.features.state import PoolState
from touchline.feature_store.folding import (
    NOTHING_BESIDE,
    MatchVector,
    main_competitions,
    team_vectors,
    vectors_of,
)
from touchline.feature_store.replaying import Replayed, is_met, replay
from touchline.feature_store.vectors import match_rows, revise, team_rows
from touchline.feature_store.versions import MatchVersion
from touchline.football.catalogue import CATALOGUES
from touchline.schemas.competitions import INTERNATIONAL
from touchline.schemas.records import MatchStatus

from .football import assertion, document, season, versions

ASSERTED = [*season(2018, teams=6), *season(2019, teams=6)]
HISTORY = versions(ASSERTED)


def folded(known: Sequence[MatchVersion]) -> tuple[Replayed, list[MatchVector]]:
    """Everything from nothing, with the vectors of all that meet."""
    replayed = replay(PoolState(), [], known)
    met = [one.match for one in known if one.superseded_at is None and is_met(one.match)]
    return replayed, vectors_of(replayed, met, lambda match: NOTHING_BESIDE)


WHOLE, VECTORS = folded(HISTORY)


@given(st.permutations(HISTORY))
@settings(max_examples=10, deadline=None)
def test_order_of_matches_never_matters(shuffled: list[MatchVersion]) -> None:
    assert folded(shuffled) == (WHOLE, VECTORS)


def test_a_vector_rests_on_its_teams_documents_and_names_the_one_that_announced_its_match() -> None:
    coming = assertion("E0:2019-20:team-00:team-01", key="football-data/fixtures.csv")
    earlier = [one for one in ASSERTED if one.available_at < coming.event_time]
    replayed, vectors = folded(versions([*earlier, coming]))
    (vector,) = [one for one in vectors if one.match.match_id == coming.match_id and one.match.source == coming.source][
        -1:
    ]
    assert vector.documents == (document("football-data/fixtures.csv"),)
    teams = replayed.final.of("E0").teams
    latest = max((teams[team] for team in ("team-00", "team-01")), key=lambda one: one.as_of)
    assert vector.rests_on == latest.document_set


def test_a_past_match_names_the_documents_of_its_result_its_kick_off_and_its_shots() -> None:
    dated = assertion(goals=(2, 1), kick_off_known=False, shots=None)
    timed = assertion(goals=(2, 1), source="openfootball", key="openfootball/2019-20/en.1.json", shots=None)
    counted = assertion(goals=(2, 1), source="kaggle", key="kaggle/2019-20.csv", kick_off_known=False)
    replayed, _ = folded(versions([dated, timed, counted]))
    assert replayed.final.documents == {dated.document, timed.document, counted.document}


def test_an_awarded_match_has_a_vector_and_leaves_no_trace_in_those_after_it() -> None:
    awarded = assertion("E0:2019-20:ash:birch", goals=(3, 0), status=MatchStatus.AWARDED)
    later = assertion("E0:2019-20:birch:ash", kick_off=awarded.event_time + timedelta(days=90))
    replayed, beside = folded(versions([awarded, later]))
    _, alone = folded(versions([later]))
    assert [one.values for one in beside[1:]] == [one.values for one in alone]
    assert replayed.rows == []


def test_a_cancelled_match_has_no_vector_and_a_postponed_one_has() -> None:
    gone = assertion("E0:2019-20:ash:birch", status=MatchStatus.CANCELLED)
    moved = assertion("E0:2019-20:birch:ash", status=MatchStatus.POSTPONED)
    _, vectors = folded(versions([gone, moved]))
    assert [one.match.match_id for one in vectors] == [moved.match_id]


def test_another_division_of_other_teams_moves_no_number_hash_or_document_of_the_first() -> None:
    second = [
        replace(
            one,
            match_id=one.match_id.replace("E0:", "E1:").replace("team", "town"),
            competition="E1",
            document="e1" * 32,
            home_team=one.home_team.replace("team", "town"),
            away_team=one.away_team.replace("team", "town"),
        )
        for one in ASSERTED
    ]
    _, beside = folded(versions([*ASSERTED, *second]))
    assert [one for one in beside if one.match.competition == "E0"] == VECTORS


def test_a_team_is_at_home_in_its_league_whatever_cup_it_plays_in() -> None:
    tie = replace(ASSERTED[-1], match_id="FAC:2019-20:ash:birch", competition="FAC")
    replayed, _ = folded(versions([*ASSERTED, tie]))
    assert set(main_competitions(replayed.final).values()) == {"E0"}


def test_equal_vectors_are_not_written_again() -> None:
    rows = match_rows(VECTORS, tuple(CATALOGUES))
    first = revise(rows, {}, 7)
    held = {row.key: row for row in first.rows}
    again = revise(rows, held, first.revision)
    assert (first.revision, again.rows, again.revision) == (7 + len(rows), [], first.revision)


def test_new_document_with_the_same_numbers_is_written_but_is_no_news() -> None:
    (held,) = revise(match_rows(folded(versions([assertion()]))[1], (1,)), {}, 0).rows
    (row,) = match_rows(folded(versions([assertion(version="again")]))[1], (1,))
    revised = revise([row], {held.key: held}, 1)
    assert row.values == held.values
    assert (len(revised.rows), revised.news, revised.rows[0].revision) == (1, frozenset(), held.revision)


def test_corrected_result_changes_only_later_vectors() -> None:
    wrong = sorted(ASSERTED, key=lambda one: one.available_at)[20]
    right = [replace(one, home_goals=(one.home_goals or 0) + 3) if one is wrong else one for one in ASSERTED]
    held = {row.key: row for row in revise(match_rows(VECTORS, (1,)), {}, 0).rows}
    news = revise(match_rows(folded(versions(right))[1], (1,)), held, 1_000).news
    kick_offs = {one.match_id: one.event_time for one in ASSERTED}
    assert news
    assert all(kick_offs[match_id] >= wrong.available_at for match_id, _ in news)


def test_team_snapshots_are_one_a_team_and_catalogue() -> None:
    rows = team_rows(team_vectors(WHOLE.final), "ENG", tuple(CATALOGUES))
    assert len(rows) == len({row.key for row in rows}) == 6 * len(CATALOGUES)


def test_a_cup_that_crosses_countries_says_nothing_of_its_clubs_at_home() -> None:
    assert team_rows(team_vectors(WHOLE.final), INTERNATIONAL, (1,)) == []
