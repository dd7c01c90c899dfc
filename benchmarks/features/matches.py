"""The matches that both sides fold: recorded seasons of E0 where TOUCHLINE_RECORDED names them, else made ones."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.features import made
from tests.skew.seasons import raw_document
from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.football_data.parser import DIALECT
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import MatchRow
from touchline.normalizer.identities.reviewed import reviewed
from touchline.normalizer.records import Reading, record_of
from touchline.schemas.records import Match

COMPETITION = "E0"
MADE_SEASONS = range(2000, 2023)
READ_AT = datetime(2026, 11, 24, tzinfo=UTC)


def chosen() -> tuple[str, list[Match]]:
    """Which input this is (`recorded` or `made`), and its played matches, in the order of their kick-offs."""
    folder = os.environ.get("TOUCHLINE_RECORDED")
    if folder:
        found, source = list(_recorded(Path(folder) / "football-data.co.uk" / COMPETITION)), "recorded"
    else:
        found, source = [one for year in MADE_SEASONS for one in made.season(COMPETITION, year)], "made"
    return source, sorted(found, key=lambda one: (one.event_time, one.match_id))


def _recorded(folder: Path) -> Iterator[Match]:
    names = reviewed()
    for file in sorted(folder.glob(f"{COMPETITION}_*.csv")):
        yield from _season(file.read_bytes(), file.stem.partition("_")[2], names)


def _season(content: bytes, code: str, names: Names) -> Iterator[Match]:
    document = Document(f"{DIALECT.source}/mmz4281/{code}/{COMPETITION}.csv", True, READ_AT)
    reading = Reading(raw_document(document.key, content, READ_AT), READ_AT)
    for row in DIALECT.read(content, document, names).of(MatchRow):
        found = record_of(row, reading)
        if found is not None and found[1].home_goals is not None:
            yield found[1]
