"""Predictions: sealed, served, pushed."""

from touchline.runtime.metric import LIST, Program
from touchline.runtime.metrics.labels import (
    BESIDE,
    CODE,
    DECISION,
    METHOD,
    POOL,
    PREDICTED,
    REFUSAL,
    ROUTE,
    SCORED,
    STAGE,
    STATUS,
    VERSION,
    WHY,
)

_seals = (Program.PREDICTOR_CONSUME,)
_serves = (Program.PREDICTOR_SERVE,)

SEALED = LIST.counter("touchline_predictions_sealed_total", "predictions", "Predictions sealed", POOL, by=_seals)
SQUADS_SEALED = LIST.counter(
    "touchline_player_forecasts_sealed_total",
    "forecasts",
    "Forecasts of both squads of a match sealed",
    POOL,
    by=_seals,
)
DECISIONS = LIST.counter(
    "touchline_model_decisions_total",
    "decisions",
    "Challengers of the model of matches promoted or refused, as heard",
    DECISION,
    by=_seals,
)
TRIALS = LIST.counter(
    "touchline_trials_total",
    "trials",
    "Challengers beside the champion, by the stage that they came to",
    STAGE,
    by=_seals,
)
TRIAL_SCORED = LIST.counter(
    "touchline_trial_scored_total", "vectors", "Vectors that a challenger was asked about", SCORED, by=_seals
)
TRIAL_LOG_LOSS = LIST.gauge(
    "touchline_trial_log_loss_nats",
    "nats",
    "Mean log loss on the matches of the latest trial that are over; 0 before the first",
    BESIDE,
    by=_seals,
)
REQUESTS = LIST.histogram("touchline_request_seconds", "seconds", "REST requests", ROUTE, STATUS, by=_serves)
CALLS = LIST.histogram(
    "touchline_grpc_call_seconds", "seconds", "gRPC calls that are no streams", METHOD, CODE, by=_serves
)
SUBSCRIBERS = LIST.gauge(
    "touchline_push_subscribers", "subscribers", "Who is told changes of predictions now", by=_serves
)
SUBSCRIBERS_GONE = LIST.counter(
    "touchline_push_subscribers_gone_total", "subscribers", "Subscribers by why they went", WHY, by=_serves
)
SUBSCRIBERS_REFUSED = LIST.counter(
    "touchline_push_subscribers_refused_total",
    "subscribers",
    "Subscribers turned away at the limit or the end",
    by=_serves,
)
SUBSCRIBERS_RESET = LIST.counter(
    "touchline_push_subscribers_reset_total", "subscribers", "Subscribers told to read the state anew", by=_serves
)
ACCESS_REFUSED = LIST.counter(
    "touchline_access_refused_total",
    "requests",
    "Requests by REST and gRPC that were not let in, by why",
    REFUSAL,
    by=_serves,
)
QUOTA_ALONE = LIST.counter(
    "touchline_quota_alone_total",
    "requests",
    "Requests counted by a replica alone, since Redis did not answer",
    by=_serves,
)
READY = LIST.gauge("touchline_ready", "yes or no", "1 once a replica may answer; it stays so", by=_serves)
MODEL_SERVED = LIST.gauge("touchline_model_served_info", "info", "1, for the version that answers", VERSION, by=_serves)
CHAMPION_AGE = LIST.gauge(
    "touchline_champion_age_seconds", "seconds", "Football time since the champion was promoted", by=_serves
)
DECIDED = LIST.gauge(
    "touchline_model_decided_timestamp_seconds", "seconds", "Wall time of the latest decision about a model", by=_serves
)
PREDICTION_AGE = LIST.gauge(
    "touchline_prediction_age_seconds",
    "seconds",
    "Football time since the newest prediction of a pool",
    POOL,
    by=_serves,
)
FIXTURES = LIST.gauge(
    "touchline_fixtures", "fixtures", "Coming matches of served competitions within the horizon", PREDICTED, by=_serves
)
UNSEALED = LIST.gauge(
    "touchline_unsealed_fixtures",
    "fixtures",
    "Coming matches of served competitions that kick off within a day of football time and have no sealed prediction",
    by=_serves,
)
