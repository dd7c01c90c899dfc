"""What was decided about models, and who serves which."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Decision(StrEnum):
    """What became of a challenger."""

    PROMOTED = "promoted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Promotion:
    """What was decided about a challenger, on which figures."""

    decision_id: str
    request_id: str | None
    model_name: str
    model_version: str
    decision: Decision
    champion_before: str | None
    challenger_score: float  # mean ranked probability score, walk-forward
    champion_score: float | None
    matches: int
    bundle_key: str  # S3 key of the model's bundle
    bundle_sha256: str
    catalogue_version: int
    snapshot: str
    reason: str
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int
    cause: str | None = None  # drift, performance, schedule; null: a person's run, or decided before this was kept
    asked: str | None = None  # in the words of who asked


@dataclass(frozen=True, slots=True)
class Serving:
    """A replica says which model it serves; renewed every 10 s."""

    replica: str
    model_name: str
    model_version: str
    since: datetime
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int
