"""What every provider of the sandbox is: paths in, documents as of a date out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

CSV = "text/csv"  # without a charset: older files are latin-1
JSON = "application/json"
XML = "application/xml"
HTML = "text/html; charset=utf-8"

REAL, DERIVED, SIMULATED = "real", "derived", "simulated"


@dataclass(frozen=True, slots=True)
class Served:
    """A document as it stands on the sandbox's date.

    `provenance` is `real` when it equals the recorded one byte for byte, `derived` when it is a past view of it, and
    `simulated` when any of it was made by us.
    """

    content: bytes
    media_type: str
    provenance: str


class Provider(Protocol):
    """A source's documents at its own paths, below `/<source id>/`."""

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """The document at a path as of a moment; None when the provider has none there (yet)."""
        ...


def whole_or_past(content: bytes, recorded: bytes, media_type: str) -> Served:
    """Real when it is the recorded document, else derived from it.

    >>> whole_or_past(b"a", b"ab", CSV).provenance
    'derived'
    """
    return Served(content, media_type, REAL if content == recorded else DERIVED)
