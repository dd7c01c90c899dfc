"""Quality, drift and retraining."""

from touchline.runtime.metric import LIST, Program
from touchline.runtime.metrics.labels import CAUSE, FORECASTER, POOL, RESULT, STATISTIC, TARGET, WATCHED

_monitor = (Program.DRIFT_MONITOR,)

SETTLED = LIST.counter("touchline_predictions_settled_total", "predictions", "Predictions scored", POOL, by=_monitor)
QUALITY = LIST.gauge(
    "touchline_ranked_probability_score",
    "score",
    "Mean over the latest settled matches that have closing odds: 0 is perfect, lower is better",
    *(POOL, FORECASTER),
    by=_monitor,
)
EXPECTED = LIST.gauge(
    "touchline_expected_ranked_probability_score",
    "score",
    "Mean that the latest sealed matches without a result will have if their probabilities are right",
    POOL,
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
