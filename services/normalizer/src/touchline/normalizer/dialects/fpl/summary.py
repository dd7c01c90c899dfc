"""element-summary/{id}: one player's matches of the season."""

from collections.abc import Iterator
from datetime import datetime

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dates import utc_moment
from touchline.normalizer.dialects.fpl.fixture_numbers import FixtureNumbers
from touchline.normalizer.dialects.fpl.live import STATISTICS
from touchline.normalizer.dialects.fpl.matches import player_match, truth
from touchline.normalizer.dialects.fpl.numbers import number, player_name
from touchline.normalizer.dialects.fpl.record import Record, records
from touchline.normalizer.dialects.json import list_in, read_json
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.rows import Parsed, PlayerMatchRow
from touchline.normalizer.dialects.times import result_known_at

FIELDS = ("element", "fixture", "was_home", "kickoff_time", "value", *STATISTICS)


def read_summary(content: bytes, season: str, element: str, fetched_at: datetime, names: Names) -> Parsed:
    """His matches, as far as they are over.

    Raises:
        UnreadableDocument: no such document.
    """
    history = list_in(read_json(content), "history")
    fixtures = FixtureNumbers.of(names, season)
    reading = Reading()
    for record in records(_over(history, fetched_at)):
        with reading.row(record.line, record.text) as draft:
            draft.add(_read(record, element, fixtures, fetched_at, names))
    return reading.parsed()


def _over(history: list[object], fetched_at: datetime) -> Iterator[object]:
    """The rows of matches that are over; a match that is going on says nothing yet."""
    for record in records(history):
        try:
            kick_off = utc_moment("kickoff_time", record.cells("kickoff_time")["kickoff_time"])
        except UnreadableCell:  # found again when it is read
            yield record.value
            continue
        if result_known_at(kick_off, kick_off_known=True) <= fetched_at:
            yield record.value


def _read(record: Record, element: str, fixtures: FixtureNumbers, at: datetime, names: Names) -> PlayerMatchRow:
    cells = record.cells(*FIELDS)
    if cells["element"] != element:
        raise UnreadableCell("element", f"expected {element}, got {cells['element']!r}")
    player_id = names.need(player_name(fixtures.season, element, "element"), "element")
    match = fixtures.need(str(number("fixture", cells["fixture"])), at)
    kick_off = utc_moment("kickoff_time", cells["kickoff_time"])
    return player_match(cells, match.meeting, kick_off, player_id, truth("was_home", cells["was_home"]))
