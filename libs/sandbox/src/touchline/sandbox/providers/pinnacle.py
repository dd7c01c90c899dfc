"""Pinnacle's line feed: one recorded document, served as it is from its own time on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from touchline.sandbox.providers.provider import REAL, XML, Served

SOURCE = "pinnacle"
FILE = "odds-feeds/pinnaclesports.xml"
PATH = "pinnacleFeed.aspx"
TAKEN_AT = datetime(2013, 9, 29, 17, 9, 32, tzinfo=UTC)  # PinnacleFeedTime


@dataclass(frozen=True)
class Pinnacle:
    """The feed of one moment."""

    content: bytes

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """The feed, once it was taken."""
        return Served(self.content, XML, REAL) if path == PATH and moment >= TAKEN_AT else None


def recorded(folder: Path) -> Pinnacle | None:
    """The recorded feed."""
    file = folder / FILE
    return Pinnacle(file.read_bytes()) if file.is_file() else None
