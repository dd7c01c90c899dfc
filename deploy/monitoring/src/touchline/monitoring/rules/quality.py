"""Predictions that are worse than they should be, a world that changed, and a model that does not follow."""

from touchline.monitoring.alert import Alert, Group, Severity
from touchline.monitoring.promql import increase, series, summed
from touchline.runtime import metrics
from touchline.schemas.records import Cause

MARGIN = 0.015
"""Ranked probability score. The best blends stand .004 to .005 behind closing odds over seven seasons; three times that
over half a season is no bad luck of a good model. Chosen, not measured."""
ENOUGH = 100
"""Settled matches below which nothing is said."""
BIASED = 0.1
"""Share of matches: 2.8 standard errors of the home wins among 200 (the root of .46 × .54 / 200 is .035)."""
CHAMPION_DAYS = 45
"""Football days: six weeks in which nothing was promoted are worth a look."""
DECISION_SECONDS = 900
"""From request to decision 120 s are promised; the reconciling DAG looks every few minutes."""
REFUSALS = 4
"""In two weeks. The weekly run alone is refused up to three times in them while no matches are played."""

_enough = f"on (pool) {series(metrics.JUDGED)} >= {ENOUGH}"

GROUP = Group(
    "quality",
    (
        Alert(
            "WorseThanClosingOdds",
            # by pool alone: a fingerprint that named an instance would begin a new episode with each new instance
            f"max by (pool) ({series(metrics.QUALITY, forecaster='sealed')} - ignoring (forecaster)"
            f" {series(metrics.QUALITY, forecaster='closing')} > {MARGIN}) and {_enough}",
            Severity.TICKET,
            "Sealed predictions of {{ $labels.pool }} stand {{ $value | humanize }} behind closing odds by their"
            " ranked probability score",
            "Since when: the panel 'Beside closing odds' of the dashboard Predictions",
            "quality",
            holds="30m",
            cause=Cause.PERFORMANCE,
        ),
        Alert(
            "Miscalibrated",
            f"(abs({series(metrics.BIAS)}) > {BIASED}) and {_enough}",
            Severity.TICKET,
            "In {{ $labels.pool }} the outcome {{ $labels.result }} is predicted too often or too rarely,"
            " by {{ $value | humanizePercentage }} of matches",
            "Is a drift raised too? Then a retraining is on its way",
            "quality",
            holds="30m",
        ),
        Alert(
            "DriftRaised",
            f"max by (pool) ({series(metrics.DRIFT_RAISED)}) == 1",
            Severity.TICKET,
            "{{ $labels.pool }} has drifted",
            "`make topics TOPIC=monitoring.drift.v1` says what, by how much and how sure",
            "drift",
        ),
        Alert(
            "RetrainingUndecided",
            f"(time() - max({series(metrics.REQUESTED)}) > {DECISION_SECONDS})"
            f" and on () (max({series(metrics.REQUESTED)}) > (max({series(metrics.DECIDED)}) or vector(0)))",
            Severity.PAGE,
            "A retraining was asked for {{ $value | humanizeDuration }} ago and nothing has been decided",
            "The run of `retrain` in Airflow: which task failed?",
            "retraining",
            holds="1m",
        ),
        Alert(
            "RetrainingRefusedOften",
            f"{summed(increase(metrics.DECISIONS, '14d', decision='refused'))} >= {REFUSALS}"
            f" unless on () {summed(increase(metrics.DECISIONS, '14d', decision='promoted'))} >= 1",
            Severity.TICKET,
            "{{ $value | humanize }} challengers were refused in two weeks and none was promoted",
            "`make topics TOPIC=models.promotions.v1` gives the reason of the last",
            "retraining",
        ),
        Alert(
            "CanaryReturned",
            f"{summed(increase(metrics.TRIALS, '1h', stage='returned'))} >= 1",
            Severity.TICKET,
            "A model that was promoted answered a share of the matches and went back by itself",
            "`make topics TOPIC=models.trials.v1` gives the reason",
            "rollback",
        ),
        Alert(
            "ChampionStale",
            f"max({series(metrics.CHAMPION_AGE)}) > {CHAMPION_DAYS} * 86400",
            Severity.TICKET,
            "The model that is served was promoted {{ $value | humanizeDuration }} of football time ago",
            "What was decided last, and why: `make topics TOPIC=models.promotions.v1`",
            "retraining",
            holds="1h",
        ),
    ),
)
