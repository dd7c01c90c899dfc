"""Seasons of absences. Written afterwards, so that an end is hindsight: it is kept as stated and is no input."""

from collections.abc import Mapping
from datetime import date, datetime

from touchline.normalizer.dialects.absences.specification import (
    ADDRESS,
    DOCUMENT,
    KNOWN,
    PLAYERS,
    POOL,
    REQUIRED,
    SOURCE,
    STATUSES,
)
from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dates import iso_date
from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Draft, Reading
from touchline.normalizer.dialects.rows import AvailabilityRow, Name, Parsed, Scope
from touchline.normalizer.dialects.table import read_table
from touchline.normalizer.dialects.times import next_day, start_of_day
from touchline.schemas.records import ParkedKind

Cells = Mapping[str, str]


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """The absences of a season.

    Raises:
        UnreadableDocument: no such table.
    """
    match = DOCUMENT.fullmatch(document.path)
    if match is None:
        raise UnreadableDocument(f"{document.path} is no season of absences")
    header, lines = read_table(content, REQUIRED)
    reading = Reading()
    for line in lines:
        with reading.row(line.number, line.text) as draft:
            _read(header.cells(line), match["season"], names, draft)
    for column in header.places:
        if column not in KNOWN:
            reading.note(ParkedKind.SCHEMA_DRIFT, column, f"the column {column!r} is new and not read")
    return reading.parsed()


def needs(document: Document) -> tuple[Scope, ...]:
    """The players whom a person has decided on."""
    return (PLAYERS,)


DIALECT = Dialect(SOURCE, parse, needs)


def _read(cells: Cells, season: str, names: Names, draft: Draft) -> None:
    if cells["season"] != season:
        raise UnreadableCell("season", f"expected {season!r}, got {cells['season']!r}")
    if cells["reason"] not in STATUSES:
        raise UnreadableCell("reason", f"expected {', '.join(STATUSES)}, got {cells['reason']!r}")
    since = iso_date("from", cells["from"])
    draft.add(
        AvailabilityRow(
            pool=POOL,
            player_id=_player(cells["url"], names),
            item=f"{since} {cells['details']}",
            team_id=None,
            status=STATUSES[cells["reason"]],
            reason=cells["details"] or None,
            chance=None,
            since=start_of_day(since),
            until=_end(cells["until"], since, draft),
            said_at=start_of_day(since),
            known_at=next_day(since),
        )
    )


def _end(cell: str, since: date, draft: Draft) -> datetime | None:
    """The last day as stated; one before the first is parked, and the absence goes on without an end."""
    try:
        until = iso_date("until", cell) if cell else None
        if until and until < since:
            raise UnreadableCell("until", f"{until} lies before {since}, when it began")
    except UnreadableCell as error:
        draft.park_part(error)
        return None
    return start_of_day(until) if until else None


def _player(address: str, names: Names) -> str:
    match = ADDRESS.fullmatch(address)
    if match is None:
        raise UnreadableCell("url", f"expected /name/profil/spieler/number, got {address!r}")
    return names.need(Name(PLAYERS, match["number"]), "url")
