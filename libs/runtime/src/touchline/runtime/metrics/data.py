"""Documents, what could not be read of them, and features."""

from touchline.runtime.metric import LIST, Program
from touchline.runtime.metrics.labels import KIND, OUTCOME, POOL, REASON, SOURCE

_normalizer = (Program.NORMALIZER,)
_store = (Program.FEATURE_STORE,)
_serves = (Program.PREDICTOR_SERVE,)
_ingestor = (Program.INGESTOR,)

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
