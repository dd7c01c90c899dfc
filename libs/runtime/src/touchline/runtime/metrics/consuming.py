"""What every consumer tells."""

from touchline.runtime.metric import CONSUMERS, LIST, Program
from touchline.runtime.metrics.labels import ANSWER, SERVICE, TOPIC

_serves = (Program.PREDICTOR_SERVE,)

MESSAGES = LIST.counter(
    "touchline_messages_total",
    "messages",
    "Messages by the answer they got: done, parked as unreadable, parked for a bug of ours",
    *(SERVICE, TOPIC, ANSWER),
    by=(*CONSUMERS, *_serves),
)
WAITS = LIST.counter(
    "touchline_dependency_waits_total",
    "waits",
    "Attempts repeated because a dependency was down",
    SERVICE,
    by=CONSUMERS,
)
FENCED = LIST.counter(
    "touchline_fenced_total",
    "units of work",
    "Units of work dropped because another instance owns the partition",
    SERVICE,
    by=CONSUMERS,
)
WORK_SECONDS = LIST.histogram(
    "touchline_unit_of_work_seconds", "seconds", "One transaction with its handlers", SERVICE, TOPIC, by=CONSUMERS
)
OUTBOX_SENT = LIST.counter(
    "touchline_outbox_sent_total", "messages", "Messages acknowledged by Kafka", SERVICE, TOPIC, by=CONSUMERS
)
OUTBOX_PENDING = LIST.gauge(
    "touchline_outbox_pending_messages", "messages", "Messages waiting in the outbox", SERVICE, by=CONSUMERS
)
OUTBOX_AGE = LIST.gauge(
    "touchline_outbox_pending_seconds",
    "seconds",
    "How long the oldest message in the outbox has waited, at least",
    SERVICE,
    by=CONSUMERS,
)
CACHE_FAILURES = LIST.counter(
    "touchline_cache_failures_total",
    "failures",
    "Work after a commit that failed; the cache is behind",
    SERVICE,
    by=CONSUMERS,
)
LAG = LIST.gauge(
    "touchline_lag_messages",
    "messages",
    "Messages behind the end of the topic, by the mark",
    SERVICE,
    TOPIC,
    by=CONSUMERS,
)
LAG_SECONDS = LIST.gauge(
    "touchline_lag_seconds",
    "seconds",
    "How long the oldest message that is not processed has waited, at least; 0 without lag",
    *(SERVICE, TOPIC),
    by=CONSUMERS,
)
DEAD_LETTERS = LIST.gauge(
    "touchline_dead_letters_messages",
    "messages",
    "Dead letters kept of a topic, replayed or not",
    *(SERVICE, TOPIC),
    by=CONSUMERS,
)
