"""Understat's seasons: results with expected goals, and what is to come."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from touchline.normalizer.dialects.cells import UnreadableCell, number, whole_number
from touchline.normalizer.dialects.completeness import tell_incomplete
from touchline.normalizer.dialects.dates import clock_time, iso_date
from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.json import Object, an_object, needed_text, note_unknown, read_value, shown, text
from touchline.normalizer.dialects.meetings import check_season, meeting_of, season_begins, teams_in
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Draft, Reading
from touchline.normalizer.dialects.rows import Counts, MatchRow, Parsed
from touchline.normalizer.dialects.times import next_day, result_known_at
from touchline.normalizer.dialects.understat import specification
from touchline.normalizer.dialects.understat.specification import AWAY, HOME
from touchline.schemas.competitions import Competition, known_as
from touchline.schemas.records import MatchStatus, ParkedKind

N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Season:
    """What a document is about, by its path."""

    competition: Competition
    name: str

    @property
    def since(self) -> datetime:
        """Its start."""
        return season_begins(self.competition, self.name)


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Everything that a season's document says.

    Raises:
        UnreadableDocument: another document, or a league that we do not follow.
    """
    season, entries, reading = season_of(document.path), _entries(content), Reading()
    for line, entry in enumerate(entries, start=1):
        with reading.row(line, shown(entry)) as draft:
            _read(an_object(entry), season, names, draft)
    _note_drift(entries, reading)
    tell_incomplete(reading, document.fetched_at)
    return reading.parsed()


DIALECT = Dialect(specification.SOURCE, parse)


def season_of(path: str) -> Season:
    """The competition and season of a path.

    >>> season_of("league/EPL/2019.json").name
    '2019/20'

    Raises:
        UnreadableDocument: none that we follow.
    """
    match = specification.DOCUMENT.search(path)
    competition = known_as(specification.SOURCE).get(match["league"]) if match else None
    if match is None or competition is None:
        raise UnreadableDocument(f"{path} is about no league that we follow")
    return Season(competition, competition.season_named(int(match["year"])))


def _entries(content: bytes) -> list[object]:
    found = read_value(content)
    if not isinstance(found, list):
        raise UnreadableDocument(f"expected a JSON list of matches, got {type(found).__name__}")
    return found


def _read(entry: Object, season: Season, names: Names, draft: Draft) -> None:
    row = _match(entry, season, names, draft)
    draft.add(row)
    draft.add(*teams_in(row.meeting, season.since, _title(entry, HOME), _title(entry, AWAY)))


def _match(entry: Object, season: Season, names: Names, draft: Draft) -> MatchRow:
    kick_off = _kick_off(entry)
    check_season(season.competition, season.name, kick_off.date(), "datetime")
    home, away = _title(entry, HOME), _title(entry, AWAY)
    played = _is_result(entry)
    counts = _counts(entry, draft) if played else Counts()
    return MatchRow(
        meeting=meeting_of(season.competition, kick_off.date(), home, away, names, (HOME, AWAY)),
        kick_off=kick_off,
        kick_off_known=True,
        status=MatchStatus.PLAYED if played else MatchStatus.SCHEDULED,
        counts=counts,
        referee=None,
        known_at=_known_at(kick_off, counts) if played else None,
    )


def _known_at(kick_off: datetime, counts: Counts) -> datetime:
    """Expected goals are computed after the match: we take them as known from the next day on."""
    result = result_known_at(kick_off, kick_off_known=True)
    return result if counts.home_expected_goals is None else max(result, next_day(kick_off.date()))


def _kick_off(entry: Object) -> datetime:
    day, _, clock = needed_text(entry.get("datetime"), "datetime").partition(" ")
    return datetime.combine(iso_date("datetime", day), clock_time("datetime", clock), UTC)


def _title(entry: Object, side: str) -> str:
    return needed_text(an_object(entry.get(side), side).get("title"), side)


def _is_result(entry: Object) -> bool:
    value = entry.get("isResult")
    if not isinstance(value, bool):
        raise UnreadableCell("isResult", f"expected true or false, got {shown(value)[:60]}")
    return value


def _counts(entry: Object, draft: Draft) -> Counts:
    """Goals, without which there is no result; expected goals that cannot be are parked alone."""
    goals = _pair(entry, "goals", lambda cell: whole_number("goals", cell, specification.MOST_GOALS))
    if goals is None:
        raise UnreadableCell("goals", "a result needs the goals of both sides")
    counts = Counts(home_goals=goals[0], away_goals=goals[1])
    try:
        expected = _pair(entry, "xG", lambda cell: number("xG", cell, 0, specification.MOST_EXPECTED_GOALS))
    except UnreadableCell as error:
        draft.park_part(error)
        return counts
    return replace(counts, home_expected_goals=expected[0], away_expected_goals=expected[1]) if expected else counts


def _pair(entry: Object, name: str, read: Callable[[str], N | None]) -> tuple[N, N] | None:
    """What is counted of both sides; None where nothing is."""
    if entry.get(name) is None:
        return None
    sides = an_object(entry[name], name)
    home, away = (read(_cell(sides.get(side), name)) for side in (HOME, AWAY))
    if home is None and away is None:
        return None
    if home is None or away is None:
        raise UnreadableCell(name, "it needs both sides")
    return home, away


def _cell(value: object, name: str) -> str:
    """A number as a text, which it usually is."""
    return text(value, name) or "" if value is None or isinstance(value, str) else shown(value)[:60]


def _note_drift(entries: list[object], reading: Reading) -> None:
    used = {name for entry in entries if isinstance(entry, dict) for name in entry}
    note_unknown(reading, used, specification.MATCH_FIELDS)
    for name in specification.EXPECTED_FIELDS:
        if used and name not in used:
            reading.note(ParkedKind.SCHEMA_DRIFT, name, f"the field {name!r} is gone")
