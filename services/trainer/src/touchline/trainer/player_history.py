"""What there is to learn of players: their matches, and the rows that were served, out of the published views."""

from datetime import UTC, datetime

import polars as pl

from touchline.runtime.database import Database
from touchline.runtime.logs import log
from touchline.trainer.asked import TooLittle
from touchline.trainer.config import TrainerSettings
from touchline.trainer.history import END_OF_TIME, frame_of
from touchline.trainer.players.served import HAPPENED, PLAYED, ROWS, table_of

# The archive's files of gameweeks alone: they list those who did not play, and say together when a gameweek began.
MATCHES = f"""
SELECT player_id, match_id, team_id, opponent_id, at_home, document_key, event_time, available_at, {", ".join(HAPPENED)}
FROM pub_player_matches
WHERE source = 'fpl-archive' AND points IS NOT NULL AND available_at <= %s
  AND FIND_IN_SET(SUBSTRING_INDEX(match_id, ':', 1), %s)
"""
_SERVED = "SELECT entity, season, as_of, known_at, feature_values FROM pub_served_rows WHERE known_at <= %s AND kind ="
PLAYERS = f"{_SERVED} 'player'"
TEAMS = f"{_SERVED} 'team' AND FIND_IN_SET(SUBSTRING_INDEX(entity, '/', 1), %s)"


async def read_player_history(database: Database, until: datetime | None, settings: TrainerSettings) -> pl.DataFrame:
    """Each match of each player that was known by `until` (football time), with his vector at the deadline.

    Of the latest `player_seasons` seasons alone, where so many are asked for.

    Raises:
        TooLittle: there is none.
    """
    competitions = settings.competitions
    moment = (until or END_OF_TIME).astimezone(UTC).replace(tzinfo=None)
    async with database.transaction() as connection:
        played = latest_seasons(
            frame_of(await connection.fetch_all(MATCHES, (moment, competitions)), PLAYED), settings.player_seasons
        )
        if played.is_empty():
            raise TooLittle(
                f"no match of a player of {competitions} is known: the Fantasy Premier League's archive tells of them"
            )
        people = frame_of(await connection.fetch_all(PLAYERS, (moment,)), ROWS)
        teams = frame_of(await connection.fetch_all(TEAMS, (moment, competitions)), ROWS)
    table = table_of(played, people, teams)
    log.info("players' history read", rows=table.height, served=people.height)
    return table


def latest_seasons(played: pl.DataFrame, seasons: int) -> pl.DataFrame:
    """The rows of the latest seasons; 0: of all.

    >>> latest_seasons(pl.DataFrame({"match_id": ["E0:2018-19:a:b", "E0:2019-20:a:b"]}), 1)["match_id"].to_list()
    ['E0:2019-20:a:b']
    """
    season = pl.col("match_id").str.split(":").list.get(1)
    wanted = sorted(played.select(season.unique()).to_series().to_list())[-seasons:]
    return played.filter(season.is_in(wanted))


def player_football_time(table: pl.DataFrame) -> datetime:
    """The greatest time at which anything in the table became known."""
    latest: datetime = table["known_at"].max()  # type: ignore[assignment]
    return latest
