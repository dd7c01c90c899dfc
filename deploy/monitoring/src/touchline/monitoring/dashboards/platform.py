"""All at a glance, and the messages between the services."""

from touchline.monitoring import foreign
from touchline.monitoring.panel import Dashboard, Panel, Query
from touchline.monitoring.promql import increase, quantile, rate, selector, series, summed
from touchline.runtime import metrics

_files = {"fstype": "!~tmpfs|ramfs|squashfs|overlay|devtmpfs"}

OVERVIEW = Dashboard(
    "overview",
    "overview",
    (
        Panel("Programs up", "Which show their metrics", "short", (Query(selector("up"), "{{instance}}"),)),
        Panel(
            "Alerts firing",
            "By name; each has a runbook",
            "short",
            (Query('count by (alertname, severity) (ALERTS{alertstate="firing"}) or vector(0)', "{{alertname}}"),),
        ),
        Panel(
            "Football time",
            "What the records say that it is",
            "dateTimeAsIso",
            (Query(f"{series(metrics.FOOTBALL_TIME)} * 1000"),),
            single=True,
        ),
        Panel("Ready", "1: answers", "short", (Query(series(metrics.READY), "{{instance}}"),), single=True),
        Panel(
            "Model served",
            "By version",
            "short",
            (Query(f"count by (version) ({series(metrics.MODEL_SERVED)})", "{{version}}"),),
            single=True,
        ),
        Panel(
            "Coming matches",
            "Within the horizon, with and without a prediction",
            "short",
            (Query(series(metrics.FIXTURES), "{{state}}"),),
        ),
        Panel(
            "Oldest message",
            "How long it has waited, the worst topic of each service",
            "s",
            (Query(f"max by (service) ({series(metrics.LAG_SECONDS)})", "{{service}}"),),
        ),
        Panel(
            "Requests",
            "A second, by status",
            "reqps",
            (Query(summed(rate(metrics.REQUESTS, "5m", "_count"), "status"), "{{status}}"),),
        ),
        Panel(
            "Room left",
            "Share of each file system",
            "percentunit",
            (
                Query(
                    f"{selector(foreign.FREE_BYTES.name, **_files)} / {selector(foreign.SIZE_BYTES.name, **_files)}",
                    "{{mountpoint}}",
                ),
            ),
        ),
    ),
)

STREAM = Dashboard(
    "stream",
    "stream",
    (
        Panel(
            "Messages",
            "Processed a second",
            "short",
            (Query(summed(rate(metrics.MESSAGES, "5m"), "service", "topic"), "{{service}} {{topic}}"),),
        ),
        Panel(
            "Lag in time",
            "Age of the oldest message not processed, at least",
            "s",
            (Query(f"max by (service, topic) ({series(metrics.LAG_SECONDS)})", "{{service}} {{topic}}"),),
        ),
        Panel(
            "Lag in messages",
            "Behind the end of the topic, by the mark",
            "short",
            (Query(f"max by (service, topic) ({series(metrics.LAG)})", "{{service}} {{topic}}"),),
        ),
        Panel(
            "Parked messages and bugs",
            "In an hour",
            "short",
            (
                Query(
                    summed(increase(metrics.MESSAGES, "1h", answer="!done"), "service", "topic", "answer"),
                    "{{service}} {{topic}} {{answer}}",
                ),
            ),
        ),
        Panel(
            "Dead letters kept",
            "Replayed or not",
            "short",
            (Query(f"max by (service, topic) ({series(metrics.DEAD_LETTERS)})", "{{service}} {{topic}}"),),
        ),
        Panel(
            "Outbox", "Messages that wait for Kafka", "short", (Query(series(metrics.OUTBOX_PENDING), "{{service}}"),)
        ),
        Panel(
            "Outbox age", "Of its oldest message, at least", "s", (Query(series(metrics.OUTBOX_AGE), "{{service}}"),)
        ),
        Panel(
            "Sent",
            "Acknowledged by Kafka, a second",
            "short",
            (Query(summed(rate(metrics.OUTBOX_SENT, "5m"), "topic"), "{{topic}}"),),
        ),
        Panel(
            "Unit of work",
            "95% of transactions are quicker",
            "s",
            (Query(quantile(metrics.WORK_SECONDS, 0.95, "5m", "service"), "{{service}}", exemplars=True),),
        ),
        Panel(
            "Waits, fence, cache",
            "Attempts repeated, work dropped to another owner, and cache writes that failed, in five minutes",
            "short",
            (
                Query(summed(increase(metrics.WAITS, "5m"), "service"), "{{service}} waits"),
                Query(summed(increase(metrics.FENCED, "5m"), "service"), "{{service}} fenced"),
                Query(summed(increase(metrics.CACHE_FAILURES, "5m"), "service"), "{{service}} cache"),
            ),
        ),
    ),
)
