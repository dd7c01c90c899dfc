"""What is reported around a team: its last results, who scored, who is missing, what the news say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import orjson

from touchline.predictor.serving.asking import Asking
from touchline.predictor.stores import aware, marks, naive

RESULTS_WITHIN = timedelta(days=400)  # a season and the summer before it
SAID_WITHIN = timedelta(days=45)  # an older word on a player is not repeated
NEWS_WITHIN = timedelta(days=14)
MOST_ROWS = 4000


@dataclass(frozen=True, slots=True)
class Result:
    """A match that was played, as the feature-store resolved it."""

    match_id: str
    competition: str
    season: str
    kick_off: datetime
    home_team: str
    away_team: str
    home_goals: int
    away_goals: int
    provenance: str
    source: str
    document: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """What one document says a player did in a match."""

    player_id: str
    match_id: str
    team_id: str
    minutes: int
    goals: int
    source: str
    kick_off: datetime


@dataclass(frozen=True, slots=True)
class Word:
    """What was said of whether a player can be picked."""

    player_id: str
    team_id: str
    status: str
    reason: str | None
    chance: float | None
    sentence: str | None
    source: str
    document: str
    provenance: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Headline:
    """An article's title and address: hostile text, both of them."""

    title: str
    url: str
    source: str
    teams: tuple[str, ...]
    published_at: datetime
    provenance: str


class Reports(Protocol):
    """What pages tell of a team beside its predictions; nothing that became known after `known_by`."""

    async def results(self, pool: str, team: str, known_by: datetime, most: int) -> list[Result]:
        """The latest matches of a team, the newest first."""

    async def appearances(self, matches: Sequence[str], known_by: datetime) -> list[Appearance]:
        """Who played in these matches."""

    async def words(self, pool: str, teams: Sequence[str], known_by: datetime) -> list[Word]:
        """What was said lately of the players of these teams, the newest first."""

    async def names(self, players: Sequence[str]) -> dict[str, str]:
        """What people call these players, by id."""

    async def headlines(self, pool: str, teams: Sequence[str], known_by: datetime) -> list[Headline]:
        """Recent news that name one of these teams, the newest first."""


class MariaReports:
    """Looks in MariaDB, in the feature-store's published views."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def results(self, pool: str, team: str, known_by: datetime, most: int) -> list[Result]:
        """The latest matches of a team, the newest first."""
        rows = await self._asking.rows(
            "SELECT match_id, competition, season, event_time, home_team, away_team, home_goals, away_goals,"
            " provenance, source, document FROM pub_matches"
            " WHERE pool = %s AND event_time BETWEEN %s AND %s AND available_at <= %s"
            " AND (home_team = %s OR away_team = %s) AND home_goals IS NOT NULL"
            " ORDER BY event_time DESC, match_id LIMIT %s",
            (pool, naive(known_by - RESULTS_WITHIN), naive(known_by), naive(known_by), team, team, most),
        )
        return [Result(*_known(row)) for row in rows]

    async def appearances(self, matches: Sequence[str], known_by: datetime) -> list[Appearance]:
        """Who played in these matches."""
        if not matches:
            return []
        rows = await self._asking.rows(
            "SELECT player_id, match_id, team_id, minutes, goals, source, event_time FROM pub_player_matches"
            f" WHERE match_id IN ({marks(matches)}) AND available_at <= %s AND minutes > 0 LIMIT {MOST_ROWS}",
            (*matches, naive(known_by)),
        )
        return [Appearance(*_known(row)) for row in rows]

    async def words(self, pool: str, teams: Sequence[str], known_by: datetime) -> list[Word]:
        """What was said lately of the players of these teams, the newest first."""
        rows = await self._asking.rows(
            "SELECT player_id, team_id, status, reason, chance, sentence, source, document, provenance, available_at"
            " FROM pub_availability WHERE pool = %s AND available_at BETWEEN %s AND %s"
            f" AND team_id IN ({marks(teams)})"
            f" ORDER BY available_at DESC, revision DESC LIMIT {MOST_ROWS}",
            (pool, naive(known_by - SAID_WITHIN), naive(known_by), *teams),
        )
        return [Word(*_known(row)) for row in rows]

    async def names(self, players: Sequence[str]) -> dict[str, str]:
        """What people call these players, by id."""
        if not players:
            return {}
        rows = await self._asking.rows(
            f"SELECT player_id, name FROM pub_players WHERE player_id IN ({marks(players)})"
            " ORDER BY provenance = 'simulated' DESC, season, available_at",  # the last row wins
            players,
        )
        return {str(player): str(name) for player, name in rows}

    async def headlines(self, pool: str, teams: Sequence[str], known_by: datetime) -> list[Headline]:
        """Recent news that name one of these teams, the newest first."""
        rows = await self._asking.rows(
            "SELECT title, url, source, teams, event_time, provenance FROM pub_articles"
            " WHERE pool = %s AND available_at BETWEEN %s AND %s AND event_time >= %s"
            " ORDER BY event_time DESC LIMIT 300",
            (pool, since := naive(known_by - NEWS_WITHIN), naive(known_by), since),
        )
        found = [Headline(one[0], one[1], one[2], _listed(one[3]), aware(one[4]), one[5]) for one in rows]
        return [one for one in found if {*one.teams} & {*teams}]


def _known(row: Sequence[Any]) -> Iterator[Any]:
    return (aware(value) if isinstance(value, datetime) else value for value in row)


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(orjson.loads(value)) if isinstance(value, str | bytes) else tuple(value or ())
