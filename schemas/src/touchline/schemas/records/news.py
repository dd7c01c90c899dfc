"""Football news."""

from dataclasses import dataclass
from datetime import datetime

from touchline.schemas.records.documents import Provenance


@dataclass(frozen=True, slots=True)
class Article:
    """A piece of football news: what it says, in which language, and whom it names."""

    article_id: str  # of its address
    pool: str  # of the teams it names; WORLD when it names none
    url: str
    title: str
    text: str
    language: str | None  # ISO 639-1
    author: str | None
    teams: list[str]  # team_id
    players: list[str]  # player_id
    fingerprint: str  # 64 bits of its words in hexadecimal: near-duplicates differ in few bits
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime  # when it was published
    available_at: datetime
    recorded_at: datetime
    revision: int
    withdrawn: bool | None = None
