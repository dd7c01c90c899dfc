"""Messages that wait, fail, or are fought over."""

from touchline.monitoring.alert import Alert, Group, Severity
from touchline.monitoring.promql import increase, series, summed
from touchline.runtime import metrics

LATE = 300
"""Seconds a message may wait: predictions are made days ahead, odds move within minutes."""

GROUP = Group(
    "stream",
    (
        Alert(
            "LagInTime",
            f"max by (service, topic) ({series(metrics.LAG_SECONDS)}) > {LATE}",
            Severity.PAGE,
            "A message of {{ $labels.topic }} has waited {{ $value | humanizeDuration }} for {{ $labels.service }}",
            "`make status`: is the service running, and are MariaDB and Kafka?",
            "lag",
            holds="2m",
        ),
        Alert(
            "OutboxStuck",
            f"max by (service) ({series(metrics.OUTBOX_AGE)}) > 120",
            Severity.PAGE,
            "What {{ $labels.service }} decided has waited {{ $value | humanizeDuration }} to be published",
            "Does Kafka answer? `make status`, then the service's log for 'relay waits'",
            "lag",
            holds="1m",
        ),
        Alert(
            "DependencyDown",
            f"min_over_time({summed(increase(metrics.WAITS, '1m'), 'service')}[5m:1m]) > 0",
            Severity.PAGE,
            "{{ $labels.service }} has waited for a dependency for five minutes",
            "The log's 'waiting for a dependency' names it; `make status` shows whether it runs",
            "lag",
        ),
        Alert(
            "DeadLetters",
            f"{summed(increase(metrics.MESSAGES, '1h', answer='parked'), 'service', 'topic')} > 0",
            Severity.TICKET,
            "{{ $labels.service }} cannot read messages of {{ $labels.topic }} and put them to its dead letters",
            "The service's log line 'parked' says why",
            "dead-letters",
        ),
        Alert(
            "OurBug",
            f"{summed(increase(metrics.MESSAGES, '1h', answer='bug'), 'service', 'topic')} > 0",
            Severity.PAGE,
            "{{ $labels.service }} failed in our own code on messages of {{ $labels.topic }}; after a few it stops",
            "The log line 'our bug, parked' has the traceback",
            "dead-letters",
        ),
        Alert(
            "FenceLost",
            f"{summed(increase(metrics.FENCED, '15m'), 'service')} > 3",
            Severity.TICKET,
            "Instances of {{ $labels.service }} take partitions from one another again and again",
            "Count the instances: does one restart, or pause longer than the session time-out?",
            "lag",
        ),
        Alert(
            "CacheBehind",
            f"{summed(increase(metrics.CACHE_FAILURES, '15m'), 'service')} > 0",
            Severity.TICKET,
            "{{ $labels.service }} could not write to Redis after a commit; readers see older values",
            "Does Redis answer? `make status`",
            "feature-skew",
        ),
    ),
)
