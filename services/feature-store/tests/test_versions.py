"""What was known of a match and since when, by example and for every order of arrival."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from touchline.feature_store.versions import Told, revised, versions_of
from touchline.schemas.records import MatchStatus

from .football import KNOWN_AFTER, assertion

KICK_OFF = datetime(2019, 8, 10, 14, tzinfo=UTC)
ENDED = KICK_OFF + KNOWN_AFTER
LATER = KICK_OFF + timedelta(days=9)

ANNOUNCED = Told(assertion(), KICK_OFF - timedelta(days=3))
RESULT = Told(assertion(goals=(2, 1), revision=2, version="2"), ENDED)
CORRECTED = Told(assertion(goals=(2, 2), revision=3, version="3"), LATER)
ELSEWHERE = Told(assertion(goals=(2, 1), source="fpl", key="fpl/fixtures.json"), LATER + timedelta(days=1))
WITHDRAWN = Told(
    assertion(status=MatchStatus.WITHDRAWN, revision=4, version="4", available_at=LATER), LATER + timedelta(days=2)
)


def known(*told: Told) -> list[tuple[datetime, object]]:
    return [(one.known_at, (one.match.home_goals, one.match.away_goals)) for one in versions_of(told)]


def test_a_result_is_known_when_it_could_be_and_its_correction_when_it_was_told() -> None:
    assert known(ANNOUNCED, RESULT, CORRECTED) == [
        (KICK_OFF - timedelta(days=3), (None, None)),
        (ENDED, (2, 1)),
        (LATER, (2, 2)),
    ]


def test_a_history_read_years_later_stands_at_its_own_times() -> None:
    years_later = Told(assertion(goals=(2, 1)), datetime(2026, 1, 1, tzinfo=UTC))
    assert known(years_later) == [(ENDED, (2, 1))]


def test_a_correction_keeps_the_moment_at_which_the_result_could_be_known() -> None:
    versions = versions_of([ANNOUNCED, RESULT, CORRECTED])
    assert [one.match.available_at for one in versions[1:]] == [ENDED, ENDED]
    assert versions[-1].touches == ENDED


def test_each_version_ends_where_the_next_begins() -> None:
    versions = versions_of([ANNOUNCED, RESULT, CORRECTED])
    assert [one.superseded_at for one in versions] == [versions[1].known_at, versions[2].known_at, None]


def test_another_source_that_says_the_same_makes_no_version() -> None:
    assert versions_of([ANNOUNCED, RESULT, ELSEWHERE]) == versions_of([ANNOUNCED, RESULT])


def test_what_every_document_withdrew_is_known_to_be_gone() -> None:
    versions = versions_of([ANNOUNCED, RESULT, CORRECTED, WITHDRAWN])
    assert [one.stands for one in versions] == [True, True, True, False]
    assert versions[-1].touches == KICK_OFF


def test_a_result_never_counts_as_known_before_it_could_be() -> None:
    early = Told(assertion(goals=(1, 0), available_at=KICK_OFF - timedelta(days=1)), KICK_OFF)
    assert versions_of([early])[0].known_at == KICK_OFF + timedelta(minutes=90)


@given(st.permutations([ANNOUNCED, RESULT, CORRECTED, ELSEWHERE, WITHDRAWN]))
def test_the_order_of_arrival_never_matters(shuffled: list[Told]) -> None:
    assert versions_of(shuffled) == versions_of([ANNOUNCED, RESULT, CORRECTED, ELSEWHERE, WITHDRAWN])


@given(st.sets(st.sampled_from(range(5))), st.sets(st.sampled_from(range(5))))
def test_a_revision_says_what_must_be_written_in_place_of_what_stood(first: set[int], second: set[int]) -> None:
    told = [ANNOUNCED, RESULT, CORRECTED, ELSEWHERE, WITHDRAWN]
    before, after = (versions_of(told[place] for place in sorted(chosen)) for chosen in (first, second))
    revision = revised(before, after)
    if revision is None:
        assert before == after
        return
    kept = [one for one in before if one.known_at not in revision.dropped]
    assert all(one.known_at < revision.known_from for one in kept)
    stored = {one.known_at: one for one in [*kept, *revision.written]}
    assert [stored[moment] for moment in sorted(stored)] == after


def test_equal_versions_are_no_revision() -> None:
    versions = versions_of([ANNOUNCED, RESULT])
    assert revised(versions, versions_of([RESULT, ANNOUNCED])) is None


def test_a_kick_off_that_moves_touches_both_days() -> None:
    moved = replace(ANNOUNCED.assertion, event_time=KICK_OFF + timedelta(days=5), revision=2)
    versions = versions_of([ANNOUNCED, Told(moved, KICK_OFF - timedelta(days=1))])
    assert versions[-1].touches == KICK_OFF - timedelta(days=1)
    assert versions[-1].match.event_time == KICK_OFF + timedelta(days=5)
