"""A table of matches in the columns of football-data.co.uk, wherever it stands: others copy and cut these files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.completeness import tell_incomplete
from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.football_data.layout import Cells, Layout, counts_of
from touchline.normalizer.dialects.football_data.specification import FOLLOWED, UNUSED_COLUMNS
from touchline.normalizer.dialects.football_data.times import odds_collected_at, read_date, read_kick_off
from touchline.normalizer.dialects.meetings import check_season, meeting_of, season_begins, teams_in
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Draft, NotFollowed, Reading
from touchline.normalizer.dialects.rows import MatchRow, Parsed, TeamRow
from touchline.normalizer.dialects.table import read_table
from touchline.normalizer.dialects.times import result_known_at
from touchline.schemas.competitions import Competition
from touchline.schemas.records import MatchStatus


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of a table before it is read.

    Without a `competition` each row names its own under Div; without a `season` its day decides. `as_it_stood`: the
    prices were fetched as they stood, and no rule has to say when they were collected.
    """

    required: tuple[str, ...]
    competition: Competition | None = None
    season: str | None = None
    read_day: Callable[[str], date] = read_date
    unused: frozenset[str] = UNUSED_COLUMNS
    as_it_stood: bool = False


def read(content: bytes, table: Table, document: Document, names: Names) -> Parsed:
    """Everything that the table says.

    Raises:
        UnreadableDocument: empty, a web page, or without a required column.
    """
    header, lines = read_table(content, table.required)
    layout, reading = Layout.of(header), Reading()
    layout.tell_drift(reading, table.unused)
    for line in lines:
        with reading.row(line.number, line.text) as draft:
            _read(header.values(line), layout, table, names, draft)
    if document.complete:
        tell_incomplete(reading, document.fetched_at)
    return reading.parsed()


def _read(values: Sequence[str], layout: Layout, table: Table, names: Names, draft: Draft) -> None:
    cells = layout.cells(values)
    competition = _competition(cells.get("Div"), table.competition)
    day = _day(cells["Date"], table)
    if table.season:
        check_season(competition, table.season, day, "Date")
    match = _match(cells, competition, day, names)
    draft.add(match, *_teams(match, competition, cells))
    if layout.books:
        layout.add_odds(draft, values, match, None if table.as_it_stood else odds_collected_at(match.kick_off))


def _competition(code: str | None, expected: Competition | None) -> Competition:
    if expected:
        if code is not None and FOLLOWED.get(code) is not expected:
            raise UnreadableCell("Div", f"expected {expected.code!r}, got {code!r}")
        return expected
    if not code:
        raise UnreadableCell("Div", "the row names no competition")
    if code not in FOLLOWED:
        raise NotFollowed(code)
    return FOLLOWED[code]


def _day(cell: str, table: Table) -> date:
    try:
        return table.read_day(cell)
    except ValueError as error:
        raise UnreadableCell("Date", str(error)) from None


def _match(cells: Cells, competition: Competition, day: date, names: Names) -> MatchRow:
    kick_off, known = _kick_off(day, cells.get("Time", ""))
    counts = counts_of(cells)
    played = counts.home_goals is not None
    return MatchRow(
        meeting=meeting_of(competition, day, cells["HomeTeam"], cells["AwayTeam"], names),
        kick_off=kick_off,
        kick_off_known=known,
        status=MatchStatus.PLAYED if played else MatchStatus.SCHEDULED,
        counts=counts,
        referee=cells.get("Referee") or None,
        known_at=result_known_at(kick_off, known) if played else None,
    )


def _kick_off(day: date, cell: str) -> tuple[datetime, bool]:
    try:
        return read_kick_off(day, cell), bool(cell)
    except ValueError as error:
        raise UnreadableCell("Time", str(error)) from None


def _teams(match: MatchRow, competition: Competition, cells: Cells) -> Iterator[TeamRow]:
    since = season_begins(competition, match.meeting.season)
    return teams_in(match.meeting, since, cells["HomeTeam"], cells["AwayTeam"])
