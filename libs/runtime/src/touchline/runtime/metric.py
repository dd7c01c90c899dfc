"""What a metric is declared with: name, unit, meaning, and labels whose values are known or counted beforehand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import prod

from prometheus_client import REGISTRY, Counter, Gauge, Histogram

Instrument = Counter | Gauge | Histogram


class Kind(StrEnum):
    """Prometheus' kinds, as far as we use them."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


class Program(StrEnum):
    """The programs that show metrics; Prometheus' label `instance` names them where each runs once."""

    INGESTOR = "ingestor"
    NORMALIZER = "normalizer"
    FEATURE_STORE = "feature-store"
    PREDICTOR_CONSUME = "predictor-consume"
    PREDICTOR_SERVE = "predictor-serve"
    DRIFT_MONITOR = "drift-monitor"


CONSUMERS = (Program.NORMALIZER, Program.FEATURE_STORE, Program.PREDICTOR_CONSUME, Program.DRIFT_MONITOR)


@dataclass(frozen=True, slots=True)
class Label:
    """A label and what it may say: a closed list, or a stated number of values where the list is open.

    >>> Label("answer", "what became of it", ("done", "parked")).size
    2
    """

    name: str
    meaning: str
    values: tuple[str, ...] = ()
    at_most: int = 0  # values at one time, where they cannot be listed

    @property
    def size(self) -> int:
        """How many values there are at most."""
        return len(self.values) or self.at_most


@dataclass(frozen=True, slots=True)
class Declaration:
    """One metric of the list; `name` is the one that Prometheus shows."""

    name: str
    kind: Kind
    unit: str
    meaning: str
    labels: tuple[Label, ...]
    shown_by: tuple[Program, ...]

    @property
    def series(self) -> int:
        """Combinations of label values that one program can show at most."""
        return prod(label.size for label in self.labels)


class Declarations:
    """The list itself: each instrument with what it was declared with."""

    def __init__(self) -> None:
        self._declared: dict[Instrument, Declaration] = {}
        self._hidden: set[Instrument] = set()

    def __iter__(self) -> Iterator[Declaration]:
        return iter(self._declared.values())

    def of(self, instrument: Instrument) -> Declaration:
        """What an instrument was declared with."""
        return self._declared[instrument]

    def by_name(self) -> Mapping[str, Declaration]:
        """All of them by the name that Prometheus shows."""
        return {each.name: each for each in self}

    def show_only(self, program: Program) -> None:
        """From now on this process shows what is said to be shown by this program.

        A gauge without labels stands at 0 from its declaration on: a normalizer that shows `touchline_ready 0` would
        be a replica that never becomes ready.
        """
        for instrument, declared in list(self._declared.items()):
            if program not in declared.shown_by and instrument not in self._hidden:
                REGISTRY.unregister(instrument)
                self._hidden.add(instrument)

    def show_all(self, instrument: Instrument) -> None:
        """Show every value that its labels may have from now on: a rise from nothing to 1 is none to `increase`.

        >>> known = Declarations()
        >>> heard = known.counter("heard_total", "words", "By whom", Label("by", "", ("one", "all")), by=CONSUMERS)
        >>> known.show_all(heard)
        >>> [one.labels["by"] for one in heard.collect()[0].samples if one.name == "heard_total"]
        ['one', 'all']
        >>> REGISTRY.unregister(heard)
        """
        for values in product(*(label.values for label in self._declared[instrument].labels)):
            instrument.labels(*values)

    def counter(self, name: str, unit: str, meaning: str, *labels: Label, by: tuple[Program, ...]) -> Counter:
        """What only grows while a program runs; its name ends with `_total`."""
        counter = Counter(name, meaning, [label.name for label in labels])
        self._declared[counter] = Declaration(name, Kind.COUNTER, unit, meaning, labels, by)
        return counter

    def gauge(self, name: str, unit: str, meaning: str, *labels: Label, by: tuple[Program, ...]) -> Gauge:
        """What goes up and down."""
        gauge = Gauge(name, meaning, [label.name for label in labels])
        self._declared[gauge] = Declaration(name, Kind.GAUGE, unit, meaning, labels, by)
        return gauge

    def histogram(self, name: str, unit: str, meaning: str, *labels: Label, by: tuple[Program, ...]) -> Histogram:
        """How often something took how long."""
        histogram = Histogram(name, meaning, [label.name for label in labels])
        self._declared[histogram] = Declaration(name, Kind.HISTOGRAM, unit, meaning, labels, by)
        return histogram


LIST = Declarations()
"""The one list that there is."""
