"""Traces: W3C context, carried from a message to everything it causes, and spans told to a collector where one is set.

A span has ids whether anybody collects it or not, so that messages, rows and logs name their trace always
(https://www.w3.org/TR/trace-context/, https://opentelemetry.io/docs/specs/otel/protocol/).
"""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, SpanKind, TraceFlags

CONSUMER, CLIENT, INTERNAL, SERVER = SpanKind.CONSUMER, SpanKind.CLIENT, SpanKind.INTERNAL, SpanKind.SERVER
LINKS = 100  # of a span: a batch may have more causes
PATIENCE = 2.0  # seconds for a collector to answer; what it does not take is dropped, never waited for

_PATTERN = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_tracer = TracerProvider(shutdown_on_exit=False).get_tracer("touchline")
_collected = False
_noted: ContextVar[list[dict[str, str]] | None] = ContextVar("noted", default=None)


def configure_tracing(service: str, instance: str, collector: str) -> None:
    """Tell spans to a collector that speaks OTLP over HTTP, by its whole address; empty: to nobody."""
    global _tracer, _collected
    if not collector:
        return
    # only where it is used: half a second of imports
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    about = Resource.create(
        {"service.name": service, "service.namespace": "touchline", "service.instance.id": instance}
    )
    provider = TracerProvider(resource=about)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(collector, timeout=PATIENCE)))
    _tracer, _collected = provider.get_tracer("touchline"), True


@contextmanager
def span(
    name: str,
    causes: Sequence[str] = (),
    kind: SpanKind = INTERNAL,
    attributes: Mapping[str, str | int | float | bool] | None = None,
) -> Iterator[None]:
    """One piece of work; what is caused within it is its child.

    `causes` are `traceparent` values. The last is the parent, the others are linked; without any the span around it is
    the parent, or it begins a trace.

    >>> with span("fold", ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]):
    ...     trace_id()
    '0af7651916cd43dd8448eb211c80319c'
    """
    known = [one for one in map(_context_of, dict.fromkeys(causes)) if one is not None]
    around = trace.set_span_in_context(NonRecordingSpan(known[-1]), Context()) if known else None
    links = [Link(one) for one in known[:-1][-LINKS:]]
    with _tracer.start_as_current_span(name, around, kind, attributes, links):
        if (noted := _noted.get()) is not None and (of_this := exemplar()):
            noted.append(of_this)
        yield


def is_collected() -> bool:
    """Whether spans are told to anybody."""
    return _collected


def say(name: str, attributes: Mapping[str, str | int]) -> None:
    """What has become known of the current span since it began."""
    current = trace.get_current_span()
    current.update_name(name)
    current.set_attributes(attributes)


def exemplar() -> dict[str, str] | None:
    """The labels by which a latency names the current trace; None where nobody could look at it.

    >>> with span("fold"):
    ...     exemplar()
    """
    if not _collected or not trace.get_current_span().is_recording():
        return None
    return {"trace_id": trace_id()}


@contextmanager
def noting() -> Iterator[list[dict[str, str]]]:
    """The exemplars of the spans that begin within, in order."""
    noted: list[dict[str, str]] = []
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def traceparent() -> str:
    """The current span as a header; empty outside of any.

    >>> traceparent()
    ''
    """
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return ""
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"


def child() -> str:
    """The same, or the root of a new trace: every message has one."""
    return traceparent() or f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def trace_id() -> str:
    """Of the current trace; empty outside of any."""
    return traceparent()[3:35]


def _context_of(header: str) -> SpanContext | None:
    match = _PATTERN.fullmatch(header)
    if match is None:
        return None
    found = SpanContext(int(match[1], 16), int(match[2], 16), True, TraceFlags(int(match[3], 16)))
    return found if found.is_valid else None
