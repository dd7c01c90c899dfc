"""What a squad is worth, and how much of it is missing, from what was known of its players at a moment. Pure.

    value   = Σ price · share / Σ share            over the squad of the season
    missing = Σ price · share of those out / Σ price · share

`share` is a player's mean share of the minutes of his team's matches, the newest weighing a quarter; `price` is the one
that the Fantasy Premier League last stated, millions. A player is out from the word that he is injured, suspended or
away until he plays again or is said to be available: when an absence ended in hindsight is never looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from touchline.feature_store.features.people.belief import season_in
from touchline.schemas.records import Availability, AvailabilityStatus, PlayerMatch

NEWEST = 0.25  # weight of the latest match in a share of minutes
WHOLE_MATCH = 90.0  # minutes
FEWEST = 11  # players of whom something must be known
OUT = frozenset((AvailabilityStatus.INJURED, AvailabilityStatus.SUSPENDED, AvailabilityStatus.ABSENT))


class Squad(NamedTuple):
    """A team at a moment."""

    value: float  # millions
    missing: float  # share of 1


class Player(NamedTuple):
    """What is known of a player in his team."""

    price: float
    share: float


class Question(NamedTuple):
    """Which team, in which season, and what moment its answer may know: everything before it."""

    team: str
    season: str  # 2019/20
    moment: datetime


@dataclass(slots=True)
class Squads:
    """All squads as they are known; told one thing after the other."""

    players: dict[str, dict[str, Player]] = field(default_factory=dict)
    seasons: dict[str, str] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)  # by player
    out: dict[str, datetime] = field(default_factory=dict)  # since when it was said

    def told(self, one: PlayerMatch | Availability) -> None:
        """One more thing is known."""
        if one.withdrawn:
            return
        if isinstance(one, Availability):
            self._said(one)
        elif one.price:
            self._played(one, one.price)

    def of(self, team: str, season: str) -> Squad | None:
        """A squad, once enough is known of it this season."""
        squad = self.players.get(team, {})
        weights = {player: known.price * known.share for player, known in squad.items()}
        shares = sum(known.share for known in squad.values())
        if self.seasons.get(team) != season or len(squad) < FEWEST or shares <= 0:
            return None
        whole = sum(weights.values())
        return Squad(whole / shares, sum(weights[player] for player in weights if player in self.out) / whole)

    def _said(self, one: Availability) -> None:
        if one.status in OUT:
            self.out[one.player_id] = one.event_time
        elif one.status is AvailabilityStatus.AVAILABLE:
            self.out.pop(one.player_id, None)

    def _played(self, one: PlayerMatch, price: float) -> None:
        season = season_in(one.match_id)
        if self.seasons.get(one.team_id) != season:
            self.seasons[one.team_id], self.players[one.team_id] = season, {}
        before_at = self.teams.get(one.player_id)
        if before_at is not None and before_at != one.team_id:
            self.players.get(before_at, {}).pop(one.player_id, None)
        self.teams[one.player_id] = one.team_id
        if one.minutes > 0 and one.event_time > self.out.get(one.player_id, one.event_time):
            del self.out[one.player_id]
        before = self.players[one.team_id].get(one.player_id)
        share = one.minutes / WHOLE_MATCH
        if before is not None:
            share = before.share + NEWEST * (share - before.share)
        self.players[one.team_id][one.player_id] = Player(price, share)


def squads_at(
    questions: Sequence[Question], players: Iterable[PlayerMatch], absences: Iterable[Availability]
) -> list[Squad | None]:
    """Each question's answer from what was available before its moment."""
    things: list[PlayerMatch | Availability] = sorted((*players, *absences), key=_in_knowledge)
    pending, squads = iter(things), Squads()
    answers: dict[int, Squad | None] = {}
    waiting = next(pending, None)
    for place in sorted(range(len(questions)), key=lambda place: questions[place].moment):
        team, season, moment = questions[place]
        while waiting is not None and waiting.available_at < moment:
            squads.told(waiting)
            waiting = next(pending, None)
        answers[place] = squads.of(team, season)
    return [answers[place] for place in range(len(questions))]


def _in_knowledge(one: PlayerMatch | Availability) -> tuple[datetime, bool, str, datetime]:
    return one.available_at, isinstance(one, Availability), one.player_id, one.event_time


def columns(found: Sequence[Squad | None]) -> Iterator[tuple[float | None, float | None]]:
    """As columns of a table."""
    for one in found:
        yield (None, None) if one is None else (one.value, one.missing)
