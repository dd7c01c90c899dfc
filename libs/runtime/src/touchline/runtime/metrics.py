"""The one list of metrics. Labels have few values; never a match or player."""

from prometheus_client import Counter, Gauge, Histogram, start_http_server

MESSAGES = Counter(
    "touchline_messages", "Messages by the answer they got: done, parked, bug", ["service", "topic", "answer"]
)
WAITS = Counter("touchline_dependency_waits", "Attempts repeated because a dependency was down", ["service"])
FENCED = Counter("touchline_fenced", "Units of work dropped because another instance owns the partition", ["service"])
WORK_SECONDS = Histogram("touchline_unit_of_work_seconds", "One transaction with its handlers", ["service", "topic"])
OUTBOX_SENT = Counter("touchline_outbox_sent", "Messages acknowledged by Kafka", ["service", "topic"])
OUTBOX_PENDING = Gauge("touchline_outbox_pending", "Rows waiting in the outbox", ["service"])
CACHE_FAILURES = Counter(
    "touchline_cache_failures", "Work after a commit that failed; the cache is behind", ["service"]
)
LAG = Gauge("touchline_lag_messages", "Messages behind the end of the topic, by the mark", ["service", "topic"])
CIRCUIT_OPEN = Gauge("touchline_circuit_open", "1 while a source that failed is left alone", ["source"])
FETCHES = Counter("touchline_fetches", "Documents by what became of them", ["source", "outcome"])
FETCH_FAILURES = Counter("touchline_fetch_failures", "Documents not had, by the reason", ["source", "reason"])
PARKED_ROWS = Counter("touchline_parked_rows", "Rows that a dialect could not read", ["source"])
SCHEMA_DRIFT = Gauge("touchline_schema_drift", "Changed columns in the document read last", ["source"])
ABSENT_ROWS = Counter("touchline_absent_rows", "Rows missing from a document that may not withdraw them", ["source"])
FOLD_SECONDS = Histogram("touchline_fold_seconds", "One refold of a pool", ["pool"])
CHANGED_VECTORS = Counter("touchline_changed_vectors", "Feature vectors that changed", ["pool"])
SKEW_CELLS = Gauge("touchline_feature_store_skew_cells", "Cells of the last sample that differ from history")
SKEW_COMPARED = Counter("touchline_feature_store_skew_compared_cells", "Cells read online and compared with history")
SEALED = Counter("touchline_predictions_sealed", "Predictions sealed", ["pool"])
REQUESTS = Histogram("touchline_request_seconds", "REST requests", ["route", "status"])
CALLS = Histogram("touchline_grpc_call_seconds", "gRPC calls that are no streams", ["method", "code"])
SUBSCRIBERS = Gauge("touchline_push_subscribers", "Subscribers that are told changes of predictions now")
SUBSCRIBERS_GONE = Counter(
    "touchline_push_subscribers_gone", "Subscribers by why they went: slow, left, closing", ["why"]
)
SUBSCRIBERS_REFUSED = Counter("touchline_push_subscribers_refused", "Subscribers turned away at the limit or the end")
SUBSCRIBERS_RESET = Counter("touchline_push_subscribers_reset", "Subscribers told to read the state anew")
PREDICTION_AGE = Gauge("touchline_prediction_age_seconds", "Football seconds since the newest prediction", ["pool"])
SETTLED = Counter("touchline_predictions_settled", "Predictions scored", ["pool"])
DRIFT_STATISTIC = Gauge("touchline_drift_statistic", "The statistic as a share of its threshold", ["pool", "statistic"])
RETRAINING_REQUESTS = Counter("touchline_retraining_requests", "Retrainings asked for", ["pool", "cause"])


def serve_metrics(port: int) -> None:
    """Expose them on loopback-reachable `port`; 0 does nothing."""
    if port:
        start_http_server(port)
