"""Season files and fixtures.csv of football-data.co.uk, read by column name; good rows always go on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from touchline.normalizer.dialects.football_data import specification
from touchline.normalizer.dialects.football_data.cells import UnreadableCell, price_triple, whole_number
from touchline.normalizer.dialects.football_data.specification import COUNTS, TRIPLES, Triple
from touchline.normalizer.dialects.football_data.table import UnreadableDocument, read_table
from touchline.normalizer.dialects.football_data.times import (
    odds_collected_at,
    read_date,
    read_kick_off,
    result_known_at,
)
from touchline.normalizer.dialects.identities import COMPETITIONS, Competition
from touchline.normalizer.dialects.rows import Counts, MatchRow, Meeting, OddsRow, Parsed, TeamRow, Unreadable
from touchline.schemas.records import MatchStatus, OddsMoment

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Season:
    """A season file: one competition and season, both in its address."""

    competition: str
    season: str


@dataclass(frozen=True, slots=True)
class Fixtures:
    """fixtures.csv: the coming matches of all competitions."""


Kind = Season | Fixtures


def kind_of(document_key: str) -> Kind | None:
    """What a document is, by its key; None when this dialect does not read it.

    >>> kind_of("football-data/mmz4281/1920/E0.csv")
    Season(competition='E0', season='2019/20')
    >>> kind_of("football-data/notes.txt") is None
    True
    """
    if specification.FIXTURES_DOCUMENT.search(document_key):
        return Fixtures()
    match = specification.SEASON_DOCUMENT.search(document_key)
    season = match and specification.season_from_code(match["season"])
    if not match or not season or match["competition"] not in COMPETITIONS:
        return None
    return Season(match["competition"], season)


def parse(content: bytes, kind: Kind) -> Parsed:
    """Everything that the document says; what cannot be read is parked with line, column and reason."""
    results = specification.RESULT_COLUMNS if isinstance(kind, Season) else ()
    try:
        header, lines = read_table(content, (*specification.IDENTITY_COLUMNS, *results))
    except UnreadableDocument as error:
        return Parsed(parked=(Unreadable(1, None, str(error), content[:2_000].decode("latin-1")),))
    reading = _Reading(kind)
    for line in lines:
        try:
            reading.read(header.cells(line), line.number, line.text)
        except UnreadableCell as error:
            reading.park(line.number, line.text, error)
    return reading.parsed()


@dataclass(slots=True)
class _Reading:
    """One document being read: what has been found so far, and the line that each match stood on."""

    kind: Kind
    matches: list[MatchRow] = field(default_factory=list)
    odds: list[OddsRow] = field(default_factory=list)
    teams: dict[str, TeamRow] = field(default_factory=dict)
    parked: list[Unreadable] = field(default_factory=list)
    lines: dict[Meeting, int] = field(default_factory=dict)
    ignored: int = 0

    def read(self, cells: Cells, number: int, text: str) -> None:
        competition = self._competition(cells["Div"])
        if competition is None:
            self.ignored += 1
            return
        match = _match(cells, competition, self.kind)
        earlier = self.lines.setdefault(match.meeting, number)
        if earlier != number:
            raise UnreadableCell("HomeTeam", f"line {earlier} already holds this match")
        self.matches.append(match)
        self._name_teams(match.meeting, cells)
        for triple in TRIPLES:
            try:
                self.odds.extend(_odds(cells, triple, match, self.kind))
            except UnreadableCell as error:
                self.park(number, text, error)

    def park(self, number: int, text: str, error: UnreadableCell) -> None:
        self.parked.append(Unreadable(number, error.column, error.reason, text[:2_000]))

    def parsed(self) -> Parsed:
        teams = tuple(self.teams[key] for key in sorted(self.teams))
        return Parsed(tuple(self.matches), tuple(self.odds), teams, tuple(self.parked), self.ignored)

    def _competition(self, code: str) -> Competition | None:
        if isinstance(self.kind, Season) and code != self.kind.competition:
            raise UnreadableCell("Div", f"expected {self.kind.competition!r}, got {code!r}")
        if not code:
            raise UnreadableCell("Div", "the row names no competition")
        return COMPETITIONS.get(code)

    def _name_teams(self, meeting: Meeting, cells: Cells) -> None:
        since = datetime.combine(specification.season_range(meeting.season)[0], time(tzinfo=UTC))
        for team_id, name in ((meeting.home_team, cells["HomeTeam"]), (meeting.away_team, cells["AwayTeam"])):
            self.teams.setdefault(team_id, TeamRow(meeting.competition, team_id, name, since))


def _match(cells: Cells, competition: Competition, kind: Kind) -> MatchRow:
    day = _date(cells["Date"])
    season = kind.season if isinstance(kind, Season) else specification.season_of(day)
    _check_season(day, season)
    kick_off, known = _kick_off(day, cells.get("Time", ""))
    counts = _counts(cells)
    played = counts.home_goals is not None
    return MatchRow(
        meeting=_meeting(cells, competition, season),
        kick_off=kick_off,
        kick_off_known=known,
        status=MatchStatus.PLAYED if played else MatchStatus.SCHEDULED,
        counts=counts,
        referee=cells.get("Referee") or None,
        known_at=result_known_at(kick_off, known) if played else None,
    )


def _date(cell: str) -> date:
    try:
        return read_date(cell)
    except ValueError as error:
        raise UnreadableCell("Date", str(error)) from None


def _check_season(day: date, season: str) -> None:
    first, last = specification.season_range(season)
    if not first <= day <= last:
        raise UnreadableCell(
            "Date", f"{day} lies outside the season {season} ({first} to {last}); day and month swapped?"
        )


def _kick_off(day: date, cell: str) -> tuple[datetime, bool]:
    try:
        return read_kick_off(day, cell), bool(cell)
    except ValueError as error:
        raise UnreadableCell("Time", str(error)) from None


def _meeting(cells: Cells, competition: Competition, season: str) -> Meeting:
    home, away = (_club(cells, column, competition) for column in ("HomeTeam", "AwayTeam"))
    if home == away:
        raise UnreadableCell("AwayTeam", f"{cells['AwayTeam']!r} cannot play itself")
    return Meeting(competition.code, season, home, away)


def _club(cells: Cells, column: str, competition: Competition) -> str:
    name = cells[column]
    if name not in competition.clubs:
        raise UnreadableCell(column, f"unknown club {name!r}; add it to the reviewed alias list")
    return competition.clubs[name]


def _counts(cells: Cells) -> Counts:
    counts = Counts(**{name: whole_number(at.column, cells.get(at.column, ""), at.most) for name, at in COUNTS.items()})
    if (counts.home_goals is None) != (counts.away_goals is None):
        raise UnreadableCell("FTHG" if counts.home_goals is None else "FTAG", "a result needs the goals of both sides")
    return counts


def _odds(cells: Cells, triple: Triple, match: MatchRow, kind: Kind) -> Iterator[OddsRow]:
    columns = next((names for names in triple.columns if all(name in cells for name in names)), None)
    prices = price_triple(columns, [cells[name] for name in columns]) if columns else None
    if prices:
        known_at = _prices_known_at(triple.moment, match.kick_off, kind)
        yield OddsRow(match.meeting, match.kick_off, triple.bookmaker, triple.moment, prices, known_at)


def _prices_known_at(moment: OddsMoment, kick_off: datetime, kind: Kind) -> datetime | None:
    if moment is OddsMoment.CLOSING:
        return kick_off
    return odds_collected_at(kick_off) if isinstance(kind, Season) else None  # fixtures.csv was seen with its prices
