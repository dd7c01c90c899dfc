"""What is known of two squads at a moment, read from the feature-store's published views."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Protocol

from touchline.football.meeting import Occasion, TeamRow
from touchline.football.player_meeting import PlayerRow, team_entering
from touchline.predictor.prediction.player_forecast import Known, Meeting, squad_of
from touchline.predictor.prediction.player_points import latest_known
from touchline.predictor.serving.asking import Asking
from touchline.predictor.serving.facts import as_record, ids_of
from touchline.predictor.stores import marks, naive
from touchline.schemas.records import PlayerMatch
from touchline.schemas.vectors import served_values
from touchline.schemas.views import VIEWS


@dataclass(frozen=True, slots=True)
class ServedRow:
    """What was served of a player or a team at a moment; without values nothing was known any more."""

    season: str
    values: tuple[float, ...]
    known_at: datetime
    document_set: str


class Squads(Protocol):
    """The rows that forecasts of players are made of."""

    async def season_of(
        self, competition: str, season: str, teams: Sequence[str], known_by: datetime
    ) -> list[PlayerMatch]:
        """What documents say of a season's matches of all who were listed by one of these teams in it."""

    async def listed(self, season: str, team: str, known_by: datetime) -> list[str]:
        """Ids of the players whom lists of a season name for a team."""

    async def served(self, kind: str, entities: Sequence[str], known_by: datetime) -> dict[str, ServedRow]:
        """What was served of each at a moment."""

    async def first_season(self, competition: str, known_by: datetime) -> str | None:
        """The earliest season of a competition of which anything was known."""


async def known_at(
    squads: Squads, meeting: Meeting, moment: datetime, asked: tuple[str, str] | None
) -> tuple[Known, dict[str, ServedRow]]:
    """Both squads as they stood at a moment, and the rows behind it.

    `asked` is a player and his team: he is in that squad, whatever is listed, and not in the other.
    """
    stated = await squads.season_of(meeting.competition, meeting.season, meeting.teams, moment)
    by_player = groupby(sorted(stated, key=lambda one: one.player_id), key=lambda one: one.player_id)
    played = {player: latest_known(list(rows), moment, meeting.kick_off, None) for player, rows in by_player}
    flat = [one for rows in played.values() for one in rows]
    members = []
    for team in meeting.teams:
        found = squad_of(team, flat) or sorted(await squads.listed(meeting.season, team, moment))
        members.append(found if asked is None else _with(found, asked[0], team == asked[1]))
    people = await squads.served("player", [*members[0], *members[1]], moment)
    entities = [f"{meeting.competition}/{team}" for team in meeting.teams]
    teams = await squads.served("team", entities, moment)
    first = await squads.first_season(meeting.competition, moment)
    occasion = Occasion(meeting.competition, meeting.season, meeting.kick_off, *meeting.teams, first)
    home, away = (team_entering(_team(teams.get(entity)), occasion) for entity in entities)
    rows = {name: PlayerRow(one.season, one.values) for name, one in people.items() if one.values}
    return Known((members[0], members[1]), rows, (home, away), played), {**people, **teams}


def _with(squad: Sequence[str], player: str, his: bool) -> list[str]:
    return sorted({*squad, player}) if his else [one for one in squad if one != player]


def _team(row: ServedRow | None) -> TeamRow | None:
    return None if row is None or not row.values else TeamRow(row.season, row.values)


class MariaSquads:
    """Looks in MariaDB."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def season_of(
        self, competition: str, season: str, teams: Sequence[str], known_by: datetime
    ) -> list[PlayerMatch]:
        """What documents say of a season's matches of all who were listed by one of these teams in it."""
        names, moment, ids = VIEWS["pub_player_matches"], naive(known_by), ids_of(competition, season)
        rows = await self._asking.rows(
            f"SELECT {', '.join(names)} FROM pub_player_matches WHERE match_id LIKE %s AND available_at <= %s"
            " AND player_id IN (SELECT player_id FROM pub_player_matches WHERE match_id LIKE %s AND available_at <= %s"
            " AND team_id IN (%s, %s))",
            (ids, moment, ids, moment, *teams),
        )
        # some thousand rows: beside the event loop
        return await asyncio.to_thread(lambda: [as_record(PlayerMatch, names, row) for row in rows])

    async def listed(self, season: str, team: str, known_by: datetime) -> list[str]:
        """Ids of the players whom lists of a season name for a team."""
        rows = await self._asking.rows(
            "SELECT DISTINCT player_id FROM pub_players WHERE season = %s AND team_id = %s AND available_at <= %s",
            (season, team, naive(known_by)),
        )
        return [str(player) for (player,) in rows]

    async def served(self, kind: str, entities: Sequence[str], known_by: datetime) -> dict[str, ServedRow]:
        """What was served of each at a moment."""
        if not entities:
            return {}
        rows = await self._asking.rows(
            "SELECT r.entity, r.season, r.feature_values, r.known_at, r.document_set FROM pub_served_rows r JOIN"
            " (SELECT entity, MAX(known_at) AS latest FROM pub_served_rows"
            f" WHERE kind = %s AND entity IN ({marks(entities)}) AND known_at <= %s GROUP BY entity) AS l"
            " ON r.entity = l.entity AND r.known_at = l.latest WHERE r.kind = %s ORDER BY r.as_of",
            (kind, *entities, naive(known_by), kind),
        )
        return {
            str(entity): ServedRow(str(season), served_values(values), known, str(documents))
            for entity, season, values, known, documents in rows
        }

    async def first_season(self, competition: str, known_by: datetime) -> str | None:
        """The earliest season of a competition of which anything was known."""
        rows = await self._asking.rows(
            "SELECT MIN(season) FROM pub_served_rows WHERE kind = 'team' AND entity LIKE %s AND known_at <= %s"
            " AND feature_values <> ''",
            (f"{competition}/%", naive(known_by)),
        )
        return None if not rows or rows[0][0] is None else str(rows[0][0])
