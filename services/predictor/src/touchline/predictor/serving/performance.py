"""How good sealed predictions have been, as the drift-monitor settled them."""

import asyncio
import dataclasses
from collections.abc import Sequence
from typing import Any

from touchline.predictor.answers import instant
from touchline.predictor.prediction.performance import by, mean_of, month_of, reliability
from touchline.predictor.prediction.player_performance import player_mean_of
from touchline.predictor.serving.answering import near
from touchline.predictor.serving.problems import Fault, not_found
from touchline.predictor.serving.state import State
from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.records import Settlement

DECIMALS = 6


async def answer_performance(state: State, competition: str | None) -> dict[str, Any]:
    """Means, months and reliability of all settled predictions, or of those of one competition."""
    if competition is not None and competition not in COMPETITIONS:
        fault = Fault("competition", "the code of a league, such as E0" + near(competition, COMPETITIONS), competition)
        raise not_found("unknown-competition", "Unknown competition", "no competition has this code", fault)
    return {
        "competition": competition,
        **await asyncio.to_thread(figures, settled_of(state, competition)),  # thousands of rows: beside the event loop
        "players": players_of(state, competition),
        "football_time": instant(state.football_time),
        "topics_read_at": None if state.read_at is None else instant(state.read_at),
    }


def figures(settled: Sequence[Settlement]) -> dict[str, Any]:
    """The part of an answer that follows from settled matches, given in the order of their kick-offs."""
    return {
        "matches": len(settled),
        "first_kick_off": instant(settled[0].event_time) if settled else None,
        "last_kick_off": instant(settled[-1].event_time) if settled else None,
        "overall": _mean(settled) if settled else None,
        "months": [{"month": month, **_mean(rows)} for month, rows in by(settled, month_of).items()],
        "models": [
            {"model_version": version, **_mean(rows)}
            for version, rows in by(settled, lambda one: one.model_version).items()
        ],
        "reliability": [_rounded(dataclasses.asdict(one)) for one in reliability(settled)],
    }


def players_of(state: State, competition: str | None = None) -> dict[str, Any] | None:
    """Errors of sealed forecasts of players; null before the first match of theirs is settled."""
    rows = [one for one in state.player_settlements.values() if competition in (None, one.match_id.split(":")[0])]
    found = player_mean_of(sorted(rows, key=lambda one: one.match_id))
    return None if found is None else _rounded(dataclasses.asdict(found))


def settled_of(state: State, competition: str | None = None) -> list[Settlement]:
    """Settled matches in the order of their kick-offs."""
    rows = [one for one in state.settlements.values() if competition in (None, one.match_id.split(":")[0])]
    return sorted(rows, key=lambda one: (one.event_time, one.match_id))


def _mean(settled: Sequence[Settlement]) -> dict[str, Any]:
    found = mean_of(settled)
    return {} if found is None else _rounded(dataclasses.asdict(found))


def _rounded(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _rounded(value)
        if isinstance(value, dict)
        else round(value, DECIMALS)
        if isinstance(value, float)
        else value
        for name, value in fields.items()
    }
