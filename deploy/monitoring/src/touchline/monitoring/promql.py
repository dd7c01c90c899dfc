"""PromQL over declared metrics: a name is never written twice."""

from prometheus_client import Histogram

from touchline.runtime.metric import Instrument
from touchline.runtime.metrics import LIST


def series(metric: Instrument, suffix: str = "", **labels: str) -> str:
    """A selector; a value that begins with `~` is a regular expression, one that begins with `!` is excluded.

    >>> from touchline.runtime import metrics
    >>> series(metrics.MESSAGES, answer="!done")
    'touchline_messages_total{answer!="done"}'
    """
    declared = LIST.of(metric)
    unknown = set(labels) - {label.name for label in declared.labels} - ({"le"} if suffix == "_bucket" else set())
    if unknown:
        raise ValueError(f"{declared.name} has no label {sorted(unknown)[0]!r}")
    return selector(f"{declared.name}{suffix}", **labels)


def selector(metric: str, /, **labels: str) -> str:
    """The same of a metric that is not ours.

    >>> selector("up", job="~touchline|kafka")
    'up{job=~"touchline|kafka"}'
    """
    matchers = ",".join(f'{label}{_operator(value)}"{value.lstrip("~!")}"' for label, value in labels.items())
    return f"{metric}{{{matchers}}}" if matchers else metric


def _operator(value: str) -> str:
    if value.startswith("!~"):
        return "!~"
    return {"~": "=~", "!": "!="}.get(value[:1], "=")


def increase(metric: Instrument, window: str, **labels: str) -> str:
    """How much a counter grew."""
    return f"increase({series(metric, **labels)}[{window}])"


def rate(metric: Instrument, window: str, suffix: str = "", **labels: str) -> str:
    """How fast a counter grows, a second."""
    return f"rate({series(metric, suffix, **labels)}[{window}])"


def quantile(metric: Histogram, share: float, window: str, by: str = "", **labels: str) -> str:
    """A quantile of a histogram, by labels if there are any."""
    labelled = f"le, {by}" if by else "le"
    return f"histogram_quantile({share}, sum by ({labelled}) ({rate(metric, window, '_bucket', **labels)}))"


def summed(query: str, *by: str) -> str:
    """A sum that keeps these labels."""
    return f"sum by ({', '.join(by)}) ({query})" if by else f"sum({query})"
