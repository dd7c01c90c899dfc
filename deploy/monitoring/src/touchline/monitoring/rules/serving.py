"""What those who ask us would notice: errors, slow answers, no answer, an old prediction."""

from touchline.monitoring.alert import Alert, Group, Recording, Severity
from touchline.monitoring.burning import FAST, SLOW, WINDOWS, Objective
from touchline.monitoring.promql import rate, series, summed
from touchline.runtime import metrics

QUICK_ROUTES = "~/predict/match|/fixtures|/predictions/[^/]+|/matches/[^/]+"
"""Answers that a page waits for; simulations and explanations compute on demand and promise no time."""
QUICK = "0.1"
"""Seconds; a bucket of the histogram, so that the share below is counted and not guessed."""

_all = summed(rate(metrics.REQUESTS, "WINDOW", "_count"))
_failed = summed(rate(metrics.REQUESTS, "WINDOW", "_count", status="~5.."))
_quick_ones = summed(rate(metrics.REQUESTS, "WINDOW", "_bucket", route=QUICK_ROUTES, le=QUICK))
_asked_to_be_quick = summed(rate(metrics.REQUESTS, "WINDOW", "_count", route=QUICK_ROUTES))

ERRORS = Objective("request_errors", 0.999, f"({_failed} or 0 * {_all}) / {_all}")
SLOWNESS = Objective("slow_requests", 0.99, f"1 - {_quick_ones} / {_asked_to_be_quick}")
OBJECTIVES = (ERRORS, SLOWNESS)
_RUNBOOK = "serving"


def _burn(objective: Objective, name: str, what: str, first_step: str) -> tuple[Alert, ...]:
    return (
        Alert(
            f"{name}BurnFast",
            objective.burning(FAST),
            Severity.PAGE,
            f"{what}, so fast that the month's budget is gone in days",
            first_step,
            _RUNBOOK,
        ),
        Alert(
            f"{name}BurnSlow",
            objective.burning(SLOW),
            Severity.TICKET,
            f"{what}, for hours; the month's budget will not last",
            first_step,
            _RUNBOOK,
        ),
    )


GROUP = Group(
    "serving",
    (
        *_burn(
            ERRORS,
            "ServingErrors",
            "More than one request in a thousand is answered with a 5xx",
            "Which route and status: the panel 'Errors by route' of the dashboard Serving",
        ),
        *_burn(
            SLOWNESS,
            "ServingSlowness",
            f"More than one quick answer in a hundred takes over {QUICK} s",
            "Is the machine full? The panel 'Slow share' beside 'Requests' tells load from slowness",
        ),
        Alert(
            "NotReady",
            f"{series(metrics.READY)} == 0",
            Severity.PAGE,
            "{{ $labels.instance }} has not been ready for ten minutes: it answers nobody",
            "Ask it why: its /health/ready says what is missing",
            _RUNBOOK,
            holds="10m",
        ),
        Alert(
            "ReplicasDisagree",
            f"count(count by (version) ({series(metrics.MODEL_SERVED)})) > 1",
            Severity.TICKET,
            "Replicas have served different models for ten minutes",
            "`make topics TOPIC=models.serving.v1` shows which replica serves what",
            _RUNBOOK,
            holds="10m",
        ),
        Alert(
            "PredictionsMissing",
            f"{series(metrics.UNSEALED)} > 0",
            Severity.PAGE,
            "{{ $value }} matches kick off within a day of football time and have no sealed prediction",
            "`/v1/fixtures` of the REST address gives the reason for each",
            "predictions-missing",
            holds="10m",
        ),
    ),
    tuple(Recording(each.recorded(window), each.ratio(window)) for each in OBJECTIVES for window in WINDOWS),
)
