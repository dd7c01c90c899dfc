"""Which model serves, since when, on which figures, and what was decided about others."""

from typing import Any

from touchline.predictor.answers import instant
from touchline.predictor.serving.state import Served, State
from touchline.schemas.records import Promotion, Trial

SHOWN = 50  # decisions, the newest first


def answer_models(state: State) -> dict[str, Any]:
    """What serves, who stands beside it, and the decisions that the topic still holds."""
    decided = sorted(state.decisions.values(), key=lambda one: one.revision, reverse=True)
    return {
        "serving": None if state.served is None else _serving(state, state.served),
        "trial": None if (trial := state.trials.get(state.model_name)) is None else _trial(trial),
        "decisions": [_decision(one) for one in decided[:SHOWN]],
        "football_time": instant(state.football_time),
        "topics_read_at": None if state.read_at is None else instant(state.read_at),
    }


def _serving(state: State, served: Served) -> dict[str, Any]:
    manifest = served.model.manifest
    judged = [one for one in state.decisions.values() if one.bundle_sha256 == served.bundle_sha256]
    latest = max(judged, key=lambda one: one.revision, default=None)
    return {
        "name": manifest.name,
        "version": manifest.version,
        "kind": manifest.kind,
        "catalogue_version": manifest.catalogue_version,
        "features": len(manifest.features),
        "trained_until": manifest.trained_until,
        "snapshot": manifest.snapshot,
        "bundle_key": served.bundle_key,
        "bundle_sha256": served.bundle_sha256,
        "serving_since": instant(served.since),
        "decision": None if latest is None else _decision(latest),
    }


def _decision(one: Promotion) -> dict[str, Any]:
    return {
        "decision_id": one.decision_id,
        "decision": one.decision.value,
        "model_name": one.model_name,
        "model_version": one.model_version,
        "champion_before": one.champion_before,
        "challenger_score": one.challenger_score,
        "champion_score": one.champion_score,
        "matches": one.matches,
        "reason": one.reason,
        "request_id": one.request_id,
        "cause": one.cause,
        "asked": one.asked,
        "snapshot": one.snapshot,
        "decided_at": instant(one.available_at),
    }


def _trial(one: Trial) -> dict[str, Any]:
    return {
        "trial_id": one.trial_id,
        "model_version": one.model_version,
        "champion_version": one.champion_version,
        "stage": one.stage.value,
        "share": one.share,
        "reason": one.reason,
        "scored": one.scored,
        "failures": one.failures,
        "challenger_p99_ms": one.challenger_p99_ms,
        "champion_p99_ms": one.champion_p99_ms,
        "distance": one.distance,
        "settled": one.settled,
        "challenger_log_loss": one.challenger_log_loss,
        "champion_log_loss": one.champion_log_loss,
        "challenger_score": one.challenger_score,
        "champion_score": one.champion_score,
        "began_at": instant(one.event_time),
        "told_at": instant(one.available_at),
    }
