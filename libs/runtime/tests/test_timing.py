"""A latency names the trace in which it was seen, where somebody collects traces."""

import pytest
from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.spans import kept_spans
from touchline.runtime import tracing
from touchline.runtime.timing import timed

CAUSE = f"00-{'a' * 32}-{'b' * 16}-01"
NOT_SAMPLED = f"00-{'c' * 32}-{'b' * 16}-00"


def told(histogram_of: CollectorRegistry) -> tuple[float, list[str]]:
    """How often something was timed, and the traces named."""
    (family,) = text_string_to_metric_families(generate_latest(histogram_of).decode())
    count = next(one.value for one in family.samples if one.name.endswith("_count"))
    return count, [one.exemplar.labels["trace_id"] for one in family.samples if one.exemplar]


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def seconds(registry: CollectorRegistry) -> Histogram:
    return Histogram("work_seconds", "how long", registry=registry)


def test_the_last_span_within_is_named(seconds: Histogram, registry: CollectorRegistry) -> None:
    with kept_spans(), timed(seconds):
        with tracing.span("first"):
            pass
        with tracing.span("second", [CAUSE]):
            pass
    assert told(registry) == (1, ["a" * 32])


def test_what_fails_is_timed_too(seconds: Histogram, registry: CollectorRegistry) -> None:
    with kept_spans(), pytest.raises(RuntimeError), timed(seconds), tracing.span("work", [CAUSE]):
        raise RuntimeError
    assert told(registry) == (1, ["a" * 32])


def test_a_trace_that_is_not_sampled_or_that_nobody_collects_is_not_named(
    seconds: Histogram, registry: CollectorRegistry
) -> None:
    with kept_spans(), timed(seconds), tracing.span("work", [NOT_SAMPLED]):
        pass
    with timed(seconds), tracing.span("work", [CAUSE]):
        pass
    assert told(registry) == (2, [])


def test_spans_of_something_else_are_not_named(seconds: Histogram, registry: CollectorRegistry) -> None:
    with kept_spans():
        with tracing.span("before", [CAUSE]):
            pass
        with timed(seconds):
            pass
    assert told(registry) == (1, [])
