"""What the fuzzer starts from: a dialect's samples, and beginnings of recorded documents where there are any."""

import gzip
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.names import Names

sys.path.append(str(Path(__file__).parents[2] / "services" / "normalizer" / "tests" / "dialects"))

from every_document import names_of, samples  # beside the dialects' own tests

FETCHED_AT = datetime(2026, 11, 24, tzinfo=UTC)
# Recorded files by the keys of the documents that they are.
RECORDED: Mapping[str, str] = {
    "absences/absences_1920.csv": "absences/absences_1920.csv",
    "fbref/squads/361ca564/2019-2020/schedule": "html/fbref_schedule_tottenham_2019-20.html",
    "football-data/mmz4281/0102/E0.csv": "football-data.co.uk/E0/E0_0102.csv",
    "football-data/mmz4281/1920/E0.csv": "football-data.co.uk/E0/E0_1920.csv",
    "football-datasets/serie-a/season-1920.csv": "football-datasets/serie-a/season-1920.csv",
    "fpl-archive/data/2019-20/players_raw.csv": "fpl/data/2019-20/players_raw.csv",
    "fpl-archive/data/2019-20/gws/gw1.csv": "fpl/data/2019-20/gws/gw1.csv.gz",
    "fpl-archive/data/2019-20/fixtures.csv": "fpl/data/2019-20/fixtures.csv.gz",
    "fpl/bootstrap-static.json": "fpl-api/bootstrap-static.json",
    "fpl/fixtures.json": "fpl-api/fixtures.json",
    "kaggle/Datasets/2000-01.csv": "kaggle-epl/Datasets/2000-01.csv",
    "news/articles/football.ua/podolski.html": "html/news_football.ua_podolski.html",
    "news/articles/hertha-blog.de/dame.html": "html/news_hertha-blog.de.dame.html",
    "oddsportal/sure-bets": "html/oddsportal_surebets_2013.html",
    "openfootball/2010-11/en.1.json": "openfootball/2010-11/en.1.json",
    "openfootball/2022-23/en.1.json": "openfootball/2022-23/en.1.json",
    "pinnacle/pinnacleFeed.aspx": "odds-feeds/pinnaclesports.xml",
    "spi538/spi_matches.csv": "spi538/spi_matches.csv",
    "william-hill/openbet_cdn/275.xml": "odds-feeds/WilliamHill.xml",
    "xg-and-markets/E0_2021.csv": "xg-and-markets/E0_2021.csv",
}


@dataclass(frozen=True, slots=True)
class Seed:
    """A document that the fuzzer changes."""

    document: Document
    content: bytes


def seeds_of(source: str) -> tuple[list[Seed], Names]:
    """A source's documents, and the names that they need."""
    found = [Seed(sample.document, sample.content) for sample in samples(source)]
    return [*found, *_recorded(source)], names_of(source)


def _recorded(source: str) -> Iterator[Seed]:
    folder = os.environ.get("TOUCHLINE_RECORDED")
    for key, name in RECORDED.items() if folder else ():
        file = Path(folder or "") / name
        if key.startswith(f"{source}/") and file.is_file():
            content = file.read_bytes()
            content = gzip.decompress(content) if file.suffix == ".gz" else content
            yield Seed(Document(key, True, FETCHED_AT, f"https://provider.example/{key}"), content)
