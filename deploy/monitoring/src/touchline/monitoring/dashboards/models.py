"""Predictions and how good they are; drift and what follows from it."""

from touchline.monitoring.panel import Dashboard, Panel, Query
from touchline.monitoring.promql import increase, rate, series, summed
from touchline.runtime import metrics

PREDICTIONS = Dashboard(
    "predictions",
    "predictions and quality",
    (
        Panel(
            "Sealed",
            "Predictions of matches, and forecasts of the players of both squads, a second",
            "short",
            (
                Query(summed(rate(metrics.SEALED, "5m"), "pool"), "{{pool}}"),
                Query(summed(rate(metrics.SQUADS_SEALED, "5m"), "pool"), "players of {{pool}}"),
            ),
        ),
        Panel(
            "Settled",
            "Predictions a second",
            "short",
            (Query(summed(rate(metrics.SETTLED, "5m"), "pool"), "{{pool}}"),),
        ),
        Panel(
            "Age of predictions",
            "Football time since the newest of a pool",
            "s",
            (Query(f"max by (pool) ({series(metrics.PREDICTION_AGE)})", "{{pool}}"),),
        ),
        Panel(
            "Ranked probability score",
            "Mean over the latest settled matches, lower is better; expected: of those to come, if rightly judged",
            "short",
            (
                Query(series(metrics.QUALITY), "{{pool}} {{forecaster}}"),
                Query(series(metrics.EXPECTED), "{{pool}} expected"),
            ),
        ),
        Panel(
            "Beside closing odds",
            "Sealed less closing: above 0, the odds were better",
            "short",
            (
                Query(
                    f"{series(metrics.QUALITY, forecaster='sealed')} - ignoring (forecaster)"
                    f" {series(metrics.QUALITY, forecaster='closing')}",
                    "{{pool}}",
                ),
            ),
        ),
        Panel("Matches judged", "That the means are over", "short", (Query(series(metrics.JUDGED), "{{pool}}"),)),
        Panel(
            "Calibration",
            "Mean probability less share of matches",
            "percentunit",
            (Query(series(metrics.BIAS), "{{pool}} {{result}}"),),
        ),
        Panel(
            "Players",
            "Error of what was sealed as a share of that of the mean over the last five: below 1 the models are better",
            "percentunit",
            (Query(series(metrics.PLAYER_ERROR), "{{pool}} {{target}}"),),
        ),
        Panel(
            "Missing before kick-off",
            "Within a day, without a sealed prediction: always 0",
            "short",
            (Query(series(metrics.UNSEALED), "{{instance}}"),),
        ),
    ),
)

DRIFT = Dashboard(
    "drift",
    "drift and retraining",
    (
        Panel(
            "Strongest statistic",
            "As a share of its threshold: above 1 it has drifted",
            "percentunit",
            (Query(series(metrics.DRIFT_STATISTIC), "{{pool}} {{statistic}}"),),
        ),
        Panel(
            "Drifted", "1: the last verdict on the pool", "short", (Query(series(metrics.DRIFT_RAISED), "{{pool}}"),)
        ),
        Panel(
            "Retrainings asked for",
            "In a day",
            "short",
            (Query(summed(increase(metrics.RETRAINING_REQUESTS, "1d"), "pool", "cause"), "{{pool}} {{cause}}"),),
        ),
        Panel(
            "Decisions",
            "In a day",
            "short",
            (Query(summed(increase(metrics.DECISIONS, "1d"), "decision"), "{{decision}}"),),
        ),
        Panel(
            "Trials",
            "Challengers beside the champion, by the stage that they came to in a day",
            "short",
            (Query(summed(increase(metrics.TRIALS, "1d"), "stage"), "{{stage}}"),),
        ),
        Panel(
            "Log loss in the latest trial",
            "Of both, on the matches that are over",
            "short",
            (Query(series(metrics.TRIAL_LOG_LOSS), "{{model}}"),),
        ),
        Panel(
            "Vectors scored in trials",
            "In an hour",
            "short",
            (Query(summed(increase(metrics.TRIAL_SCORED, "1h"), "outcome"), "{{outcome}}"),),
        ),
        Panel(
            "Asked and decided",
            "When last, by our clock",
            "dateTimeAsIso",
            (
                Query(f"max({series(metrics.REQUESTED)}) * 1000", "asked"),
                Query(f"max({series(metrics.DECIDED)}) * 1000", "decided"),
            ),
            single=True,
        ),
        Panel(
            "Champion's age",
            "Football time since it was promoted",
            "s",
            (Query(f"max({series(metrics.CHAMPION_AGE)})"),),
        ),
    ),
)
