"""Structured logs: one JSON object a line, event words first, to standard error."""

import logging
import sys

import structlog

from touchline.runtime import tracing

log: structlog.stdlib.BoundLogger = structlog.get_logger()


def configure_logs(service: str, instance: str, level: int = logging.INFO) -> None:
    """Render our logs as JSON and those of libraries, from warnings up, in the same stream."""
    structlog.contextvars.bind_contextvars(service=service, instance=instance)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _name_trace,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(name)s %(levelname)s %(message)s", force=True
    )
    for noisy in ("aiokafka", "kafka", "faust", "mode"):  # a broker that is down floods them
        logging.getLogger(noisy).setLevel(logging.ERROR)


def _name_trace(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A line that is written within a span names its trace."""
    if trace := tracing.trace_id():
        event["trace_id"] = trace
    return event
