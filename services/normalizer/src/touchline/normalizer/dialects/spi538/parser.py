"""spi_matches.csv and spi_matches_latest.csv: a match a line, with the forecast made before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from touchline.normalizer.dialects.cells import UnreadableCell, number, whole_number
from touchline.normalizer.dialects.dates import iso_date
from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.meetings import season_begins, teams_in
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Draft, NotFollowed, Reading
from touchline.normalizer.dialects.rows import Counts, MatchRow, Meeting, Parsed, RatingRow, TeamRow, row_key
from touchline.normalizer.dialects.spi538 import specification
from touchline.normalizer.dialects.spi538.specification import AWAY, HOME, Side
from touchline.normalizer.dialects.table import Header, read_table
from touchline.normalizer.dialects.times import assumed_kick_off, next_day, start_of_day
from touchline.schemas.competitions import Competition, known_as
from touchline.schemas.records import MatchStatus, ParkedKind

Cells = Mapping[str, str]
KNOWN_COLUMNS = frozenset(
    {
        *specification.IDENTITY_COLUMNS,
        *specification.RATING_COLUMNS,
        *specification.RESULT_COLUMNS,
        *specification.UNUSED_COLUMNS,
    }
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a competition: its season, and when what happens on it is known."""

    competition: Competition
    season: str
    phase: int
    kick_off: datetime
    begins: datetime
    season_begins: datetime
    result_known_at: datetime


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Everything that the table says.

    Raises:
        UnreadableDocument: another document, or no such table.
    """
    if document.path not in (specification.EVERYTHING, specification.LATEST):
        raise UnreadableDocument(f"{document.path} is neither {specification.EVERYTHING} nor {specification.LATEST}")
    header, lines = read_table(content, specification.REQUIRED_COLUMNS)
    reading = Reading()
    table = Table(names, document.fetched_at, known_as(specification.SOURCE), reading.facts)
    for line in lines:
        with reading.row(line.number, line.text) as draft:
            table.read(header.cells(line), draft)
    _note_drift(header, reading)
    return reading.parsed()


DIALECT = Dialect(specification.SOURCE, parse)


def day_of(competition: Competition, cell: str) -> Day:
    """What follows from a competition and a day.

    Raises:
        UnreadableCell: no such day.
    """
    day = iso_date("date", cell)
    season = competition.season_of(day)
    late = competition.pool in specification.AMERICAN_POOLS
    return Day(
        competition=competition,
        season=season,
        phase=competition.phase_of(day),
        kick_off=assumed_kick_off(day),
        begins=start_of_day(day),
        season_begins=season_begins(competition, season),
        result_known_at=next_day(day) + (specification.AMERICAN_DELAY if late else specification.NO_DELAY),
    )


@dataclass(frozen=True, slots=True)
class Table:
    """What is needed to read a line."""

    names: Names
    fetched_at: datetime
    leagues: Mapping[str, Competition]
    stated: Mapping[str, object]  # so far, by key
    days: dict[tuple[str, str], Day] = field(default_factory=dict)

    def read(self, cells: Cells, draft: Draft) -> None:
        """State the match, its teams and its two ratings."""
        day = self._day(cells["league"], cells["date"])
        meeting = self._meeting(cells, day)
        draft.add(_match(cells, meeting, day))
        try:
            draft.add(*_ratings(cells, meeting, day, self.fetched_at))
        except UnreadableCell as error:
            draft.park_part(error)
        draft.add(*self._teams(cells, meeting, day))

    def _day(self, league: str, cell: str) -> Day:
        if league not in self.leagues:
            raise NotFollowed(league[:100])
        day = self.days.get((league, cell)) or day_of(self.leagues[league], cell)
        self.days[league, cell] = day
        return day

    def _meeting(self, cells: Cells, day: Day) -> Meeting:
        pool = day.competition.pool
        home = self.names.club(pool, cells["team1"], "team1")
        away = self.names.club(pool, cells["team2"], "team2")
        if home == away:
            raise UnreadableCell("team2", f"{cells['team2']!r} cannot play itself")
        return Meeting(day.competition.code, day.season, home, away, day.phase)

    def _teams(self, cells: Cells, meeting: Meeting, day: Day) -> Iterator[TeamRow]:
        for row in teams_in(meeting, day.season_begins, cells["team1"], cells["team2"]):
            if row_key(row) not in self.stated:
                yield row


def _match(cells: Cells, meeting: Meeting, day: Day) -> MatchRow:
    counts = _counts(cells)
    played = counts.home_goals is not None
    return MatchRow(
        meeting=meeting,
        kick_off=day.kick_off,
        kick_off_known=False,
        status=MatchStatus.PLAYED if played else MatchStatus.SCHEDULED,
        counts=counts,
        referee=None,
        known_at=day.result_known_at if played else None,
    )


def _counts(cells: Cells) -> Counts:
    home = whole_number("score1", cells["score1"], specification.MOST_GOALS)
    away = whole_number("score2", cells["score2"], specification.MOST_GOALS)
    if (home is None) != (away is None):
        raise UnreadableCell("score1" if home is None else "score2", "a result needs the goals of both sides")
    if home is None:
        return Counts()
    return Counts(
        home_goals=home,
        away_goals=away,
        home_expected_goals=number("xg1", cells.get("xg1", ""), 0, specification.MOST_EXPECTED_GOALS),
        away_expected_goals=number("xg2", cells.get("xg2", ""), 0, specification.MOST_EXPECTED_GOALS),
    )


def _ratings(cells: Cells, meeting: Meeting, day: Day, fetched_at: datetime) -> Iterator[RatingRow]:
    """Both sides' ratings. Forecasts stood before the day began; of a day to come they are known since the fetch."""
    draw = number("probtie", cells.get("probtie", ""), 0, 1)
    sides = [_side(cells, side) for side in (HOME, AWAY)]
    _check_sum(draw, [win for _, win, _ in sides])
    known_at = day.begins if day.begins <= fetched_at else None
    for team_id, (rating, win, goals) in zip((meeting.home_team, meeting.away_team), sides, strict=True):
        if rating is not None:
            yield RatingRow(
                meeting, day.kick_off, team_id, specification.SYSTEM, rating, win, draw, goals, known_at=known_at
            )


def _side(cells: Cells, side: Side) -> tuple[float | None, float | None, float | None]:
    return (
        number(side.rating, cells.get(side.rating, ""), 0, specification.MOST_RATING),
        number(side.probability, cells.get(side.probability, ""), 0, 1),
        number(side.goals, cells.get(side.goals, ""), 0, specification.MOST_EXPECTED_GOALS),
    )


def _check_sum(draw: float | None, wins: list[float | None]) -> None:
    stated = [share for share in (*wins, draw) if share is not None]
    if len(stated) == 1 + len(wins) and abs(sum(stated) - 1) > specification.TOLERANCE:
        raise UnreadableCell("prob1", f"the probabilities sum to {sum(stated):.3f}")


def _note_drift(header: Header, reading: Reading) -> None:
    for name in sorted(set(header.places) - KNOWN_COLUMNS):
        reading.note(ParkedKind.SCHEMA_DRIFT, name, f"the column {name!r} is new and not read")
    for name in (*specification.RATING_COLUMNS, *specification.RESULT_COLUMNS):
        if name not in header.places:
            reading.note(ParkedKind.SCHEMA_DRIFT, name, f"the column {name!r} is gone")
