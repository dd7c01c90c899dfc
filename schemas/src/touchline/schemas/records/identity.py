"""What persons decided that a name means."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class IdentityKind(StrEnum):
    """What an identity decision is about."""

    CLUB = "club"
    PLAYER = "player"
    MATCH = "match"  # only providers state it, of their own numbers
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class IdentityDecision:
    """A person decided what a name means: ledger data, never rebuilt; a later decision on the same name replaces it."""

    decision_key: str  # kind, scope and name in one
    kind: IdentityKind
    scope: str  # where the name is used: a pool, or a source and season
    name: str
    identity: str  # team_id or player_id
    decided_by: str
    reason: str
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int  # the decision's version
