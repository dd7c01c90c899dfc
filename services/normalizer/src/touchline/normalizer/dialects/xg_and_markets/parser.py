"""The archive's season tables: results with expected goals, and the prices of some thirty markets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from touchline.normalizer.dialects.cells import UnreadableCell, decimal_price, number, price_book, whole_number
from touchline.normalizer.dialects.completeness import tell_incomplete
from touchline.normalizer.dialects.dates import clock_time, iso_date
from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.meetings import check_season, meeting_of, season_begins, teams_in
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Draft, Reading
from touchline.normalizer.dialects.rows import Counts, MatchRow, OddsRow, Parsed
from touchline.normalizer.dialects.table import Header, read_table
from touchline.normalizer.dialects.times import result_known_at
from touchline.normalizer.dialects.xg_and_markets import specification
from touchline.normalizer.dialects.xg_and_markets.specification import BOOKS, COUNTS, EXPECTED_GOALS, Book
from touchline.schemas.competitions import Competition, known_as
from touchline.schemas.records import MatchStatus, OddsMoment, ParkedKind

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Season:
    """What a table is about, by its path."""

    competition: Competition
    name: str


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Everything that a season's table says.

    Raises:
        UnreadableDocument: another document, or no such table.
    """
    season = season_of(document.path)
    header, lines = read_table(content, specification.IDENTITY_COLUMNS)
    books = [book for book in BOOKS if all(column in header.places for column in book.columns)]
    reading = Reading()
    for line in lines:
        with reading.row(line.number, line.text) as draft:
            _read(header.cells(line), season, names, books, draft)
    _note_drift(header, reading)
    tell_incomplete(reading, document.fetched_at)
    return reading.parsed()


DIALECT = Dialect(specification.SOURCE, parse)


def season_of(path: str) -> Season:
    """The competition and season of a path, both as football-data.co.uk names them.

    >>> season_of("E0_2021.csv").name
    '2020/21'

    Raises:
        UnreadableDocument: none that we follow.
    """
    match = specification.DOCUMENT.search(path)
    competition = known_as("football-data").get(match["competition"]) if match else None
    if match is None or competition is None:
        raise UnreadableDocument(f"{path} is no season of a competition that we follow")
    name = competition.season_named(2000 + int(match["season"][:2]))
    if name[2:].replace("/", "") != match["season"]:
        raise UnreadableDocument(f"{path} names no season such as {name}")
    return Season(competition, name)


def _read(cells: Cells, season: Season, names: Names, books: list[Book], draft: Draft) -> None:
    match = _match(cells, season, names)
    draft.add(match)
    since = season_begins(season.competition, season.name)
    draft.add(*teams_in(match.meeting, since, cells["HomeTeam"], cells["AwayTeam"]))
    for book in books:
        try:
            draft.add(*_odds(cells, book, match))
        except UnreadableCell as error:
            draft.park_part(error)


def _match(cells: Cells, season: Season, names: Names) -> MatchRow:
    kick_off = _kick_off(cells)
    check_season(season.competition, season.name, kick_off.date(), "Date")
    counts = _counts(cells)
    return MatchRow(
        meeting=meeting_of(season.competition, kick_off.date(), cells["HomeTeam"], cells["AwayTeam"], names),
        kick_off=kick_off,
        kick_off_known=True,
        status=MatchStatus.PLAYED,
        counts=counts,
        referee=None,
        known_at=result_known_at(kick_off, kick_off_known=True),
    )


def _kick_off(cells: Cells) -> datetime:
    day, time = iso_date("Date", cells["Date"]), clock_time("Time", cells["Time"])
    return datetime.combine(day, time, specification.LOCAL_TIME).astimezone(UTC)


def _counts(cells: Cells) -> Counts:
    actions = {name: _count(cells, name, column) for name, column in COUNTS.items()}
    goals = {
        name: number(column, cells.get(column, ""), 0, specification.MOST_EXPECTED_GOALS)
        for name, column in EXPECTED_GOALS.items()
    }
    if actions["home_goals"] is None or actions["away_goals"] is None:
        raise UnreadableCell("FTHG" if actions["home_goals"] is None else "FTAG", "the archive holds played matches")
    return Counts(**actions, **goals)  # type: ignore[arg-type]  # the names are those of Counts


def _count(cells: Cells, name: str, column: str) -> int | None:
    most = specification.MOST_GOALS if name.endswith("goals") else specification.MOST_ACTIONS
    return whole_number(column, cells.get(column, ""), most)


def _odds(cells: Cells, book: Book, match: MatchRow) -> Iterator[OddsRow]:
    """The archive does not say when a price was taken, only that it was before the match."""
    prices = _prices(book, [cells[column] for column in book.columns])
    if prices:
        yield OddsRow(
            meeting=match.meeting,
            kick_off=match.kick_off,
            bookmaker=book.bookmaker,
            moment=OddsMoment.BEFORE,
            prices=prices,
            known_at=match.kick_off,
            market=book.market,
            line=book.line,
            selections=book.selections,
        )


def _prices(book: Book, cells: list[str]) -> tuple[float, ...] | None:
    if book.winners is not None:
        return price_book(book.columns, cells, book.winners)
    priced = zip(book.columns, cells, strict=True)
    return tuple(decimal_price(column, cell) for column, cell in priced) if any(cells) else None


def _note_drift(header: Header, reading: Reading) -> None:
    for name in sorted(set(header.places) - specification.COLUMNS):
        reading.note(ParkedKind.SCHEMA_DRIFT, name, f"the column {name!r} is new and not read")
    for name in specification.EXPECTED_COLUMNS:
        if name not in header.places:
            reading.note(ParkedKind.SCHEMA_DRIFT, name, f"the column {name!r} is gone")
