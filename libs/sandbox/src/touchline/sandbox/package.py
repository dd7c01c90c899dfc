"""Real matches from the PyPI package `premier-league`, in the recorded documents' format, with simulated prices."""

import csv
import io
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from touchline.sandbox.library import COMPETITION, Library, NothingRecorded
from touchline.sandbox.prices import SimulatedMarket
from touchline.sandbox.providers import football_data
from touchline.sandbox.providers.fixtures import prices_collected_at
from touchline.sandbox.providers.season import RESULT_KNOWN_AFTER, UK, Season

REQUIREMENT = "premier-league==1.0.4"  # MIT
MEMBER = "premier_league/data/premier_league.sql"
MEMBER_SHA256 = "ffd8708cabfff204ac8aab3e819348b24e6309bdbdc8d27a0679aa3dbb605a90"
FILE = "premier_league.sql"
LEAGUE = 1
# The package's names that differ from the ones in the recorded documents.
NAMES = {
    "Brighton & Hove Albion": "Brighton",
    "Cardiff City": "Cardiff",
    "Huddersfield Town": "Huddersfield",
    "Ipswich Town": "Ipswich",
    "Leeds United": "Leeds",
    "Leicester City": "Leicester",
    "Luton Town": "Luton",
    "Manchester City": "Man City",
    "Manchester United": "Man United",
    "Newcastle United": "Newcastle",
    "Norwich City": "Norwich",
    "Nottingham Forest": "Nott'm Forest",
    "Stoke City": "Stoke",
    "Swansea City": "Swansea",
    "Tottenham Hotspur": "Tottenham",
    "West Bromwich Albion": "West Brom",
    "West Ham United": "West Ham",
    "Wolverhampton Wanderers": "Wolves",
}
STATISTICS = {
    "S": "shots_total_FW + {0}.shots_total_MF + {0}.shots_total_DF",
    "ST": "shots_on_target_FW + {0}.shots_on_target_MF + {0}.shots_on_target_DF",
    "F": "fouls_committed_FW + {0}.fouls_committed_MF + {0}.fouls_committed_DF",
    "Y": "yellow_card",
    "R": "red_card",
}
COUNTED = [f"{side}{name}" for name in STATISTICS for side in "HA"]
PRICED = [f"{kind}{outcome}" for kind in ("Avg", "AvgC") for outcome in "HDA"]
HEADER = ["Div", "Date", "Time", "HomeTeam", "AwayTeam", "FTHG", "FTAG", "FTR", *COUNTED, *PRICED]


@dataclass(frozen=True, slots=True)
class Played:
    """One match of the package; the kick-off is UK local, as in the recorded documents."""

    season: str
    kick_off: datetime
    home: str
    away: str
    home_goals: int
    away_goals: int
    counted: tuple[int | str, ...]  # empty where the package has none


def fetch(folder: Path) -> Path:
    """Take the one file we need out of the wheel, once; returns where it stands.

    Raises:
        NothingRecorded: the package cannot be downloaded, or holds another file than the one we know.
    """
    file = folder / FILE
    if not file.exists():
        content = _downloaded()
        if sha256(content).hexdigest() != MEMBER_SHA256:
            raise NothingRecorded(f"{REQUIREMENT} holds another {FILE} than the one that was reviewed")
        folder.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".new")
        beside.write_bytes(content)
        beside.replace(file)
    return file


def _downloaded() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        outcome = subprocess.run(_command(folder), capture_output=True, text=True, check=False)
        wheels = list(Path(folder).glob("*.whl"))
        if outcome.returncode or not wheels:
            last = (outcome.stderr.strip().splitlines() or ["no wheel came"])[-1]
            raise NothingRecorded(f"{REQUIREMENT} cannot be downloaded: {last}")
        with zipfile.ZipFile(wheels[0]) as wheel:
            return wheel.read(MEMBER)


