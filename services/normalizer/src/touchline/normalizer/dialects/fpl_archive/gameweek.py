"""gw1.csv to gw47.csv: what every player did in each match of a gameweek."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from touchline.normalizer.dialects.cells import UnreadableCell, whole_number
from touchline.normalizer.dialects.dates import utc_moment
from touchline.normalizer.dialects.fpl.matches import meeting_at, player_match, truth
from touchline.normalizer.dialects.fpl.numbers import club_name, number, player_name
from touchline.normalizer.dialects.fpl.specification import MOST_GOALS
from touchline.normalizer.dialects.fpl_archive.attempts import attempts, valid
from touchline.normalizer.dialects.fpl_archive.completeness import Score, gaps
from touchline.normalizer.dialects.fpl_archive.specification import (
    GAMEWEEK_ALWAYS,
    GAMEWEEK_KNOWN,
    GAMEWEEK_REQUIRED,
)
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.rows import Meeting, Parsed, PlayerMatchRow
from touchline.normalizer.dialects.table import read_table
from touchline.schemas.records import ParkedKind

Cells = Mapping[str, str]
Sides = Mapping[str, Mapping[bool, str]]  # of a fixture: whom those at home, or away, have played against


def read_gameweek(content: bytes, season: str, names: Names) -> Parsed:
    """The players of a gameweek; a double gameweek has a row for each of their matches."""
    header, lines = read_table(content, GAMEWEEK_REQUIRED)
    rows = attempts(header, lines)
    week = _Gameweek(season, names, _sides(valid(_side, rows)))
    reading = Reading()
    for row in rows:
        with reading.row(row.line.number, row.line.text) as draft:
            draft.add(week.read(row.cells()))
    _note_drift(reading, header.places)
    played = (fact for fact in reading.facts.values() if isinstance(fact, PlayerMatchRow))
    for match_id, reason in gaps(played, week.scores):
        reading.note(ParkedKind.INCOMPLETE, match_id, reason)
    return reading.parsed()


@dataclass(slots=True)
class _Gameweek:
    """Players' numbers and the matches of a gameweek, each match worked out once."""

    season: str
    names: Names
    sides: Sides
    known: dict[tuple[str, str], tuple[Meeting, datetime]] = field(default_factory=dict)
    scores: dict[Meeting, Score] = field(default_factory=dict)

    def read(self, cells: Cells) -> PlayerMatchRow:
        """What a row says."""
        at_home = truth("was_home", cells["was_home"])
        meeting, kick_off = self._match(cells["fixture"], cells["kickoff_time"])
        if cells["opponent_team"] != self.sides[cells["fixture"]][at_home]:
            raise UnreadableCell("opponent_team", "the other players of this match have played against another club")
        self.scores.setdefault(meeting, _score(cells))
        player = self.names.need(player_name(self.season, cells["element"], "element"), "element")
        return player_match(cells, meeting, kick_off, player, at_home)

    def _match(self, fixture: str, kickoff_time: str) -> tuple[Meeting, datetime]:
        if (fixture, kickoff_time) not in self.known:
            kick_off = utc_moment("kickoff_time", kickoff_time)
            meeting = meeting_at(kick_off, self.season, self._club(fixture, False), self._club(fixture, True))
            self.known[fixture, kickoff_time] = meeting, kick_off
        return self.known[fixture, kickoff_time]

    def _club(self, fixture: str, of_home_side: bool) -> str:
        """The club that one side of a fixture has played against."""
        opponent = self.sides.get(fixture, {}).get(of_home_side)
        if opponent is None:
            missing = "away" if of_home_side else "home"
            raise UnreadableCell("opponent_team", f"no row of fixture {fixture} says who played {missing}")
        return self.names.need(club_name(self.season, opponent, "opponent_team"), "opponent_team")


def _side(cells: Cells) -> tuple[str, bool, str]:
    number("fixture", cells["fixture"]), number("opponent_team", cells["opponent_team"])
    return cells["fixture"], truth("was_home", cells["was_home"]), cells["opponent_team"]


def _sides(stated: Iterable[tuple[str, bool, str]]) -> Sides:
    """Whom each side of a fixture has played against; where rows differ, what most of them say.

    The seasons before 2020/21 name no club of the player himself: it is the one that the other side played against.
    """
    counted: dict[str, dict[bool, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for fixture, at_home, opponent in stated:
        counted[fixture][at_home][opponent] += 1
    return {
        fixture: {at_home: votes.most_common(1)[0][0] for at_home, votes in sides.items()}
        for fixture, sides in counted.items()
    }


def _score(cells: Cells) -> Score:
    home = whole_number("team_h_score", cells["team_h_score"], MOST_GOALS)
    away = whole_number("team_a_score", cells["team_a_score"], MOST_GOALS)
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
