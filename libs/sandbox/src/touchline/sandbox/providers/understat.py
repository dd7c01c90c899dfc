"""Understat: seasons made in its shape of football-data.co.uk's results, with expected goals that are invented.

Nobody recorded real ones, so all of it is simulated. Results are there 2 h 30 after kick-off, expected goals from the
next midnight UTC. Of coming matches the next eight days are listed: the recorded files know only the day on which a
match was played in the end. Seasons before 2019/20 have no times of kick-off, and are not made.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

from touchline.sandbox.providers import football_data
from touchline.sandbox.providers.fixtures import HORIZON
from touchline.sandbox.providers.football_data import FootballData
from touchline.sandbox.providers.provider import JSON, SIMULATED, Served
from touchline.sandbox.providers.season import Row, Season
from touchline.schemas.competitions import known_as

SOURCE = "understat"
# Clubs that it calls otherwise than football-data.co.uk does; only those of England are made so.
TITLES = {
    "Man City": "Manchester City",
    "Man United": "Manchester United",
    "Newcastle": "Newcastle United",
    "Nott'm Forest": "Nottingham Forest",
    "QPR": "Queens Park Rangers",
    "West Brom": "West Bromwich Albion",
    "Wolves": "Wolverhampton Wanderers",
}
DRAWN = 0.26  # share of draws in the made forecasts

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """A match with all that is told of it in the end."""

    home: Entry
    away: Entry
    kick_off: datetime
    known_at: datetime
    goals: tuple[str, str]
    expected_goals: tuple[float, float]

    @property
    def counted_at(self) -> datetime:
        """When its expected goals are there: from the next day on."""
        midnight = self.kick_off.replace(hour=0, minute=0, second=0) + timedelta(days=1)
        return max(self.known_at, midnight)

    def as_of(self, moment: datetime) -> Entry:
        """The match as it stood; the forecast is one of hindsight and comes with the expected goals."""
        played, counted = self.known_at <= moment, self.counted_at <= moment
        stated = {
            "id": _number(f"{self.home['title']} {self.away['title']} {self.kick_off.year}"),
            "isResult": played,
            "h": self.home,
            "a": self.away,
            "goals": _sides(*self.goals) if played else _sides(None, None),
            "xG": _sides(*(f"{one:.6f}" for one in self.expected_goals)) if counted else _sides(None, None),
            "datetime": f"{self.kick_off:%Y-%m-%d %H:%M:%S}",
        }
        return stated | ({"forecast": _forecast(*self.expected_goals)} if counted else {})


@dataclass(frozen=True)
class SeasonDocument:
    """A league's season."""

    facts: Season

    @cached_property
    def matches(self) -> list[Match]:
        """The matches with a time of kick-off and a result, as they were played."""
        rows = sorted(self.facts.rows, key=lambda row: row.kick_off)
        return [_match(row) for row in rows if row.cells.get("Time") and row.cells.get("FTHG")]

    def as_of(self, moment: datetime) -> bytes | None:
        """The document as it stood; None before the first match is near."""
        shown = [one.as_of(moment) for one in self.matches if one.kick_off <= moment + HORIZON]
        return json.dumps(shown).encode() + b"\n" if shown else None


@dataclass(frozen=True)
class Understat:
    """Seasons by their paths."""

    seasons: Mapping[str, SeasonDocument]

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """A league's season."""
        season = self.seasons.get(path)
        content = season.as_of(moment) if season else None
        return Served(content, JSON, SIMULATED) if content else None


def recorded(folder: Path) -> Understat | None:
    """Made of the recorded season files."""
    facts = football_data.recorded(folder)
    return made_of(facts) if facts else None


def made_of(facts: FootballData) -> Understat:
    """The leagues' seasons of which times of kick-off are known."""
    names = {competition.code: name for name, competition in known_as(SOURCE).items()}
    return Understat(
        {
            f"league/{names[code]}/20{season[:2]}.json": SeasonDocument(found)
            for (code, season), found in facts.seasons.items()
            if code in names and "Time" in found.header  # so none of the last century is among them
        }
    )


def _match(row: Row) -> Match:
    cells = row.cells
    home, away = (TITLES.get(cells[side], cells[side]) for side in ("HomeTeam", "AwayTeam"))
    goals = cells["FTHG"], cells["FTAG"]
    dice = Random(f"{home} {away} {row.day}")  # the same at every asking
    invented = _expected(goals[0], dice), _expected(goals[1], dice)
    return Match(_club(home), _club(away), row.kick_off, row.known_at, goals, invented)


def _expected(goals: str, dice: Random) -> float:
    """Invented: 0.8 + 0.4 times the goals, with a normal error of 0.4, and at least 0.05."""
    return max(0.05, 0.8 + 0.4 * int(goals) + dice.gauss(0, 0.4))


def _forecast(home: float, away: float) -> Entry:
    """Invented: what draws leave is shared as the expected goals are."""
    win = (1 - DRAWN) * home / (home + away)
    return {"w": f"{win:.4f}", "d": f"{DRAWN:.4f}", "l": f"{1 - DRAWN - win:.4f}"}


def _club(title: str) -> Entry:
    return {"id": _number(title), "title": title, "short_title": title[:3].upper()}


def _sides(home: str | None, away: str | None) -> Entry:
    return {"h": home, "a": away}


def _number(text: str) -> str:
    return str(crc32(text.encode()))
