"""event/{gameweek}/live: what every player has done in the gameweek, by fixture.

A row of a match that is not over says nothing yet, and is no input row. Of a player with one match in the gameweek the
totals are read; of one with several the explanation of his points, which counts what points are given for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from touchline.normalizer.dialects.cells import UnreadableCell, whole_number
from touchline.normalizer.dialects.fpl.fixture_numbers import FixtureNumbers
from touchline.normalizer.dialects.fpl.matches import Cells, player_match
from touchline.normalizer.dialects.fpl.numbers import number, player_name, spells_in
from touchline.normalizer.dialects.fpl.record import Record, cell, records
from touchline.normalizer.dialects.fpl.specification import COUNTS, EXPECTED, MOST_NUMBER
from touchline.normalizer.dialects.json import an_object, list_in, read_json
from touchline.normalizer.dialects.names import Names, UnknownName
from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.rows import Meeting, Name, Parsed, PlayerMatchRow
from touchline.normalizer.dialects.times import result_known_at

STATISTICS = (*(count.column for count in COUNTS.values()), *EXPECTED, "starts")
# Each gives or costs points to everybody, so that none is named where there was none. Saves count by threes, and goals
# conceded of some: of them nothing follows.
ALWAYS_COUNTED = (
    *("minutes", "goals_scored", "assists", "own_goals", "penalties_missed", "penalties_saved"),
    *("yellow_cards", "red_cards", "bonus"),
)
MOST_MATCHES = 5  # of a club in one gameweek; three have been


@dataclass(frozen=True, slots=True)
class Season:
    """What the numbers of a season mean."""

    name: str
    fixtures: FixtureNumbers
    names: Names
    at: datetime


def read_live(content: bytes, season: str, fetched_at: datetime, names: Names) -> Parsed:
    """The players' matches of a gameweek, as far as they are over.

    Raises:
        UnreadableDocument: no such document.
    """
    elements = list_in(read_json(content), "elements")
    known = Season(season, FixtureNumbers.of(names, season), names, fetched_at)
    reading = Reading()
    for element in records(elements):
        for attempt in _attempts(element, known):
            with reading.row(reading.inputs + 1, element.text) as draft:
                draft.add(_player_match(attempt, known))
    return reading.parsed()


@dataclass(frozen=True, slots=True)
class Attempt:
    """A player in one match, or why he cannot be read."""

    element: str
    fixture: str
    counted: Cells
    error: UnreadableCell | None = None


def _attempts(element: Record, known: Season) -> Iterator[Attempt]:
    """The matches of a player that are over, or whose numbers are not known yet."""
    try:
        number_, explained = _explained(element)
    except UnreadableCell as error:
        yield Attempt("", "", {}, error)
        return
    for one in explained:
        try:
            fixture = str(number("fixture", one.cells("fixture")["fixture"]))
            if _is_over(fixture, known):
                counted = _totals(element) if len(explained) == 1 else _counted(one)
                yield Attempt(number_, fixture, counted)
        except UnreadableCell as error:
            yield Attempt(number_, "", {}, error)


def _explained(element: Record) -> tuple[str, list[Record]]:
    number_ = str(number("id", element.cells("id")["id"]))
    explained = an_object(element.value).get("explain")
    if not isinstance(explained, list) or len(explained) > MOST_MATCHES:
        raise UnreadableCell("explain", f"expected a list of at most {MOST_MATCHES} matches")
    return number_, list(records(explained))


def _is_over(fixture: str, known: Season) -> bool:
    """Also one whose number is not known yet: it waits for the fixtures."""
    return result_known_at(known.fixtures.need(fixture, known.at).kick_off, kick_off_known=True) <= known.at


def _totals(element: Record) -> Cells:
    totals = an_object(an_object(element.value).get("stats"), "stats")
    return {name: cell(totals, name) for name in STATISTICS}


def _counted(explained: Record) -> Cells:
    """Out of one match's explanation, which names only what he did; points are their sum."""
    counted, points = dict.fromkeys(ALWAYS_COUNTED, "0"), 0
    for one in _lines(explained):
        cells = one.cells("identifier", "value", "points")
        counted[cells["identifier"]] = cells["value"]
        points += whole_number("points", cells["points"], MOST_NUMBER, -MOST_NUMBER) or 0
    return {**{name: found for name, found in counted.items() if name in STATISTICS}, "total_points": str(points)}


def _lines(explained: Record) -> Iterator[Record]:
    lines = an_object(explained.value).get("stats")
    if not isinstance(lines, list):
        raise UnreadableCell("stats", "expected a list")
    yield from records(lines)


def _player_match(attempt: Attempt, known: Season) -> PlayerMatchRow:
    if attempt.error:
        raise attempt.error
    player_id = known.names.need(player_name(known.name, attempt.element, "id"), "id")
    match = known.fixtures.need(attempt.fixture, known.at)
    at_home = _at_home(attempt.element, match.meeting, known)
    return player_match(attempt.counted, match.meeting, match.kick_off, player_id, at_home)


def _at_home(element: str, meeting: Meeting, known: Season) -> bool:
    """By the clubs at which the season's snapshots have had him.

    Raises:
        UnknownName: at neither of the two.
        UnreadableCell: at both.
    """
    home, away = (Name(spells_in(known.name), f"{element} {club}") for club in (meeting.home_team, meeting.away_team))
    spells = known.names.find(home) is not None, known.names.find(away) is not None
    if all(spells):
        raise UnreadableCell("id", "he has been at both clubs of this match in this season")
    if not any(spells):
        raise UnknownName("id", home)
    return spells[0]
