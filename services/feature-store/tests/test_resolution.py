"""What is true of a match, from what documents say of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from touchline.feature_store.changes import Changes, compare
from touchline.feature_store.stores.rows import from_row, to_row
from touchline.football.belief import SHORTEST
from touchline.football.resolution import ResolvedMatch, resolve, resolve_all
from touchline.schemas.records import Match, MatchStatus

from .football import assertion, document, season

KICK_OFF = datetime(2019, 8, 10, 14, tzinfo=UTC)
FIXTURES = "football-data/fixtures.csv"


def assertions() -> st.SearchStrategy[list[Match]]:
    """Up to four documents about three matches: announced, played, corrected, withdrawn, moved."""
    one = st.builds(
        assertion,
        st.sampled_from(["E0:2019-20:ash:birch", "E0:2019-20:birch:ash", "E0:2019-20:ash:elm"]),
        kick_off=st.sampled_from([KICK_OFF, KICK_OFF + timedelta(days=1)]),
        goals=st.none() | st.tuples(st.integers(0, 3), st.integers(0, 3)),
        key=st.sampled_from([FIXTURES, "football-data/mmz4281/1920/E0.csv", "other/results.csv"]),
        status=st.none() | st.just(MatchStatus.WITHDRAWN),
        kick_off_known=st.booleans(),
        shots=st.none() | st.just((3, 4)),
    )
    return st.lists(one, max_size=8, unique_by=lambda it: (it.match_id, it.document_key))


@given(assertions(), st.randoms())
def test_order_of_assertions_never_matters(asserted: list[Match], random: Random) -> None:
    shuffled = list(asserted)
    random.shuffle(shuffled)
    assert resolve_all(shuffled) == resolve_all(asserted)


@given(assertions())
def test_a_result_is_never_known_before_a_match_can_have_ended(asserted: list[Match]) -> None:
    for match in resolve_all(asserted).values():
        assert not match.played or match.available_at >= match.event_time + SHORTEST


def test_season_document_decides_the_result_and_the_fixtures_document_is_named_as_its_announcement() -> None:
    announced = assertion(key=FIXTURES, goals=(9, 9))
    played = assertion(goals=(2, 1))
    match = resolve([announced, played])
    assert match is not None
    assert (match.home_goals, match.away_goals, match.status) == (2, 1, MatchStatus.PLAYED)
    assert (match.document, match.fixture_document) == (played.document, document(FIXTURES))


def test_known_kick_off_comes_before_an_assumed_one() -> None:
    assumed = assertion(goals=(0, 0), kick_off_known=False)
    known = assertion(key=FIXTURES, kick_off=KICK_OFF + timedelta(hours=3))
    match = resolve([assumed, known])
    assert match is not None
    assert match.event_time == KICK_OFF + timedelta(hours=3)


def test_withdrawn_by_all_is_no_match() -> None:
    assert resolve([assertion(status=MatchStatus.WITHDRAWN)]) is None


def test_result_withdrawn_by_the_season_leaves_the_fixture() -> None:
    match = resolve([assertion(goals=(1, 0), status=MatchStatus.WITHDRAWN), assertion(key=FIXTURES)])
    assert match is not None
    assert match.status is MatchStatus.SCHEDULED


def test_equal_facts_change_nothing() -> None:
    facts = resolve_all(season(2019, teams=4))
    assert compare(facts, facts) == Changes((), ())


def test_higher_revision_alone_is_no_change() -> None:
    rows = season(2019, teams=4)
    again = [replace(row, revision=9, recorded_at=row.recorded_at + timedelta(days=400)) for row in rows]
    assert not compare(resolve_all(rows), resolve_all(again)).written


def test_a_match_that_no_document_states_any_more_is_removed() -> None:
    assert compare(resolve_all([assertion(goals=(1, 0))]), {}).removed == ("E0:2019-20:ash:birch",)


def test_a_stored_match_and_a_stored_assertion_come_back_as_they_were() -> None:
    stated = assertion(goals=(2, 1), kick_off_known=False)
    match = resolve([stated])
    assert match is not None
    assert from_row(Match, to_row(stated)) == stated
    assert from_row(ResolvedMatch, to_row(match)) == match
