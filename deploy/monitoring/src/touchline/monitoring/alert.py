"""What an alert is: a query, how long it must hold, and what the person who is called needs."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from touchline.runtime.metrics import CAUSE
from touchline.schemas.records import Cause

ROOT = Path(__file__).parents[5]


class Severity(StrEnum):
    """How soon somebody must look."""

    PAGE = "page"  # now, also at night
    TICKET = "ticket"  # on the next working day


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert. `summary` may name the query's labels, `{{ $labels.name }}`; `runbook` is a page of docs/runbooks."""

    name: str
    expression: str
    severity: Severity
    summary: str
    first_step: str
    runbook: str
    holds: str = "0m"  # how long the query must answer before anybody is told
    cause: Cause | None = None  # what a retraining that it starts is called for by; None: it starts none

    @property
    def labels(self) -> dict[str, str]:
        """What routes it, beside the labels of its query."""
        called = {CAUSE.name: self.cause.value} if self.cause else {}
        return {"severity": self.severity.value, **called}

    @property
    def page(self) -> str:
        """The runbook from the root of the repository."""
        return f"docs/runbooks/{self.runbook}.md"


@dataclass(frozen=True, slots=True)
class Recording:
    """A query that is answered once for many, under a name of `level:metric:operation`."""

    name: str
    expression: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that are evaluated together, recordings first."""

    name: str
    alerts: tuple[Alert, ...]
    recordings: tuple[Recording, ...] = ()
