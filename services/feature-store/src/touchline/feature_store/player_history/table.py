"""Each match of each player: what was known of him at the deadline, and what then happened. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from touchline.feature_store.features.people.belief import competition_in, season_in
from touchline.feature_store.features.result import Fixture
from touchline.feature_store.player_history.deadlines import Gameweek, gameweeks
from touchline.feature_store.player_history.served import Served
from touchline.feature_store.player_history.strengths import Strengths
from touchline.football.catalogue.players import PLAYER_MEETINGS
from touchline.football.player_meeting import player_meeting_values
from touchline.schemas.records import PlayerMatch

FEATURES = tuple(feature.name for feature in PLAYER_MEETINGS)
# What happened, by the names of the record; of these nothing is an input but to later rows.
HAPPENED = (
    *("minutes", "started", "goals", "assists", "points", "expected_goals", "expected_assists"),
    *("own_goals", "penalties_missed", "penalties_saved", "saves", "goals_conceded", "yellow_cards", "red_cards"),
    "bonus",
)
_MOMENT = pa.timestamp("us", "UTC")
_WHO = {
    "player_id": pa.string(),
    "match_id": pa.string(),
    "team_id": pa.string(),
    "opponent_id": pa.string(),
    "season": pa.string(),
    "gameweek": pa.int16(),
    "deadline": _MOMENT,
    "kick_off": _MOMENT,
    "known_at": _MOMENT,  # when what happened could be known
}
_TYPES = {"started": pa.bool_(), "expected_goals": pa.float64(), "expected_assists": pa.float64()}
SCHEMA = pa.schema(
    [
        *_WHO.items(),
        *((f"happened_{name}", _TYPES.get(name, pa.int16())) for name in HAPPENED),
        *((name, pa.float64()) for name in FEATURES),
    ]
)


@dataclass(frozen=True, slots=True)
class Known:
    """What vectors are read from."""

    served: Served
    strengths: Strengths


def history(rows: Sequence[PlayerMatch], known: Known) -> pa.Table:
    """One row a player and match of a gameweek, in the order of deadline, match and player."""
    weeks = gameweeks(rows)
    ordered = sorted(rows, key=lambda one: (weeks[one.document_key].deadline, one.match_id, one.player_id))
    columns = zip(*(_row(one, weeks[one.document_key], known) for one in ordered), strict=True)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def vector(one: PlayerMatch, week: Gameweek, known: Known) -> list[float]:
    """What was known before a match of a player, at the deadline of its gameweek, in the order of `FEATURES`."""
    season, moment = season_in(one.match_id), week.deadline
    return player_meeting_values(
        known.served.at(one.player_id, moment),
        *_teams(one, season, moment, known.strengths),
        one.at_home,
        week.matches[one.team_id],
        season=season,
        kick_off=one.event_time,
    )


def _teams(
    one: PlayerMatch, season: str, moment: datetime, strengths: Strengths
) -> tuple[Sequence[float] | None, Sequence[float] | None]:
    sides = (one.team_id, one.opponent_id) if one.at_home else (one.opponent_id, one.team_id)
    fixture = Fixture(one.match_id, competition_in(one.match_id), season, one.event_time, *sides)
    return strengths.of(one.team_id, fixture, moment), strengths.of(one.opponent_id, fixture, moment)


def _row(one: PlayerMatch, week: Gameweek, known: Known) -> tuple[object, ...]:
    return (
        one.player_id,
        one.match_id,
        one.team_id,
        one.opponent_id,
        season_in(one.match_id),
        week.number,
        week.deadline,
        one.event_time,
        one.available_at,
        *_happened(one),
        *vector(one, week, known),
    )


def _happened(one: PlayerMatch) -> Iterable[object]:
    return (getattr(one, name) for name in HAPPENED)
