"""Which recorded file is which document: the layout of a folder of recorded documents, one line a source."""

import gzip
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from touchline.normalizer.dialects.dialect import Document
from touchline.schemas.competitions import COMPETITIONS, Competition
from touchline.schemas.records import Provenance, RawDocument

# A recorded season stands as it was known when it had ended; 2019/20, the latest of all, ended on 26 July.
SEASON_OVER = (8, 1)
PLAYERS_OF = "E0"  # the competition whose players are recorded
CENTURY_TURNS = 93  # two-digit years of the archives begin with 1993


@dataclass(frozen=True, slots=True)
class Recorded:
    """A file, and the document that it was recorded from."""

    file: Path
    document: Document

    @property
    def content(self) -> bytes:
        """The bytes as the provider served them: some lie compressed."""
        content = self.file.read_bytes()
        return gzip.decompress(content) if self.file.suffix == ".gz" else content

    def raw(self, content: bytes) -> RawDocument:
        """The announcement that an ingestor would have made of it."""
        sha256 = hashlib.sha256(content).hexdigest()
        at = self.document.fetched_at
        return RawDocument(
            source=self.document.source,
            document_key=self.document.key,
            url=self.document.url,
            object_key=f"recorded/{sha256}",
            sha256=sha256,
            size=len(content),
            media_type="text/csv",
            previous_sha256=None,
            complete=self.document.complete,
            provenance=Provenance.REAL,
            event_time=at,
            available_at=at,
            recorded_at=at,
            revision=1,
        )


def recorded_documents(folder: Path, competition: str) -> list[Recorded]:
    """Every recorded document that tells of a competition's results, statistics, expected goals, prices or players.

    In an order in which each can be read: documents that state names come before those that use them.
    """
    known = COMPETITIONS[competition]
    return [one for find in _LAYOUT.values() for one in find(folder, known)]


def season_over(code: str) -> datetime:
    """When a season of that name was over.

    >>> season_over("1920").date().isoformat(), season_over("9900").year
    ('2020-08-01', 2000)
    """
    first = int(code[:2])
    year = (1900 if first >= CENTURY_TURNS else 2000) + first + 1
    return datetime(year, *SEASON_OVER, tzinfo=UTC)


def _seasons(files: Iterator[Path], key: Callable[[str, str], str]) -> Iterator[Recorded]:
    """One document a season file; the season is the last four digits of its name."""
    for file in sorted(files):
        if (named := re.search(r"(\d{4})$", file.stem)) is not None:
            name = key(file.name, named[1])
            yield Recorded(file, Document(name, True, season_over(named[1]), f"https://recorded.example/{name}"))


def _football_data(folder: Path, one: Competition) -> Iterator[Recorded]:
    files = (folder / "football-data.co.uk" / one.code).glob(f"{one.code}_*.csv")
    return _seasons(files, lambda _, season: f"football-data/mmz4281/{season}/{one.code}.csv")


def _football_datasets(folder: Path, one: Competition) -> Iterator[Recorded]:
    league = one.known_as.get("football-datasets", "")
    files = (folder / "football-datasets" / league).glob("season-*.csv")
    return _seasons(files, lambda name, _: f"football-datasets/{league}/{name}")


def _xg_and_markets(folder: Path, one: Competition) -> Iterator[Recorded]:
    files = (folder / "xg-and-markets").glob(f"{one.code}_*.csv")
    return _seasons(files, lambda name, _: f"xg-and-markets/{name}")


def _spi538(folder: Path, one: Competition) -> Iterator[Recorded]:
    if "spi538" not in one.known_as:
        return
    for pattern, name, complete in (
        ("spi_matches_[0-9]*.csv", "spi538/spi_matches.csv", True),
        ("spi_matches_latest*.csv", "spi538/spi_matches_latest.csv", False),
    ):
        for file in sorted((folder / "spi538").glob(pattern))[-1:]:
            # The file tells of years; it was taken down when its last season had ended.
            years = re.findall(r"(\d{4})|-(\d{2})(?=\D)", file.stem)
            last = max((int(long or f"20{short}") for long, short in years), default=2023)
            at = datetime(last, *SEASON_OVER, tzinfo=UTC)
            yield Recorded(file, Document(name, complete, at, f"https://recorded.example/{name}"))


def _fpl_archive(folder: Path, one: Competition) -> Iterator[Recorded]:
    """Names first: what a number means in a season is stated beside the gameweeks, and for the oldest in one list."""
    if one.code != PLAYERS_OF:
        return
    data = folder / "fpl" / "data"
    files = [*data.glob("master_team_list.csv"), *data.glob("[0-9]*/*.csv*"), *data.glob("[0-9]*/gws/*.csv*")]
    for file in sorted(files, key=lambda file: ("gws" in file.parts, str(file))):
        season = re.match(r"20(\d\d)-(\d\d)", file.relative_to(data).parts[0])
        over = season_over("".join(season.groups())) if season else datetime(2023, *SEASON_OVER, tzinfo=UTC)
        name = f"fpl-archive/data/{file.relative_to(data).as_posix().removesuffix('.gz')}"
        yield Recorded(file, Document(name, True, over, f"https://recorded.example/{name}"))


def _absences(folder: Path, one: Competition) -> Iterator[Recorded]:
    files = (folder / "absences").glob("absences_*.csv") if one.code == PLAYERS_OF else iter(())
    return _seasons(files, lambda name, _: f"absences/{name}")


_LAYOUT: Mapping[str, Callable[[Path, Competition], Iterator[Recorded]]] = {
    "football-data": _football_data,
    "football-datasets": _football_datasets,
    "xg-and-markets": _xg_and_markets,
    "spi538": _spi538,
    "fpl-archive": _fpl_archive,
    "absences": _absences,
}
