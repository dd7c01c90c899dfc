"""What the served models of players say of a match: both squads at once, as they stood at a moment. Pure.

The vectors are made by the function that made those that were learned from, of rows of the same view: there is no
second way to compute anything.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from touchline.football.player_bundle import FEATURES, PlayerModel
from touchline.football.player_inputs import is_silent
from touchline.football.player_meeting import UNHEARD, PlayerRow, player_meeting_values
from touchline.football.player_minutes import Matrix
from touchline.football.player_set import Forecast
from touchline.football.suspension import is_banned
from touchline.schemas.records import PlayerMatch

KNOWN, MATCHES = FEATURES.index("availability_known"), FEATURES.index("matches_season")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A match as its players are asked about it; the home team first."""

    match_id: str
    competition: str
    season: str
    teams: tuple[str, str]
    kick_off: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of the two squads at a moment; pairs are home and away."""

    squads: tuple[Sequence[str], Sequence[str]]  # ids of players
    people: Mapping[str, PlayerRow]
    strengths: tuple[Sequence[float] | None, Sequence[float] | None]  # as the teams enter the season
    played: Mapping[str, Sequence[PlayerMatch]]  # by player, of this season, one a match, the newest first


@dataclass(frozen=True, slots=True)
class Squads:
    """A forecast of both squads, row by row."""

    players: tuple[str, ...]
    values: Matrix  # in the order of FEATURES
    teams: tuple[int, ...]  # 0 home, 1 away
    silent: bool
    forecast: Forecast

    def row_of(self, player_id: str) -> int:
        """Where a player stands."""
        return self.players.index(player_id)


def forecast_squads(model: PlayerModel, meeting: Meeting, known: Known, expected: tuple[float, float] | None) -> Squads:
    """Ask the models about both squads; `expected`: the goals that home and away are expected to score."""
    rows = [_row(meeting, known, side, player) for side in (0, 1) for player in known.squads[side]]
    values = np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))
    teams = np.repeat([0, 1], [len(squad) for squad in known.squads]).astype(np.int64)
    silent = is_silent(values[:, KNOWN])
    of_team = None if expected is None else np.asarray(expected, dtype=np.float64)[teams]
    said = model.forecast(values, teams, silent=silent, expected=of_team)
    return Squads((*known.squads[0], *known.squads[1]), values, tuple(teams.tolist()), silent, said)


def squad_of(team: str, played: Iterable[PlayerMatch], also: Iterable[str] = ()) -> list[str]:
    """Everybody whom the team's latest match of the season lists, on the bench of it or at home; and these.

    Fantasy Premier League lists whole squads, and so do the rows that were learned from.
    """
    rows = [one for one in played if one.team_id == team]
    latest = max((one.event_time for one in rows), default=None)
    return sorted({one.player_id for one in rows if one.event_time == latest} | set(also))


def banned(played: Sequence[PlayerMatch], matches: int) -> bool:
    """Whether a player is banned by the cards of his season's matches, the newest first; `matches` of his team."""
    if not played:
        return False
    return is_banned(
        sum(one.yellow_cards or 0 for one in played),
        matches,
        cautioned_last=bool(played[0].yellow_cards),
        sent_off_last=bool(played[0].red_cards),
    )


def vector_hash(values: Sequence[float]) -> str:
    """The name of what a model was told of a player: sha256 of its numbers as float64, little-endian.

    >>> vector_hash([0.0])[:8]
    'af5570f5'
    """
    return hashlib.sha256(np.asarray(values, dtype="<f8").tobytes()).hexdigest()


def _row(meeting: Meeting, known: Known, side: int, player: str) -> list[float]:
    vector = player_meeting_values(
        known.people.get(player, UNHEARD),
        known.strengths[side],
        known.strengths[1 - side],
        side == 0,
        1,  # of a gameweek that holds two of a team's matches nothing says so before it
        season=meeting.season,
        kick_off=meeting.kick_off,
    )
    return [*vector, float(banned(known.played.get(player, ()), int(vector[MATCHES])))]
