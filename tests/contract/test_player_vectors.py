"""What models of players learn from is what they are told when they serve: the trainer's table, the predictor's rows.

Both read the same view. The numbers have to be equal bit by bit, and nothing that becomes known later may show.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from touchline.football.player_inputs import VECTOR
from touchline.football.player_meeting import UNHEARD
from touchline.football.team import TeamValues
from touchline.predictor.prediction.player_forecast import Meeting, forecast_squads
from touchline.predictor.serving.squads import ServedRow, known_at
from touchline.schemas.records import PlayerMatch, Provenance
from touchline.schemas.vectors import served_values
from touchline.trainer.players.latest import latest
from touchline.trainer.players.served import PLAYED, ROWS, table_of
from touchline.trainer.players.table import Players

FIRST = datetime(2019, 8, 10, 14, tzinfo=UTC)
WEEK, DAY = timedelta(days=7), timedelta(days=1)
TEAMS, SIZE, WEEKS = ("ash", "birch"), 5, 6
Served = tuple[str, str, datetime, datetime, bytes]


def packed(values: Sequence[float]) -> bytes:
    return struct.pack(f"<{len(values)}d", *values)


def played(week: int, team: str, number: int) -> PlayerMatch:
    """A row of the archive: who has the number 2 is cautioned in every match, and plays some minutes less each week."""
    kick_off = FIRST + week * WEEK
    home = TEAMS[week % 2]
    about: dict[str, Any] = dict.fromkeys(PlayerMatch.__slots__) | {
        "player_id": f"{team}-{number}",
        "match_id": f"E0:2019-20:{home}:{TEAMS[1 - week % 2]}{week // 2 or ''}",
        "pool": "ENG",
        "team_id": team,
        "opponent_id": TEAMS[1 - TEAMS.index(team)],
        "at_home": team == home,
        "minutes": 90 - 10 * number,
        "goals": number % 2,
        "assists": 0,
        "points": 2 + number,
        "yellow_cards": int(number == 2),
        "red_cards": 0,
        "source": "fpl-archive",
        "document_key": f"fpl-archive/data/2019-20/gws/gw{week + 1}.csv",
        "document": "d" * 64,
        "provenance": Provenance.DERIVED,
        "event_time": kick_off,
        "available_at": kick_off + DAY,
        "recorded_at": kick_off,
        "revision": 1,
    }
    return PlayerMatch(**about)


ALL = [played(week, team, number) for week in range(WEEKS) for team in TEAMS for number in range(SIZE)]


def rows_of_players() -> list[Served]:
    """After each match another row; one more becomes known just at a deadline, and one a second later."""
    found: list[Served] = []
    for week in range(WEEKS):
        for team in TEAMS:
            for number in range(SIZE):
                values = [*UNHEARD.values]
                values[0], values[VECTOR.index("matches_season")] = 90.0 - number - week / 7, float(week + 1)
                known = FIRST + week * WEEK + (WEEK if number == 0 else DAY)
                if number == 1:
                    known = FIRST + (week + 1) * WEEK + timedelta(seconds=1)
                found.append((f"{team}-{number}", "2019/20", FIRST + week * WEEK, known, packed(values)))
    return found


def rows_of_teams() -> list[Served]:
    found: list[Served] = []
    for week in range(-3, WEEKS):
        for place, team in enumerate(TEAMS):
            season = "2018/19" if week < 0 else "2019/20"
            values = TeamValues(elo=1500.0 + 10 * week + place, attack=0.01 * week, defence=-0.01 * place)
            moment = FIRST + week * WEEK + timedelta(hours=3)
            found.append((f"E0/{team}", season, moment, moment, packed(values)))
    return found


@dataclass
class View:
    """`pub_served_rows` and `pub_player_matches` as the predictor asks them."""

    rows: list[Served]

    async def season_of(
        self, competition: str, season: str, teams: Sequence[str], known_by: datetime
    ) -> list[PlayerMatch]:
        return [one for one in ALL if one.available_at <= known_by]

    async def listed(self, season: str, team: str, known_by: datetime) -> list[str]:
        return [f"{team}-{number}" for number in range(SIZE)]

    async def served(self, kind: str, entities: Sequence[str], known_by: datetime) -> dict[str, ServedRow]:
        known = sorted((row for row in self.rows if row[0] in entities and row[3] <= known_by), key=lambda row: row[3])
        return {row[0]: ServedRow(row[1], served_values(row[4]), row[3], "e" * 64) for row in known}

    async def first_season(self, competition: str, known_by: datetime) -> str | None:
        return min(
            (row[1] for row in self.rows if row[0].startswith(f"{competition}/") and row[3] <= known_by), default=None
        )


def trained_on(people: list[Served], teams: list[Served]) -> Players:
    columns = {"home": "at_home", "kick_off": "event_time", "known_at": "available_at"}
    data = [[getattr(one, columns.get(name, name.removeprefix("happened_"))) for name in PLAYED] for one in ALL]
    frames = [pl.DataFrame(rows, schema=ROWS, orient="row") for rows in (people, teams)]
    return Players.of(table_of(pl.DataFrame(data, schema=PLAYED, orient="row"), *frames))


class Echo:
    """A model that only shows what it was told."""

    def forecast(self, *_: Any, **__: Any) -> None:
        return None


async def test_players_are_told_of_as_they_were_when_models_learned() -> None:
    people, teams = rows_of_players(), rows_of_teams()
    table = trained_on(people, teams)
    learned, bans = table.values, latest(table).banned
    view, model = View([*people, *teams]), Echo()
    for week in range(WEEKS):
        one = next(row for row in ALL if row.event_time == FIRST + week * WEEK)
        _, season, home, away = one.match_id.split(":")
        sides = (TEAMS[week % 2], TEAMS[1 - week % 2])
        assert (home, away[: len(sides[1])], season) == (sides[0], sides[1], "2019-20")
        meeting = Meeting(one.match_id, "E0", "2019/20", sides, one.event_time)
        known, _ = await known_at(view, meeting, one.event_time, (f"{sides[0]}-0", sides[0]))
        told = forecast_squads(model, meeting, known, None)  # type: ignore[arg-type]
        assert len(told.players) == 2 * SIZE
        for place, player in enumerate(told.players):
            row = table.frame.select(
                pl.arg_where((pl.col("player_id") == player) & (pl.col("match_id") == one.match_id))
            ).item()
            assert np.array_equal(told.values[place, :-1], learned[row]), (week, player)
            assert told.values[place, -1] == bans[row], (week, player)


def test_what_becomes_known_after_a_deadline_changes_nothing_before_it() -> None:
    people, teams = rows_of_players(), rows_of_teams()
    deadline = FIRST + 3 * WEEK
    before = trained_on(people, teams).frame.filter(pl.col("deadline") <= deadline).select("player_id", *VECTOR)
    early = [[row for row in rows if row[3] <= deadline] for rows in (people, teams)]
    again = trained_on(*early).frame.filter(pl.col("deadline") <= deadline).select("player_id", *VECTOR)
    assert before.equals(again)
    at_deadline = next(row for row in people if row[0] == "ash-0" and row[3] == deadline)
    told = before.filter(pl.col("player_id") == "ash-0")["minutes_expected"]
    assert served_values(at_deadline[4])[0] in told.to_list()
