"""Words by which several sources mark a match that was not played as planned."""

from collections.abc import Mapping
from types import MappingProxyType

from touchline.schemas.records import MatchStatus

STATUSES: Mapping[str, MatchStatus] = MappingProxyType(
    {
        "postponed": MatchStatus.POSTPONED,
        "abandoned": MatchStatus.ABANDONED,
        "suspended": MatchStatus.ABANDONED,
        "awarded": MatchStatus.AWARDED,
        "cancelled": MatchStatus.CANCELLED,
        "canceled": MatchStatus.CANCELLED,
    }
)
"""Only the exceptional is marked: a match without such a word is played when it has a score."""
