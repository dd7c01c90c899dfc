"""Documents that do not come, or that we cannot read; features that are not what history says."""

from touchline.monitoring.alert import Alert, Group, Severity
from touchline.monitoring.promql import increase, series, summed
from touchline.runtime import metrics

WATCHED_SOURCES = "football-data|fpl"
"""Sources whose documents change with every match day: results and odds, and players."""
MATCH_WEEK = 9 * 86_400
"""Seconds: a week between match days, and the two days that the slowest of them takes to be written down."""
READABLE = 20
"""Rows an hour and source: a provider's odd line is parked in most weeks; a changed layout parks all of a document."""

GROUP = Group(
    "data",
    (
        Alert(
            "DataLate",
            f"max by (source) ({series(metrics.SOURCE_AGE, source=f'~{WATCHED_SOURCES}')}) > {MATCH_WEEK}"
            f" and on () {summed(series(metrics.FIXTURES))} > 0",
            Severity.TICKET,
            "No document of {{ $labels.source }} has changed for {{ $value | humanizeDuration }} of football time,"
            " though matches are coming",
            "`python -m touchline.ingestor freshness` says when each source was looked at",
            "data-late",
            holds="30m",
        ),
        Alert(
            "NothingArrives",
            f"time() - (max({series(metrics.ARRIVED)}) != 0) > 2 * 86400",
            Severity.TICKET,
            "No changed document of any source has been landed for {{ $value | humanizeDuration }}",
            "Do the ingestion DAGs run? `make status`, then Airflow",
            "data-late",
            holds="30m",
        ),
        Alert(
            "SourceLeftAlone",
            f"{series(metrics.CIRCUIT_OPEN)} == 1",
            Severity.TICKET,
            "{{ $labels.source }} failed so often that it has been left alone for an hour",
            "The panel 'Failures by reason' of the dashboard Ingestion says why",
            "data-late",
            holds="1h",
        ),
        Alert(
            "ParkedRows",
            f"{summed(increase(metrics.PARKED_ROWS, '1h'), 'source')} > {READABLE}",
            Severity.TICKET,
            "{{ $value | humanize }} rows of {{ $labels.source }} could not be read within an hour",
            "`make topics TOPIC=parked.rows.v1` shows document, line, column and reason",
            "parked-rows",
        ),
        Alert(
            "SchemaChanged",
            f"max by (source) ({series(metrics.SCHEMA_DRIFT)}) > 0",
            Severity.TICKET,
            "The latest document of {{ $labels.source }} has {{ $value }} columns that are new or gone",
            "`make topics TOPIC=parked.rows.v1` names them",
            "parked-rows",
            holds="10m",
        ),
        Alert(
            "RowsAbsent",
            f"{summed(increase(metrics.ABSENT_ROWS, '1h'), 'source')} > 0",
            Severity.TICKET,
            "A document of {{ $labels.source }} lacks rows that it had, and may not withdraw them",
            "Look at the document beside its previous version, as the runbook says",
            "parked-rows",
        ),
        Alert(
            "NamesWait",
            f"max by (kind) ({series(metrics.WAITING_NAMES, kind='club')}) > 0",
            Severity.TICKET,
            "{{ $value }} clubs wait for a person to say who they are; their matches are parked",
            "`make resolve` lists them with suggestions",
            "parked-rows",
            holds="1h",
        ),
        Alert(
            "FeatureSkew",
            f"{series(metrics.SKEW_CELLS)} > 0",
            Severity.PAGE,
            "{{ $value }} cells read from Redis are not what history says",
            "The log line 'served vectors are not what history says' names the keys",
            "feature-skew",
            holds="2m",
        ),
    ),
)