def _command(folder: str) -> list[str]:
    """pip of this environment, else of the one uv was installed with, else of the system."""
    download = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "-d", folder]
    beside = Path(sys.prefix).parent / ".tools" / "uv" / "bin" / "python"
    for python in (sys.executable, str(beside), shutil.which("python3", path="/usr/local/bin:/usr/bin") or ""):
        if Path(python).is_file() and not subprocess.run([python, "-c", "import pip"], capture_output=True).returncode:
            return [python, *download, REQUIREMENT]
    raise NothingRecorded("pip is needed to download the package: install python3-pip")


def library(folder: Path) -> Library:
    """Every season of the package as a season file.

    Raises:
        NothingRecorded: the package was not fetched.
    """
    file = folder / FILE
    if not file.exists():
        raise NothingRecorded(
            "no documents to serve: set TOUCHLINE_RECORDED to their folder, "
            "or run `python -m touchline.sandbox fetch-package`"
        )
    return library_of(played(file.read_text(encoding="utf-8")))


def library_of(matches: list[Played]) -> Library:
    """Season files of these matches, which must be in the order of their kick-offs.

    A match is priced when the provider would have collected its prices, from the results known by then.
    """
    market, rows, unlearnt = SimulatedMarket(), defaultdict(list), deque[Played]()
    for match in matches:
        kick_off = match.kick_off.replace(tzinfo=UK)
        known_by = prices_collected_at(match.kick_off.date(), kick_off)
        while unlearnt and unlearnt[0].kick_off.replace(tzinfo=UK) + RESULT_KNOWN_AFTER <= known_by:
            earlier = unlearnt.popleft()
            market.learn(earlier.home, earlier.away, earlier.home_goals, earlier.away_goals)
        before, closing = market.quote(f"{match.season}:{match.home}:{match.away}", match.home, match.away)
        unlearnt.append(match)
        rows[match.season].append([*_cells(match), *before, *closing])
    seasons = {(COMPETITION, name): Season(name, _render(lines)) for name, lines in rows.items()}
    return Library({football_data.SOURCE: football_data.FootballData(seasons, simulated=True)})


def _cells(match: Played) -> list[object]:
    goals = (match.home_goals, match.away_goals)
    result = "H" if goals[0] > goals[1] else "A" if goals[0] < goals[1] else "D"
    kick_off = match.kick_off
    when = (f"{kick_off:%d/%m/%Y}", f"{kick_off:%H:%M}")
    return [COMPETITION, *when, match.home, match.away, *goals, result, *match.counted]


def _render(rows: list[list[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([HEADER, *rows])
    return out.getvalue().encode()


def played(script: str) -> list[Played]:
    """The matches in the package's SQL, by kick-off."""
    database = sqlite3.connect(":memory:")
    try:
        database.executescript(script)
        return list(_matches(database))
    finally:
        database.close()


def _matches(database: sqlite3.Connection) -> Iterator[Played]:
    counted = ", ".join(f"h.{sum_.format('h')}, a.{sum_.format('a')}" for sum_ in STATISTICS.values())
    query = f"""
        SELECT game.season, game.date, home.name, away.name, home_goals, away_goals, {counted}
        FROM game JOIN team home ON home.id = home_team_id JOIN team away ON away.id = away_team_id
        LEFT JOIN game_stats h ON h.game_id = game.id AND h.team_id = home_team_id
        LEFT JOIN game_stats a ON a.game_id = game.id AND a.team_id = away_team_id
        WHERE game.league_id = {LEAGUE} AND home_goals IS NOT NULL AND away_goals IS NOT NULL
        ORDER BY game.date, game.id
    """
    for season, date, home, away, home_goals, away_goals, *statistics in database.execute(query):
        yield Played(
            season=season[2:4] + season[7:9],
            kick_off=datetime.fromisoformat(date),
            home=NAMES.get(home, home),
            away=NAMES.get(away, away),
            home_goals=home_goals,
            away_goals=away_goals,
            counted=tuple("" if value is None else value for value in statistics),
        )
