"""William Hill's price feed: one recorded document of one class, served as it is from its own time on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from touchline.sandbox.providers.provider import REAL, XML, Served

SOURCE = "william-hill"
FILE = "odds-feeds/WilliamHill.xml"
PATH, CLASS = "openbet_cdn", "275"
TAKEN_AT = datetime(2013, 9, 16, 16, 25, 48, tzinfo=UTC)  # created, 17:25:48 British summer time


@dataclass(frozen=True)
class WilliamHill:
    """The feed of one class at one moment."""

    content: bytes

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """The class's feed, once it was made."""
        asked = path == PATH and query.get("classId") == CLASS
        return Served(self.content, XML, REAL) if asked and moment >= TAKEN_AT else None


def recorded(folder: Path) -> WilliamHill | None:
    """The recorded feed."""
    file = folder / FILE
    return WilliamHill(file.read_bytes()) if file.is_file() else None
