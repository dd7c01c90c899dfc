"""The accounts of what is sealed of players, and of how it was scored: each once, whole, as the ledgers have it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from touchline.demo.accounts import Difference, compare, repeated
from touchline.demo.platform import Platform
from touchline.schemas import topics


def forecasts_of_players(platform: Platform, rows: Iterable[Any]) -> Difference:
    """Every forecast of the ledger was announced with all its players, and none twice."""
    sealed = list(rows)
    players = Counter(row.forecast_id for row in sealed)
    carried = {row.forecast_id: (row.seal, players[row.forecast_id]) for row in sealed}
    ledger = platform.rows("SELECT forecast_id, seal, players FROM player_forecasts")
    held = {forecast_id: (seal, count) for forecast_id, seal, count in ledger}
    watched = {row[0]: 1 for row in platform.rows("SELECT forecast_id FROM watched_forecasts")}
    return (
        compare("player_forecasts and predictions.players.v1", held, carried)
        + repeated(topics.PLAYER_PREDICTIONS.name, [(row.forecast_id, row.player_id) for row in sealed])
        + compare("predictions.players.v1 and watched_forecasts", dict.fromkeys(carried, 1), watched)
    )


def settled_players(platform: Platform, rows: Iterable[Any]) -> Difference:
    """Every score of the ledger was announced, and none twice."""
    announced = [(row.match_id, row.revision, row.forecast_id) for row in rows]
    ledger = platform.rows("SELECT match_id, revision, forecast_id FROM player_settlements")
    scored = {(match, revision): forecast for match, revision, forecast in ledger}
    carried = {(match, revision): forecast for match, revision, forecast in announced}
    return compare("player_settlements and monitoring.player-settlements.v1", scored, carried) + repeated(
        topics.PLAYER_SETTLEMENTS.name, [one[:2] for one in announced]
    )
