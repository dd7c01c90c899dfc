"""What is known about a provider before anything is asked of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """One document to ask for."""

    key: str  # stable over versions, begins with the source's id
    path: str  # below the provider's address
    complete: bool  # a complete document withdraws what it no longer holds; a rolling one does not
    media_type: str  # what it should be; the provider may send something else

    @property
    def extension(self) -> str:
        """The ending of the document's name, without the dot."""
        return self.path.rsplit(".", 1)[-1]


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A provider: its address, its terms as it states them, how fast we may ask, and what there is to ask for."""

    id: str
    name: str
    address: str
    terms: str
    requests_per_second: float
    plan: Callable[[datetime], list[PlannedDocument]]  # what to ask for at a football time
    history: Callable[[datetime], list[PlannedDocument]]  # the part of it that is only past seasons
