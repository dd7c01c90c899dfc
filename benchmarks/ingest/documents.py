"""The documents that both sides read: recorded ones where TOUCHLINE_RECORDED names them, else our samples."""

import gzip
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "tests" / "samples"
FPL_SEASON = "2019-20"


@dataclass(frozen=True, slots=True)
class Served:
    """A document: the kind that it is measured under, its key, and the file that holds it."""

    kind: str
    key: str
    file: Path

    @property
    def content(self) -> bytes:
        """Its bytes, as its provider would send them."""
        found = self.file.read_bytes()
        return gzip.decompress(found) if self.file.suffix == ".gz" else found


def chosen() -> tuple[str, list[Served]]:
    """Which input this is (`recorded` or `samples`), and its documents."""
    folder = os.environ.get("TOUCHLINE_RECORDED")
    if folder:
        return "recorded", list(recorded(Path(folder)))
    return "samples", list(samples())


def recorded(folder: Path) -> Iterator[Served]:
    """Real documents."""
    for file in sorted((folder / "football-data.co.uk" / "E0").glob("E0_*.csv")):
        yield Served("football-data", f"football-data/mmz4281/{file.stem[3:]}/E0.csv", file)
    for file in sorted((folder / "openfootball").glob("*/en.1.json")):
        yield Served("openfootball", f"openfootball/{file.parent.name}/en.1.json", file)
    archive = folder / "fpl" / "data" / FPL_SEASON
    weeks = sorted((archive / "gws").glob("gw*.csv*"), key=lambda file: int(file.name[2:].split(".")[0]))
    for file in (archive / "teams.csv", archive / "players_raw.csv", *weeks):
        path = file.relative_to(archive).as_posix().removesuffix(".gz")
        yield Served("fpl", f"fpl-archive/data/{FPL_SEASON}/{path}", file)
    page = folder / "html" / "fbref_schedule_tottenham_2019-20.html"
    yield Served("fbref", "fbref/squads/361ca564/2019-2020/schedule", page)
    yield Served("oddsportal", "oddsportal/sure-bets", folder / "html" / "oddsportal_surebets_2013.html")
    yield Served("pinnacle", "pinnacle/pinnacleFeed.aspx", folder / "odds-feeds" / "pinnaclesports.xml")


def samples() -> Iterator[Served]:
    """Small documents written by us, with the providers' quirks."""
    keys = {
        "football-data": ["mmz4281/1819/E0.csv", "mmz4281/1920/E0.csv"],
        "openfootball": ["2019-20/en.1.json"],
        "fpl-archive": [f"data/{FPL_SEASON}/{name}.csv" for name in ("teams", "players_raw", "gws/gw1", "gws/gw30")],
        "fbref": ["squads/361ca564/2019-2020/schedule"],
        "oddsportal": ["sure-bets"],
        "pinnacle": ["pinnacleFeed.aspx"],
    }
    for source, paths in keys.items():
        for path in paths:
            yield Served(source.removesuffix("-archive"), f"{source}/{path}", SAMPLES / source / path)
