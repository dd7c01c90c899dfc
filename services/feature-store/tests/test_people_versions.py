"""What was known of a player, and since when: first words, corrections, what stands beside, what is taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from touchline.feature_store.features.people.facts import Appearance, Listing, Statement
from touchline.feature_store.people.stored import from_json, to_json
from touchline.feature_store.people.versions import FactVersion, Told, revised, versions_of
from touchline.feature_store.stores.people import statement_of
from touchline.schemas.records import Availability, AvailabilityStatus, PlayerMatch, Position, Provenance

from .people import NOON, availability, player, player_match

DAY = timedelta(days=1)


def match(**changes: Any) -> PlayerMatch:
    """Known on the day after."""
    return player_match(**({"available_at": NOON + DAY, "event_time": NOON} | changes))


def told(record: Any, told_at: datetime) -> Told:
    """As the store would read it back."""
    key = statement_of(record) if isinstance(record, Availability) else ""
    return Told(record, f"{record.document_key} {key}", told_at)


def known(versions: Sequence[FactVersion]) -> list[tuple[datetime, datetime | None, bool]]:
    return [(one.known_at, one.superseded_at, one.event is not None) for one in versions]


def test_a_first_word_was_known_when_it_was_available_however_late_it_is_told() -> None:
    assert known(versions_of([told(match(), NOON + 900 * DAY)])) == [(NOON + DAY, None, True)]


def test_a_correction_was_known_when_it_was_told() -> None:
    later = NOON + 300 * DAY
    first, second = versions_of([told(match(), NOON), told(match(goals=2, revision=2), later)])
    assert (first.known_at, first.superseded_at, second.known_at) == (NOON + DAY, later, later)
    assert isinstance(second.event, Appearance)
    assert second.event.goals == 2
    assert second.touches == NOON + DAY


def test_what_is_said_later_stands_beside_what_was_said_before() -> None:
    doubt = availability(status=AvailabilityStatus.DOUBTFUL, available_at=NOON + 5 * DAY, revision=2)
    versions = versions_of([told(availability(), NOON), told(doubt, NOON + 5 * DAY)])
    assert known(versions) == [(NOON, None, True), (NOON + 5 * DAY, None, True)]


def test_an_end_that_becomes_known_is_no_news() -> None:
    over = availability(until=NOON + 9 * DAY, document="e" * 64, revision=2)
    versions = versions_of([told(availability(), NOON), told(over, NOON + 9 * DAY)])
    assert known(versions) == [(NOON, None, True)]
    assert versions[0].event == versions_of([told(availability(), NOON)])[0].event


def test_what_is_taken_back_was_never_so_from_then_on() -> None:
    back = NOON + 50 * DAY
    gone = [replace(one, withdrawn=True, revision=2, available_at=back) for one in (match(), availability(), player())]
    for stated, taken in zip((match(), availability(), player()), gone, strict=True):
        versions = versions_of([told(stated, NOON), told(taken, back)])
        assert known(versions) == [(stated.available_at, back, True), (back, None, False)]


def test_what_is_taken_back_of_one_player_stands_of_another() -> None:
    back = NOON + 50 * DAY
    both = [told(match(), NOON), told(match(player_id="p2"), NOON)]
    gone = told(match(withdrawn=True, revision=2, available_at=back), back)
    assert [one.event is not None for one in versions_of([*both, gone]) if one.superseded_at is None] == [False, True]


def test_the_most_believed_of_two_sources_is_the_fact_whichever_came_first() -> None:
    live = match(source="fpl", document_key="fpl/event/1/live", goals=3, available_at=NOON + timedelta(hours=3))
    archive = match(source="fpl-archive", document_key="fpl-archive/gw1.csv", revision=9)
    versions = versions_of([told(live, NOON), told(archive, NOON)])
    assert known(versions) == [(NOON + timedelta(hours=3), NOON + DAY, True), (NOON + DAY, None, True)]
    assert isinstance(versions[1].event, Appearance)
    assert versions[1].event.goals == 1


def test_the_order_of_arrival_does_not_matter() -> None:
    dice = Random(3)
    records = [told(availability(), NOON)]
    records += [
        told(
            availability(
                source=source,
                document_key=source,
                status=dice.choice(list(AvailabilityStatus)),
                available_at=NOON + number % 4 * DAY,
                provenance=dice.choice(list(Provenance)),
                revision=number,
                withdrawn=number % 5 == 0 or None,
            ),
            NOON + number * DAY,
        )
        for source in ("fpl", "absences", "news")
        for number in range(2, 12)
    ]
    expected = versions_of(records)
    assert len(expected) > 8
    for _ in range(20):
        dice.shuffle(records)
        assert versions_of(records) == expected


def test_nothing_new_is_no_revision() -> None:
    stood = versions_of([told(match(), NOON)])
    same = versions_of([told(match(), NOON), told(match(own_goals=1, revision=2), NOON + 9 * DAY)])
    revision = revised(stood, same)
    assert (revision.written, revision.dropped, revision.stale) == ((), (), {})


def test_a_revision_names_the_earliest_moment_that_it_touches_and_since_when_that_is_known() -> None:
    stood = versions_of([told(match(), NOON)])
    later = NOON + 300 * DAY
    revision = revised(stood, versions_of([told(match(), NOON), told(match(goals=2, revision=2), later)]))
    assert revision.stale == {"ENG": (NOON + DAY, later)}
    assert [one.known_at for one in revision.written] == [NOON + DAY, later]


def test_a_version_that_came_before_its_elder_is_dropped_when_that_comes() -> None:
    second = told(match(goals=2, revision=2, available_at=NOON + 2 * DAY), NOON + 300 * DAY)
    alone = versions_of([second])
    revision = revised(alone, versions_of([told(match(), NOON), second]))
    assert [one.known_at for one in revision.dropped] == [NOON + 2 * DAY]
    assert revision.stale == {"ENG": (NOON + DAY, NOON + DAY)}


def test_events_are_stored_as_they_are() -> None:
    records = [
        match(position=Position.DEFENDER, started=True, price=5.5, expected_goals=0.25),
        match(),
        availability(since=NOON - DAY, chance=0.75),
        availability(status=AvailabilityStatus.AVAILABLE),
        player(team_id="ash"),
        player(position=None),
    ]
    kinds = set()
    for record in records:
        (version,) = versions_of([told(record, NOON)])
        assert version.event is not None
        assert from_json(version.fact[0], to_json(version.event)) == version.event
        kinds.add(type(version.event))
    assert kinds == {Appearance, Listing, Statement}
