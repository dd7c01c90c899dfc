"""How long something took, and the trace in which it did: an exemplar leads from a slow bucket to what was slow."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import Histogram

from touchline.runtime import tracing


@contextmanager
def timed(histogram: Histogram) -> Iterator[None]:
    """Observe the seconds until the end, also of what failed; with the trace of the last span that began within."""
    began = perf_counter()
    with tracing.noting() as noted:
        try:
            yield
        finally:
            histogram.observe(perf_counter() - began, noted[-1] if noted else None)
