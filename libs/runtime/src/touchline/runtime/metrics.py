"""The one list of metrics. Labels have few values, stated here; never a match or player. `docs/metrics.md` shows it."""

from prometheus_client import start_http_server

from touchline.runtime.metric import CONSUMERS, Declarations, Label, Program
from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.records import Cause, Decision, IdentityKind
from touchline.schemas.sources import SOURCES
from touchline.schemas.topics import TOPICS, dead_letters, retries

_APART = {name(topic, consumer) for topic in TOPICS for consumer in topic.consumers for name in (dead_letters, retries)}
SERVICE = Label(
    "service",
    "the service; the predictor's serving program reads on its own",
    ("drift-monitor", "feature-store", "ingestor", "normalizer", "predictor", "predictor-serve"),
)
TOPIC = Label(
    "topic",
    "a topic, or a consumer's dead letters or retries of it",
    tuple(sorted({topic.name for topic in TOPICS} | _APART)),
)
SOURCE = Label("source", "the source's id", tuple(sorted(SOURCES)))
POOL = Label("pool", "a country's competitions", tuple(sorted({one.pool for one in COMPETITIONS.values()})))
WATCHED = Label("pool", "a country's competitions, or `all` of them together", (*POOL.values, "all"))
ANSWER = Label("answer", "what became of it", ("done", "parked", "bug"))
OUTCOME = Label("outcome", "what became of it", ("changed", "unchanged", "settled", "absent", "failed"))
REASON = Label("reason", "why a document was not had", at_most=28)
STATISTIC = Label("statistic", "a rule's statistic", at_most=30)
CAUSE = Label("cause", "what called for it", (Cause.DRIFT.value, Cause.PERFORMANCE.value))
ROUTE = Label("route", "the path's template without its version, or `unknown`", at_most=28)
STATUS = Label("status", "the HTTP status", at_most=14)
METHOD = Label("method", "a method of the contract", at_most=12)
CODE = Label("code", "the gRPC status", at_most=17)
REFUSAL = Label(
    "refusal",
    "why somebody was not let in",
    ("no-key", "bad-key", "may-not", "keys-unread", "over-quota", "too-many-streams"),
)
WHY = Label("why", "why a subscriber went", ("slow", "left", "closing"))
VERSION = Label("version", "a model's version", at_most=1)
DECISION = Label("decision", "a challenger's fate", tuple(one.value for one in Decision))
FORECASTER = Label("forecaster", "whose probabilities", ("sealed", "closing"))
TARGET = Label("target", "what is expected of a player", ("minutes", "goals", "points"))
RESULT = Label("result", "how a match may end", ("home", "draw", "away"))
PREDICTED = Label("state", "whether it has a prediction", ("predicted", "waiting"))
KIND = Label("kind", "whose name", tuple(one.value for one in IdentityKind))

LIST = Declarations()
_normalizer, _store, _monitor = (Program.NORMALIZER,), (Program.FEATURE_STORE,), (Program.DRIFT_MONITOR,)
_seals, _serves, _ingestor = (Program.PREDICTOR_CONSUME,), (Program.PREDICTOR_SERVE,), (Program.INGESTOR,)

# Every consumer
MESSAGES = LIST.counter(
    "touchline_messages_total",
    "messages",
    "Messages by the answer they got: done, parked as unreadable, parked for a bug of ours",
    *(SERVICE, TOPIC, ANSWER),
    by=(*CONSUMERS, *_serves),
)
WAITS = LIST.counter(
    "touchline_dependency_waits_total",
    "waits",
    "Attempts repeated because a dependency was down",
    SERVICE,
    by=CONSUMERS,
)
FENCED = LIST.counter(
    "touchline_fenced_total",
    "units of work",
    "Units of work dropped because another instance owns the partition",
    SERVICE,
    by=CONSUMERS,
)
WORK_SECONDS = LIST.histogram(
    "touchline_unit_of_work_seconds", "seconds", "One transaction with its handlers", SERVICE, TOPIC, by=CONSUMERS
)
OUTBOX_SENT = LIST.counter(
    "touchline_outbox_sent_total", "messages", "Messages acknowledged by Kafka", SERVICE, TOPIC, by=CONSUMERS
)
OUTBOX_PENDING = LIST.gauge(
    "touchline_outbox_pending_messages", "messages", "Messages waiting in the outbox", SERVICE, by=CONSUMERS
)
OUTBOX_AGE = LIST.gauge(
    "touchline_outbox_pending_seconds",
    "seconds",
    "How long the oldest message in the outbox has waited, at least",
    SERVICE,
    by=CONSUMERS,
)
CACHE_FAILURES = LIST.counter(
    "touchline_cache_failures_total",
    "failures",
    "Work after a commit that failed; the cache is behind",
    SERVICE,
    by=CONSUMERS,
)
LAG = LIST.gauge(
    "touchline_lag_messages",
    "messages",
    "Messages behind the end of the topic, by the mark",
    SERVICE,
    TOPIC,
    by=CONSUMERS,
)
LAG_SECONDS = LIST.gauge(
    "touchline_lag_seconds",
    "seconds",
    "How long the oldest message that is not processed has waited, at least; 0 without lag",
    *(SERVICE, TOPIC),
    by=CONSUMERS,
)
DEAD_LETTERS = LIST.gauge(
    "touchline_dead_letters_messages",
    "messages",
    "Dead letters kept of a topic, replayed or not",
    *(SERVICE, TOPIC),
    by=CONSUMERS,
)

