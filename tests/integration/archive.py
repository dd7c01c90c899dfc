"""A small archive of documents, landed by the ingestor's own landing: all samples, some of them in several versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path

from touchline.ingestor.fetching import Answer
from touchline.ingestor.landing import Landing
from touchline.ingestor.record import FetchRecord, record_of
from touchline.ingestor.sources.card import Kind, PlannedDocument

SAMPLES = Path(__file__).parents[1] / "samples"
BEGINNING = datetime(2020, 2, 28, 6, tzinfo=UTC)
STEP = timedelta(minutes=10)  # of football time from one fetch to the next
ROLLING = ("*/fixtures.csv", "fpl/*", "pinnacle/*", "william-hill/*", "oddsportal/*", "news/*", "the-odds-api/*")
SEASON = "football-data/mmz4281/1920/E0.csv"
NAMES = "fpl-archive/data/*/teams.csv"  # say what the numbers in the archive's other files mean
KINDS = {".csv": Kind.CSV, ".json": Kind.JSON, ".xml": Kind.XML, ".aspx": Kind.XML}


@dataclass(frozen=True, slots=True)
class Fetched:
    """One version of a document as it comes in."""

    key: str
    content: bytes
    at: datetime

    @property
    def planned(self) -> PlannedDocument:
        """As a card would ask for it."""
        kind = KINDS.get(Path(self.key).suffix, Kind.HTML)
        complete = not any(fnmatchcase(self.key, pattern) for pattern in ROLLING)
        return PlannedDocument(self.key, self.key.split("/", 1)[1], complete, kind)

    @property
    def answer(self) -> Answer:
        """As its provider would answer."""
        return Answer(200, f"https://provider.example/{self.key}", {}, self.content, self.at)


def fetches() -> list[Fetched]:
    """All samples, those that say what names mean last; then new versions of a season file.

    It loses two matches, gets them back, is corrected, and the correction is taken back.
    """
    contents = dict(_samples())
    told_last = sorted(contents, key=lambda key: (fnmatchcase(key, NAMES), key))
    season = contents[SEASON]
    without_two = b"".join(season.splitlines(keepends=True)[:-2])
    corrected = season.replace(b",2,0,H,", b",3,0,H,", 1)
    versions = [(SEASON, version) for version in (without_two, season, corrected, season)]
    documents = [*((key, contents[key]) for key in told_last), *versions]
    return [Fetched(key, content, BEGINNING + number * STEP) for number, (key, content) in enumerate(documents)]


async def land(landing: Landing, fetched: Fetched) -> FetchRecord:
    """Bytes, record, announcement, marker: as the ingestor does after asking."""
    latest = await landing.latest(fetched.key)
    record = record_of(fetched.planned, fetched.answer, latest, recorded_at=datetime.now(UTC), incarnation=0)
    await landing.land(record, fetched.content)
    return record


def _samples() -> Iterator[tuple[str, bytes]]:
    for file in sorted(SAMPLES.rglob("*")):
        if file.is_file() and file.name != "README.md":
            yield file.relative_to(SAMPLES).as_posix(), file.read_bytes()
