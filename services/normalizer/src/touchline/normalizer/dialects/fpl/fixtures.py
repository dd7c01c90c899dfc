"""fixtures: the matches of the season, played and to come."""

from datetime import datetime

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dates import utc_moment
from touchline.normalizer.dialects.dialect import UnreadableDocument
from touchline.normalizer.dialects.fpl.fixture_numbers import FixtureNumbers, stated
from touchline.normalizer.dialects.fpl.matches import Cells, fixture_row
from touchline.normalizer.dialects.fpl.numbers import club_name, number, season_at
from touchline.normalizer.dialects.fpl.record import Record, records
from touchline.normalizer.dialects.fpl.specification import FIXTURE_COLUMNS, MATCHES
from touchline.normalizer.dialects.json import note_unknown, read_value
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Draft, Reading
from touchline.normalizer.dialects.rows import Counts, MatchRow, Parsed
from touchline.schemas.records import MatchStatus, ParkedKind

FIELDS = ("id", "event", "kickoff_time", "team_h", "team_a", "team_h_score", "team_a_score", *("finished", "started"))
PROVISIONAL = "finished_provisional"  # the result stands, bonus points do not


def read_fixtures(content: bytes, fetched_at: datetime, names: Names) -> Parsed:
    """The matches.

    Raises:
        UnreadableDocument: no list of matches.
    """
    document = read_value(content)
    if not isinstance(document, list):
        raise UnreadableDocument("the document is no list of fixtures")
    known = FixtureNumbers.of(names, _season(document, fetched_at))
    reading = Reading()
    for record in records(document):
        with reading.row(record.line, record.text) as draft:
            _read(record, known, fetched_at, names, draft)
    if reading.inputs > MATCHES:
        reading.note(ParkedKind.INCOMPLETE, "fixtures", f"{reading.inputs} matches, a season has {MATCHES}")
    note_unknown(reading, {name for one in document if isinstance(one, dict) for name in one}, FIXTURE_COLUMNS)
    return reading.parsed()


def _season(document: list[object], fetched_at: datetime) -> str:
    """By the first kick-off that can be read; where nothing has one, the season in which it was fetched."""
    for record in records(document):
        try:
            return season_at(utc_moment("kickoff_time", record.cells("kickoff_time")["kickoff_time"]))
        except UnreadableCell:
            continue
    return season_at(fetched_at)


def _read(record: Record, known: FixtureNumbers, fetched_at: datetime, names: Names, draft: Draft) -> None:
    cells = record.cells(*FIELDS, PROVISIONAL)
    fixture = number("id", cells["id"])
    if not cells["kickoff_time"]:
        draft.add(_postponed(cells, known, fixture, fetched_at))
        return
    home = names.need(club_name(known.season, cells["team_h"], "team_h"), "team_h")
    away = names.need(club_name(known.season, cells["team_a"], "team_a"), "team_a")
    row = fixture_row(cells, known.season, home, away)
    draft.add(row, *stated(known.season, fixture, row.meeting, row.kick_off))


def _postponed(cells: Cells, known: FixtureNumbers, fixture: int, fetched_at: datetime) -> MatchRow:
    """A match that had a day and has none now; its event time stays the last one stated.

    Raises:
        UnreadableCell: it never had one.
    """
    stood = known.stated.get(str(fixture))
    if not stood:
        raise UnreadableCell("kickoff_time", "the match has no day yet")
    last = stood[-1]
    return MatchRow(
        meeting=last.meeting,
        kick_off=last.kick_off,
        kick_off_known=False,
        status=MatchStatus.POSTPONED,
        counts=Counts(),
        referee=None,
        known_at=None,
        round=cells["event"] or None,
    )