# Ingestion
CIRCUIT_OPEN = LIST.gauge(
    "touchline_circuit_open", "yes or no", "1 while a source that failed is left alone", SOURCE, by=_ingestor
)
FETCHES = LIST.counter(
    "touchline_fetches_total", "documents", "Documents by what became of them", SOURCE, OUTCOME, by=_ingestor
)
FETCH_FAILURES = LIST.counter(
    "touchline_fetch_failures_total", "documents", "Documents not had, by the reason", SOURCE, REASON, by=_ingestor
)
PARKED_ROWS = LIST.counter(
    "touchline_parked_rows_total", "rows", "Rows that a dialect could not read", SOURCE, by=_normalizer
)
SCHEMA_DRIFT = LIST.gauge(
    "touchline_schema_drift_columns", "columns", "Changed columns in the document read last", SOURCE, by=_normalizer
)
ABSENT_ROWS = LIST.counter(
    "touchline_absent_rows_total",
    "rows",
    "Rows missing from a document that may not withdraw them",
    SOURCE,
    by=_normalizer,
)
WAITING_NAMES = LIST.gauge(
    "touchline_waiting_names",
    "names",
    "Names that wait for a person's decision; their rows are parked",
    KIND,
    by=_normalizer,
)
SOURCE_AGE = LIST.gauge(
    "touchline_source_age_seconds",
    "seconds",
    "Football time since a document of the source last changed",
    SOURCE,
    by=_serves,
)
ARRIVED = LIST.gauge(
    "touchline_arrived_timestamp_seconds",
    "seconds",
    "Wall time at which the latest changed document was landed",
    by=_serves,
)
FOOTBALL_TIME = LIST.gauge(
    "touchline_football_timestamp_seconds", "seconds", "The football clock, as records have set it", by=_serves
)

# Features
FOLD_SECONDS = LIST.histogram("touchline_fold_seconds", "seconds", "One refold of a pool", POOL, by=_store)
CHANGED_VECTORS = LIST.counter(
    "touchline_changed_vectors_total", "vectors", "Feature vectors that changed", POOL, by=_store
)
SKEW_CELLS = LIST.gauge(
    "touchline_feature_store_skew_cells", "cells", "Cells of the last sample that differ from history", by=_store
)
SKEW_COMPARED = LIST.counter(
    "touchline_feature_store_skew_compared_cells_total",
    "cells",
    "Cells read online and compared with history",
    by=_store,
)

# Predictions
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

# Quality, drift and retraining
SETTLED = LIST.counter("touchline_predictions_settled_total", "predictions", "Predictions scored", POOL, by=_monitor)
QUALITY = LIST.gauge(
    "touchline_ranked_probability_score",
    "score",
    "Mean over the latest settled matches that have closing odds: 0 is perfect, lower is better",
    *(POOL, FORECASTER),
    by=_monitor,
)
JUDGED = LIST.gauge("touchline_judged_matches", "matches", "Matches that these means are over", POOL, by=_monitor)
BIAS = LIST.gauge(
    "touchline_calibration_bias_ratio",
    "ratio",
    "Mean sealed probability less the share of matches that ended so, over the same matches",
    *(POOL, RESULT),
    by=_monitor,
)
PLAYER_ERROR = LIST.gauge(
    "touchline_player_error_ratio",
    "ratio",
    "Error of sealed forecasts of players as a share of that of the mean over the last five: below 1 it is smaller",
    *(POOL, TARGET),
    by=_monitor,
)
DRIFT_STATISTIC = LIST.gauge(
    "touchline_drift_statistic_ratio",
    "ratio",
    "The statistic as a share of its threshold",
    WATCHED,
    STATISTIC,
    by=_monitor,
)
DRIFT_RAISED = LIST.gauge(
    "touchline_drift_raised", "yes or no", "1 while the last verdict on a pool is that it drifted", WATCHED, by=_monitor
)
RETRAINING_REQUESTS = LIST.counter(
    "touchline_retraining_requests_total", "requests", "Retrainings asked for", WATCHED, CAUSE, by=_monitor
)
REQUESTED = LIST.gauge(
    "touchline_retraining_requested_timestamp_seconds", "seconds", "Wall time of the latest request", by=_monitor
)


def serve_metrics(port: int) -> None:
    """Expose them on loopback-reachable `port`; 0 does nothing."""
    if port:
        start_http_server(port)
