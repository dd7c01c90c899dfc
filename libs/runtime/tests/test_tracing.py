"""A trace goes from message to message; who caused several things at once is linked, and logs name the trace."""

import json
import logging
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
import structlog
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.spans import kept_spans
from touchline.runtime import tracing
from touchline.runtime.logs import configure_logs, log

ONE, OTHER = (f"00-{digit * 32}-{digit * 16}-01" for digit in "ab")


@pytest.fixture
def told() -> Iterator[InMemorySpanExporter]:
    with kept_spans() as spans:
        yield spans


def test_what_is_caused_within_a_span_is_its_child(told: InMemorySpanExporter) -> None:
    with tracing.span("fetch"):
        header = tracing.child()
    with tracing.span("process", [header]), tracing.span("fold"):
        pass
    fold, process = (next(one for one in told.get_finished_spans() if one.name == name) for name in ("fold", "process"))
    assert process.parent is not None
    assert f"{process.parent.span_id:016x}" == header[36:52]
    assert {one.context.trace_id for one in (fold, process)} == {int(header[3:35], 16)}
    assert fold.parent == process.context


def test_of_several_causes_the_last_is_the_parent_and_the_others_are_linked(told: InMemorySpanExporter) -> None:
    with tracing.span("process", [ONE, OTHER, OTHER, "garbage", ""]):
        assert tracing.trace_id() == "b" * 32
    (span,) = told.get_finished_spans()
    assert [f"{link.context.trace_id:032x}" for link in span.links] == ["a" * 32]


@pytest.mark.parametrize("header", ["", "garbage", f"00-{'0' * 32}-{'b' * 16}-01", "00-zz"])
def test_without_a_readable_cause_a_trace_begins(header: str) -> None:
    with tracing.span("process", [header]):
        assert len(tracing.trace_id()) == 32
    assert tracing.trace_id() == ""
    assert tracing.child() != tracing.child()


@pytest.fixture
def logged() -> Iterator[None]:
    """Logs as they were, afterwards: what captures them is closed then."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers[:] = before
    root.setLevel(level)


def test_a_line_of_the_log_names_its_trace(logged: None, capfd: pytest.CaptureFixture[str]) -> None:
    configure_logs("test", "here")
    with tracing.span("process", [ONE]):
        log.info("inside")
    log.info("outside")
    inside, outside = map(json.loads, capfd.readouterr().err.splitlines())
    assert inside["trace_id"] == "a" * 32
    assert "trace_id" not in outside


def test_a_collector_that_is_away_costs_nothing_but_its_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[TracerProvider] = []

    class Provider(TracerProvider):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            made.append(self)

    monkeypatch.setattr(tracing, "PATIENCE", 0.2)
    monkeypatch.setattr(tracing, "_tracer", tracing._tracer)
    monkeypatch.setattr(tracing, "_collected", tracing._collected)
    monkeypatch.setattr(tracing, "TracerProvider", Provider)
    tracing.configure_tracing("test", "here", "http://127.0.0.1:1/v1/traces")
    begun = monotonic()
    with tracing.span("process", [ONE]):
        assert tracing.traceparent().startswith(ONE[:36])
    made[0].shutdown()
    assert monotonic() - begun < 5
