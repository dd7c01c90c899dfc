"""What the monitor found, and what it asks for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Cause(StrEnum):
    """What may call for a retraining; a run by a person has none."""

    DRIFT = "drift"
    PERFORMANCE = "performance"  # an alert on the quality of sealed predictions
    SCHEDULE = "schedule"  # never on the topic of requests: such a run claims its date itself


@dataclass(frozen=True, slots=True)
class Drift:
    """What the monitor found when it looked; `drifted` rows are the ones that ask for a retraining."""

    drift_id: str
    pool: str
    drifted: bool
    statistic: str
    value: float
    threshold: float
    p_value: float | None
    window: int  # matches
    reference: int  # matches
    model_version: str
    sentence: str
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int
    since: datetime | None = None  # kick-off of the first of `matches`
    matches: list[str] | None = None  # that it rests on, by their ids
    meaning: str | None = None
    recommendation: str | None = None


@dataclass(frozen=True, slots=True)
class RetrainingRequest:
    """A retraining is due; `request_id` is claimed once. Who does not know a cause takes it for one more."""

    request_id: str
    cause: str  # drift, performance
    drift_id: str | None
    pool: str
    model_name: str
    reason: str
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int
