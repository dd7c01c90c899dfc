"""Every sample document of the repository, as its dialect meets it: `tests/samples/<source>/<path of the document>`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from touchline.normalizer.dialects.dialect import Dialect, Document
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.dialects.rows import IdentityRow, Name, Scope
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import IdentityKind

SAMPLES = Path(__file__).parents[4] / "tests" / "samples"
GOLDEN = Path(__file__).parents[1] / "golden"
# Documents that are not complete, by key.
ROLLING = (
    "*/fixtures.csv",
    "fpl/*",
    "pinnacle/*",
    "william-hill/*",
    "oddsportal/*",
    "news/*",
    "the-odds-api/*",
    "spi538/spi_matches_latest.csv",
)
# When a source's samples were fetched, in football time, where not on the evening of 28 February 2020.
FETCHED_AT: dict[str, datetime] = {"news": datetime(2020, 7, 1, 18, tzinfo=UTC)}
# Names in a source's samples that another source states.
STATED_ELSEWHERE: dict[str, dict[Scope, dict[str, str]]] = {
    "news": {
        Scope(IdentityKind.PLAYER, "name:ENG"): {
            "Danny Okafor": "okafor",
            "Tomas Lindqvist": "lindqvist",
            "Rui Sequeira": "sequeira",
            "Mateo Quill": "quill",
            "Jack Preston": "preston-jack",
            "Lee Barnsley": "barnsley-lee",
            "Adrian Shaw": "shaw",
            "Ola Berg": "berg",
        }
    }
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample document and the dialect that reads it."""

    file: Path
    document: Document
    dialect: Dialect

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return self.file.read_bytes()

    @property
    def golden(self) -> Path:
        """Where the rows that it holds are written down."""
        return GOLDEN / f"{self.document.key}.txt"


def samples(source: str) -> Iterator[Sample]:
    """The samples of a source."""
    for file in sorted((SAMPLES / source).rglob("*")):
        if file.is_file() and file.name != "README.md":
            key = file.relative_to(SAMPLES).as_posix()
            complete = not any(fnmatchcase(key, pattern) for pattern in ROLLING)
            at = FETCHED_AT.get(source, datetime(2020, 2, 28, 18, tzinfo=UTC))
            yield Sample(file, Document(key, complete, at, f"https://provider.example/{key}"), DIALECTS[source])


def every_sample() -> list[Sample]:
    """All of them."""
    return [sample for source in DIALECTS for sample in samples(source)]


@cache
def names_of(source: str) -> Names:
    """The reviewed identities, and those that the source's own samples and other sources state."""
    elsewhere = STATED_ELSEWHERE.get(source, {})
    pairs = ((Name(scope, text), identity) for scope, known in elsewhere.items() for text, identity in known.items())
    names = reviewed().over(Names.of(pairs))
    for sample in [*samples(source)] * 2:  # some state names by means of names that a later one states
        stated = sample.dialect.read(sample.content, sample.document, names).of(IdentityRow)
        names = names.over(Names.of((row.name, row.identity) for row in stated))
    return names
