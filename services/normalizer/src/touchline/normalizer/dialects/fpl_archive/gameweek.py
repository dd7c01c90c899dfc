"""gw1.csv to gw47.csv: what every player did in each match of a gameweek."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from touchline.normalizer.dialects.cells import UnreadableCell, whole_number
from touchline.normalizer.dialects.dates import utc_moment
from touchline.normalizer.dialects.fpl.matches import meeting_at, position_of, truth
from touchline.normalizer.dialects.fpl.numbers import club_name, number, player_name, players_in, points_known_at
from touchline.normalizer.dialects.fpl.specification import MOST_GOALS
from touchline.normalizer.dialects.fpl_archive.attempts import attempts, valid
from touchline.normalizer.dialects.fpl_archive.completeness import Score, gaps
from touchline.normalizer.dialects.fpl_archive.layout import Layout, counter
from touchline.normalizer.dialects.fpl_archive.specification import (
    GAMEWEEK_ALWAYS,
    GAMEWEEK_KNOWN,
    GAMEWEEK_REQUIRED,
)
from touchline.normalizer.dialects.fpl_archive.uncollected import stated
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.rows import Meeting, Parsed, PlayerMatchRow
from touchline.normalizer.dialects.table import read_table
from touchline.schemas.records import ParkedKind

Sides = Mapping[str, Mapping[bool, str]]  # of a fixture: whom those at home, or away, have played against


def read_gameweek(content: bytes, season: str, names: Names) -> Parsed:
    """The players of a gameweek; a double gameweek has a row for each of their matches."""
    header, lines = read_table(content, GAMEWEEK_REQUIRED)
    rows = attempts(lambda line: [*header.values(line), ""], lines)
    layout = Layout.of(stated(header.places, rows))
    week = _Gameweek(season, names, layout, _sides(Counter(valid(layout.side, rows))))
    reading = Reading()
    for row in rows:
        with reading.row(row.line.number, row.line.text) as draft:
            draft.add(week.read(row.cells()))
    _note_drift(reading, header.places)
    played = (fact for fact in reading.facts.values() if isinstance(fact, PlayerMatchRow))
    for match_id, reason in gaps(played, week.scores):
        reading.note(ParkedKind.INCOMPLETE, match_id, reason)
    return reading.parsed()


class _Appearance(NamedTuple):
    """What the players of one side of a match have in common."""

    meeting: Meeting
    kick_off: datetime
    at_home: bool
    known_at: datetime


class _Gameweek:
    """Players' numbers and the matches of a gameweek; what rows have in common is worked out once."""

    def __init__(self, season: str, names: Names, layout: Layout, sides: Sides) -> None:
        self._season, self._names, self._layout, self._sides = season, names, layout, sides
        self._players = names.known.get(players_in(season), {})
        self._counts = counter()
        self._appearances: dict[tuple[str, ...], _Appearance] = {}
        self.scores: dict[Meeting, Score] = {}

    def read(self, values: Sequence[str]) -> PlayerMatchRow:
        """What a row says."""
        common = self._layout.appearance(values)
        appearance = self._appearances.get(common)
        if appearance is None:
            appearance = self._appearances[common] = self._appearance(*common)
        meeting, kick_off, at_home, known_at = appearance
        player = self._player(values[self._layout.element])
        position = position_of(values[self._layout.position])
        counts = self._counts(self._layout.counted(values))
        return PlayerMatchRow(meeting, kick_off, player, at_home, position, counts, known_at)

    def _player(self, element: str) -> str:
        known = self._players.get(element) if element.isdecimal() else None  # as the list of players writes it
        return known or self._names.need(player_name(self._season, element, "element"), "element")

    def _appearance(
        self, fixture: str, was_home: str, opponent: str, kickoff_time: str, home_score: str, away_score: str
    ) -> _Appearance:
        at_home = truth("was_home", was_home)
        kick_off = utc_moment("kickoff_time", kickoff_time)
        meeting = meeting_at(kick_off, self._season, self._club(fixture, False), self._club(fixture, True))
        if opponent != self._sides[fixture][at_home]:
            raise UnreadableCell("opponent_team", "the other players of this match have played against another club")
        self.scores.setdefault(meeting, _score(home_score, away_score))
        return _Appearance(meeting, kick_off, at_home, points_known_at(kick_off))

    def _club(self, fixture: str, of_home_side: bool) -> str:
        """The club that one side of a fixture has played against."""
        opponent = self._sides.get(fixture, {}).get(of_home_side)
        if opponent is None:
            missing = "away" if of_home_side else "home"
            raise UnreadableCell("opponent_team", f"no row of fixture {fixture} says who played {missing}")
        return self._names.need(club_name(self._season, opponent, "opponent_team"), "opponent_team")


def _sides(stated: Mapping[tuple[str, ...], int]) -> Sides:
    """Whom each side of a fixture has played against, by how often it is stated; where rows differ, what most say.

    The seasons before 2020/21 name no club of the player himself: it is the one that the other side played against.
    """
    counted: dict[str, dict[bool, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for (fixture, was_home, opponent), rows in stated.items():
        with suppress(UnreadableCell):  # found again when the row is read for itself
            number("fixture", fixture), number("opponent_team", opponent)
            counted[fixture][truth("was_home", was_home)][opponent] += rows
    return {
        fixture: {at_home: votes.most_common(1)[0][0] for at_home, votes in sides.items()}
        for fixture, sides in counted.items()
    }


def _score(home_score: str, away_score: str) -> Score:
    home = whole_number("team_h_score", home_score, MOST_GOALS)
    away = whole_number("team_a_score", away_score, MOST_GOALS)
    if home is None or away is None:  # Manchester City v Arsenal stands so in gameweek 29 of 2019/20
        raise UnreadableCell("team_h_score", "the match has no result here: it was postponed after the deadline")
    return home, away


def _note_drift(reading: Reading, columns: Mapping[str, int]) -> None:
    for column in columns:
        if column not in GAMEWEEK_KNOWN and column not in GAMEWEEK_ALWAYS:
            reading.note(ParkedKind.SCHEMA_DRIFT, column, f"the column {column!r} is new and not read")
    for column in GAMEWEEK_ALWAYS:
        if column not in columns:
            reading.note(ParkedKind.SCHEMA_DRIFT, column, f"the column {column!r} is gone")
