"""The serving objectives and what is left of their budgets."""

from touchline.monitoring.panel import Dashboard, Panel, Query
from touchline.monitoring.promql import increase, quantile, rate, series, summed
from touchline.monitoring.rules.serving import ERRORS, OBJECTIVES, SLOWNESS
from touchline.runtime import metrics

SERVING = Dashboard(
    "serving",
    "serving objectives",
    (
        *(
            Panel(
                title,
                f"Objective: at most {objective.budget:.1%} over 30 days",
                "percentunit",
                tuple(Query(objective.recorded(window), window) for window in ("5m", "1h", "6h", "3d")),
            )
            for title, objective in (("Error share", ERRORS), ("Slow share", SLOWNESS))
        ),
        Panel(
            "Burn rate",
            "1 spends the budget exactly; 14.4 for an hour calls somebody",
            "short",
            tuple(Query(f"{each.recorded('1h')} / {each.budget}", each.name) for each in OBJECTIVES),
        ),
        Panel(
            "Requests",
            "A second, by route",
            "reqps",
            (Query(summed(rate(metrics.REQUESTS, "5m", "_count"), "route"), "{{route}}"),),
        ),
        Panel(
            "Errors by route",
            "5xx a second",
            "reqps",
            (
                Query(
                    summed(rate(metrics.REQUESTS, "5m", "_count", status="~5.."), "route", "status"),
                    "{{route}} {{status}}",
                ),
            ),
        ),
        Panel(
            "Quantiles",
            "Of all routes",
            "s",
            tuple(
                Query(quantile(metrics.REQUESTS, share, "5m"), f"{share:.0%}", exemplars=share == 0.99)
                for share in (0.5, 0.95, 0.99)
            ),
        ),
        Panel(
            "gRPC calls",
            "A second, by method and status; streams are below",
            "reqps",
            (
                Query(
                    summed(rate(metrics.CALLS, "5m", "_count"), "method", "code"),
                    "{{method}} {{code}}",
                ),
            ),
        ),
        Panel(
            "Not let in",
            "An hour, by why; requests that replicas counted alone, without Redis, beside them",
            "short",
            (
                Query(summed(increase(metrics.ACCESS_REFUSED, "1h"), "refusal"), "{{refusal}}"),
                Query(summed(increase(metrics.QUOTA_ALONE, "1h")), "counted alone"),
            ),
        ),
        Panel(
            "Subscribers",
            "Who is told changes of predictions now",
            "short",
            (Query(f"sum({series(metrics.SUBSCRIBERS)})"),),
        ),
        Panel(
            "Subscribers gone",
            "An hour, by why; turned away and told to read anew beside them",
            "short",
            (
                Query(summed(increase(metrics.SUBSCRIBERS_GONE, "1h"), "why"), "{{why}}"),
                Query(summed(increase(metrics.SUBSCRIBERS_REFUSED, "1h")), "refused"),
                Query(summed(increase(metrics.SUBSCRIBERS_RESET, "1h")), "reset"),
            ),
        ),
    ),
)
