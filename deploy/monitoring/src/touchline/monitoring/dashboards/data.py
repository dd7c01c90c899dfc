"""Documents and what could not be read of them; features."""

from touchline.monitoring.panel import Dashboard, Panel, Query
from touchline.monitoring.promql import increase, quantile, rate, series, summed
from touchline.runtime import metrics

INGESTION = Dashboard(
    "ingestion",
    "ingestion",
    (
        Panel(
            "Source age",
            "Football time since a document of the source changed",
            "s",
            (Query(f"max by (source) ({series(metrics.SOURCE_AGE)})", "{{source}}"),),
        ),
        Panel(
            "Latest document",
            "When it was landed, by our clock",
            "dateTimeAsIso",
            (Query(f"max({series(metrics.ARRIVED)}) * 1000"),),
            single=True,
        ),
        Panel(
            "Fetched",
            "Documents in an hour by what became of them",
            "short",
            (Query(summed(increase(metrics.FETCHES, "1h"), "source", "outcome"), "{{source}} {{outcome}}"),),
        ),
        Panel(
            "Failures by reason",
            "Documents not had in an hour",
            "short",
            (Query(summed(increase(metrics.FETCH_FAILURES, "1h"), "source", "reason"), "{{source}} {{reason}}"),),
        ),
        Panel("Left alone", "1: its circuit is open", "short", (Query(series(metrics.CIRCUIT_OPEN), "{{source}}"),)),
        Panel(
            "Parked rows",
            "In an hour",
            "short",
            (Query(summed(increase(metrics.PARKED_ROWS, "1h"), "source"), "{{source}}"),),
        ),
        Panel(
            "Changed columns",
            "In the document read last",
            "short",
            (Query(f"max by (source) ({series(metrics.SCHEMA_DRIFT)})", "{{source}}"),),
        ),
        Panel(
            "Absent rows",
            "In an hour, of documents that may not withdraw them",
            "short",
            (Query(summed(increase(metrics.ABSENT_ROWS, "1h"), "source"), "{{source}}"),),
        ),
        Panel(
            "Names that wait",
            "For a person's decision",
            "short",
            (Query(f"max by (kind) ({series(metrics.WAITING_NAMES)})", "{{kind}}"),),
        ),
    ),
)

FEATURES = Dashboard(
    "features",
    "features",
    (
        Panel(
            "Fold",
            "95% of refolds of a pool are quicker",
            "s",
            (Query(quantile(metrics.FOLD_SECONDS, 0.95, "15m", "pool"), "{{pool}}", exemplars=True),),
        ),
        Panel(
            "Refolds",
            "A minute",
            "short",
            (Query(f"60 * {summed(rate(metrics.FOLD_SECONDS, '5m', '_count'), 'pool')}", "{{pool}}"),),
        ),
        Panel(
            "Changed vectors",
            "A second",
            "short",
            (Query(summed(rate(metrics.CHANGED_VECTORS, "5m"), "pool"), "{{pool}}"),),
        ),
        Panel("Skew", "Cells that differ from history: always 0", "short", (Query(series(metrics.SKEW_CELLS)),)),
        Panel(
            "Cells compared",
            "A minute; where it stands still nothing is watched",
            "short",
            (Query(f"60 * {summed(rate(metrics.SKEW_COMPARED, '5m'))}"),),
        ),
    ),
)
