"""What was decided about models, and who serves which."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """How far a challenger has come beside the champion."""

    SHADOW = "shadow"  # scores what the champion scores, and is never served
    CANARY = "canary"  # answers a share of the matches
    WHOLE = "whole"  # serves
    RETURNED = "returned"  # was a canary: the champion answers all matches again
    GIVEN_UP = "given-up"  # was a shadow that failed
    SUPERSEDED = "superseded"  # a later decision ended it
    UNKNOWN = "unknown"


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
    sound: bool | None = (
        None  # no gate found harm, so that it may be tried though it is not better; null: not kept then
    )


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


@dataclass(frozen=True, slots=True)
class Trial:
    """A challenger beside the champion: how far it has come, and on which figures, as the predictor has them now.

    Figures are of vectors that both have scored, and of the matches among them that are over. A challenger that takes
    over at once has none.
    """

    trial_id: str
    heard_revision: int  # of the latest promotion that this takes account of
    model_name: str
    model_version: str  # the challenger's
    catalogue_version: int
    snapshot: str
    bundle_key: str
    bundle_sha256: str
    champion_version: str | None  # null: the first model
    champion_bundle_key: str | None
    champion_bundle_sha256: str | None
    stage: Stage
    share: float  # of matches that the challenger answers
    scored: int  # vectors
    failures: int  # vectors that the challenger failed on
    challenger_p99_ms: float | None  # of one processor, to score a vector
    champion_p99_ms: float | None
    distance: float | None  # mean total variation distance between what they say of a result
    settled: int  # matches
    challenger_log_loss: float | None
    champion_log_loss: float | None
    challenger_score: float | None  # mean ranked probability score
    champion_score: float | None
    reason: str
    event_time: datetime  # football time when the trial began
    available_at: datetime
    recorded_at: datetime
    revision: int
