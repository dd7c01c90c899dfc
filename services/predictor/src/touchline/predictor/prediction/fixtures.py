"""Fixtures: which vectors are worth keeping, and which meetings are due a prediction, by the football clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # before any document
KEPT_AFTER_KICK_OFF = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fixture:
    """The latest feature vector of a meeting, as kept until it is played."""

    match_id: str
    pool: str
    competition: str
    season: str
    home_team: str
    away_team: str
    catalogue_version: int
    values: tuple[float, ...]
    document_set: str
    state_hash: str
    kick_off: datetime
    available_at: datetime
    revision: int


def worth_keeping(kick_off: datetime, clock: datetime) -> bool:
    """Whether a meeting is coming or was played within the last day; history is not kept here."""
    return kick_off > clock - KEPT_AFTER_KICK_OFF


def is_coming(kick_off: datetime, clock: datetime) -> bool:
    """Whether a meeting may still be sealed: strictly before it starts.

    >>> is_coming(BEGINNING, BEGINNING)
    False
    """
    return kick_off > clock


def within_horizon(kick_off: datetime, clock: datetime, horizon: timedelta) -> bool:
    """Whether a meeting is coming and near enough to be predicted.

    >>> within_horizon(BEGINNING + timedelta(days=8), BEGINNING, timedelta(days=8))
    True
    >>> within_horizon(BEGINNING + timedelta(days=9), BEGINNING, timedelta(days=8))
    False
    """
    return is_coming(kick_off, clock) and kick_off <= clock + horizon
