"""Where recorded documents lie in their folder, and under which key the ingestor would have landed each."""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

PACKED = ".gz"


@dataclass(frozen=True, slots=True)
class Place:
    """A source's folder, its documents there, and what their keys begin with."""

    folder: str
    pattern: str
    prefix: str


# The documents from which the histories of players and of the teams that they play for are made.
PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "fpl-archive": Place("fpl/data", "**/*.csv*", "fpl-archive/data"),
        "absences": Place("absences", "absences_*.csv", "absences"),
        "football-datasets": Place("football-datasets", "premier-league/season-*.csv", "football-datasets"),
    }
)


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """One document in the folder."""

    source: str
    key: str
    file: Path

    def content(self) -> bytes:
        """Its bytes as the provider gave them."""
        content = self.file.read_bytes()
        return gzip.decompress(content) if self.file.suffix == PACKED else content


def documents_of(source: str, folder: Path) -> Iterator[RecordedDocument]:
    """The documents of a source, by key; none where nothing is recorded."""
    place = PLACES[source]
    root = folder / place.folder
    for file in sorted(root.glob(place.pattern)):
        key = f"{place.prefix}/{file.relative_to(root).as_posix().removesuffix(PACKED)}"
        yield RecordedDocument(source, key, file)
