"""Spans kept in memory instead of told to a collector, for tests of what is traced."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from touchline.runtime import tracing


@contextmanager
def kept_spans() -> Iterator[InMemorySpanExporter]:
    """As if a collector were set; as it was afterwards."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tracing, "_tracer", provider.get_tracer("test"))
        patch.setattr(tracing, "_collected", True)
        yield exporter
