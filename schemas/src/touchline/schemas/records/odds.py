"""Bookmakers' prices."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from touchline.schemas.records.documents import Provenance


class OddsMoment(StrEnum):
    """When the prices were collected."""

    BEFORE = "before"
    CLOSING = "closing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Odds:
    """One bookmaker's prices on one market of one match at one moment."""

    match_id: str
    pool: str
    bookmaker: str  # b365, pinnacle, average, maximum
    market: str  # 1x2, over-under, asian-handicap, both-to-score, double-chance, draw-no-bet, correct-score…
    line: float | None  # goals of over-under; handicap of the home team
    moment: OddsMoment
    selections: list[str]  # home, draw, away
    prices: list[float]  # decimal odds, in the order of selections
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int
    withdrawn: bool | None = None
