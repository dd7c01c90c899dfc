"""FBref's schedule pages: all matches of a squad, or of a league, with expected goals."""

from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.completeness import tell_incomplete
from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.fbref import specification
from touchline.normalizer.dialects.fbref.cells import NOTHING, Cells, cells_of, column_of, seen_from_the_ground
from touchline.normalizer.dialects.fbref.match import match_of
from touchline.normalizer.dialects.html import shown, tables, words
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import NotFollowed, Reading
from touchline.normalizer.dialects.rows import MatchRow, Parsed
from touchline.schemas.competitions import COMPETITIONS, Competition, known_as
from touchline.schemas.records import ParkedKind

BY_NAME = known_as(specification.SOURCE)


@dataclass(frozen=True, slots=True)
class Squad:
    """A squad's page: its matches in all competitions."""

    season: str
    table: str = specification.SQUAD_TABLE
    needs: Sequence[str] = specification.SQUAD_NEEDS
    extras: Sequence[str] = specification.SQUAD_EXTRAS


@dataclass(frozen=True, slots=True)
class League:
    """A league's page."""

    season: str
    competition: Competition
    table: str = specification.LEAGUE_TABLE
    needs: Sequence[str] = specification.LEAGUE_NEEDS
    extras: Sequence[str] = specification.LEAGUE_EXTRAS


def kind_of(path: str) -> Squad | League | None:
    """What a document is, by its path; None when this dialect does not read it.

    >>> kind_of("squads/361ca564/2019-2020/schedule").season, kind_of("squads/harry-kane")
    ('2019/20', None)
    """
    squad, league = specification.SQUAD_DOCUMENT.search(path), specification.LEAGUE_DOCUMENT.search(path)
    if squad:
        return Squad(specification.season_named(squad["season"]))
    code = specification.COMPETITIONS.get(league["competition"]) if league else None
    if league is None or code is None:
        return None
    return League(specification.season_named(league["season"]), COMPETITIONS[code])


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Every match of the page.

    Raises:
        UnreadableDocument: no schedule of a squad, or of a league that we follow.
    """
    kind = kind_of(document.path)
    if kind is None:
        raise UnreadableDocument(f"{document.path} is no schedule of a squad, nor of a league that we follow")
    table = next(tables(content, "id", kind.table), None)
    if table is None:
        raise UnreadableDocument("the page has no table of matches")
    reading = Reading()
    _check_columns(table, kind, reading)
    _read_rows(table, kind, names, reading)
    _tell_incomplete(kind, document, reading)
    return reading.parsed()


DIALECT = Dialect(specification.SOURCE, parse)


def _read_rows(table: LexborNode, kind: Squad | League, names: Names, reading: Reading) -> None:
    """Rows are counted from 1 within the table; those without a date repeat the header or part the months."""
    club = _club(table) if isinstance(kind, Squad) else ""
    for number, row in enumerate(table.css("tbody tr"), start=1):
        cells = cells_of(row)
        if cells.get("date", NOTHING).text in ("", "Date"):
            continue
        with reading.row(number, shown(row)) as draft:
            seen, competition = _seen(cells, kind, club)
            draft.add(match_of(seen, competition, kind.season, names, draft))


def _seen(cells: Cells, kind: Squad | League, club: str) -> tuple[Cells, Competition]:
    """The row as a league's page has it."""
    if isinstance(kind, League):
        return cells, kind.competition
    return seen_from_the_ground(cells, club), _competition(cells)


def _competition(cells: Cells) -> Competition:
    """By the number in its link, since several leagues are called Premier League; by its name where there is none."""
    cell = cells.get("comp", NOTHING)
    if not cell.name:
        raise UnreadableCell("comp", "the row names no competition")
    if cell.competition is not None:
        code = specification.COMPETITIONS.get(cell.competition)
        found = COMPETITIONS[code] if code else None
    else:
        found = BY_NAME.get(cell.name)
    if found is None:
        raise NotFollowed(cell.name)
    return found


def _club(table: LexborNode) -> str:
    match = specification.CAPTION.search(words(table.css_first("caption")))
    if match is None:
        raise UnreadableDocument("the table does not say whose matches it holds")
    return match["club"]


def _check_columns(table: LexborNode, kind: Squad | League, reading: Reading) -> None:
    found = {column_of(node) for node in table.css("thead th[data-stat]")} - {""}
    missing = [name for name in kind.needs if name not in found]
    if missing:
        raise UnreadableDocument(f"the table has no column {', '.join(missing)}")
    for name in kind.extras:
        if name not in found:
            reading.note(ParkedKind.SCHEMA_DRIFT, name, f"the column {name!r} is missing")
    for name in sorted(found.difference(kind.needs, kind.extras, specification.UNUSED)):
        reading.note(ParkedKind.SCHEMA_DRIFT, name[:60], f"the column {name[:60]!r} is new and not read")


def _tell_incomplete(kind: Squad | League, document: Document, reading: Reading) -> None:
    """A league's page must hold its whole season once that is over, a squad's page its club's part of it."""
    if isinstance(kind, League):
        tell_incomplete(reading, document.fetched_at)
        return
    for code in specification.LEAGUES:
        matches = [
            fact for fact in reading.facts.values() if isinstance(fact, MatchRow) and fact.meeting.competition == code
        ]
        clubs = {club for match in matches for club in (match.meeting.home_team, match.meeting.away_team)}
        parked = sum(row.rows for row in reading.parked.values() if row.kind is ParkedKind.ROW)
        over = document.fetched_at.date() > COMPETITIONS[code].season_range(kind.season)[1]
        if over and len(matches) + parked < 2 * (len(clubs) - 1):
            reason = f"{len(matches)} matches of {code} against {len(clubs) - 1} clubs, each of which comes twice"
            reading.note(ParkedKind.INCOMPLETE, code, reason)
