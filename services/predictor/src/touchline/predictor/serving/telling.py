"""What a replica knows, told to the metrics each time that they are read: freshness, model, coming matches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from touchline.predictor.prediction.fixtures import BEGINNING, within_horizon
from touchline.predictor.serving.state import State
from touchline.runtime import metrics

SOON = timedelta(days=1)
"""A prediction is expected eight days ahead: one that is missing a day before is late, and can still be made."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Coming matches of served competitions, counted."""

    predicted: int
    waiting: int
    unsealed_soon: int


def coming(state: State) -> Coming:
    """Within the horizon: with a prediction, without, and without while it kicks off within a day."""
    near = [
        each
        for each in state.coming()
        if each.competition in state.competitions and within_horizon(each.kick_off, state.football_time, state.horizon)
    ]
    waiting = [each for each in near if each.match_id not in state.latest]
    soon = [each for each in waiting if each.kick_off <= state.football_time + SOON]
    return Coming(len(near) - len(waiting), len(waiting), len(soon))


def newest_documents(state: State) -> Mapping[str, datetime]:
    """When each source last gave a document that had changed, in football time."""
    newest: dict[str, datetime] = {}
    for row in state.documents.values():
        newest[row.source] = max(newest.get(row.source, BEGINNING), row.available_at)
    return newest


def newest_predictions(state: State) -> Mapping[str, datetime]:
    """When each pool's newest prediction was sealed, in football time."""
    newest: dict[str, datetime] = {}
    for row in state.latest.values():
        newest[row.pool] = max(newest.get(row.pool, BEGINNING), row.available_at)
    return newest


def tell(state: State) -> None:
    """Set the gauges."""
    metrics.READY.set(state.is_ready())
    metrics.FOOTBALL_TIME.set(state.football_time.timestamp())
    if state.documents:
        metrics.ARRIVED.set(max(row.recorded_at for row in state.documents.values()).timestamp())
    for source, at in newest_documents(state).items():
        metrics.SOURCE_AGE.labels(source).set((state.football_time - at).total_seconds())
    for pool, at in newest_predictions(state).items():
        metrics.PREDICTION_AGE.labels(pool).set((state.football_time - at).total_seconds())
    _tell_model(state)
    counted = coming(state)
    metrics.FIXTURES.labels("predicted").set(counted.predicted)
    metrics.FIXTURES.labels("waiting").set(counted.waiting)
    metrics.UNSEALED.set(counted.unsealed_soon)


def _tell_model(state: State) -> None:
    metrics.MODEL_SERVED.clear()
    if state.served:
        metrics.MODEL_SERVED.labels(state.served.model.manifest.version).set(1)
    if state.promotion:
        metrics.CHAMPION_AGE.set((state.football_time - state.promotion.available_at).total_seconds())
    if state.decision:
        metrics.DECIDED.set(state.decision.recorded_at.timestamp())
