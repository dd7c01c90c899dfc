"""Made matches, the same every time: twenty clubs, everyone at home against everyone, 380 a season."""

import hashlib
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random
from typing import Any

from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.records import Match, MatchStatus, Provenance

CLUBS = 20
BETWEEN = timedelta(hours=17)  # kick-offs of one competition: 380 of them end in May
KNOWN_AFTER = timedelta(hours=2, minutes=30)
ANNOUNCED_BEFORE = timedelta(days=400)  # more than a season: its results find the meetings that come after it
_NOTHING = {field.name: None for field in fields(Match)}


def season(competition: str, year: int) -> Iterator[Match]:
    """The results of a season, in order; no two of a competition at the same moment."""
    pool = COMPETITIONS[competition].pool
    random = Random(f"{competition} {year}")
    meetings = list(permutations([f"{pool.lower()}-{number:02d}" for number in range(CLUBS)], 2))
    random.shuffle(meetings)
    for number, (home, away) in enumerate(meetings):
        kick_off = datetime(year, 8, 8, 15, tzinfo=UTC) + number * BETWEEN
        yield match(competition, year, home, away, kick_off, random)


def fixtures(competition: str, year: int) -> Iterator[Match]:
    """One coming match of every club in a season, announced before the season that precedes it."""
    clubs = [f"{COMPETITIONS[competition].pool.lower()}-{number:02d}" for number in range(CLUBS)]
    kick_off = datetime(year, 8, 8, 15, tzinfo=UTC)
    for home, away in zip(clubs[::2], clubs[1::2], strict=True):
        yield match(competition, year, home, away, kick_off, None)


def match(competition: str, year: int, home: str, away: str, kick_off: datetime, random: Random | None) -> Match:
    """A result, with statistics; without `random` a fixture."""
    label = f"{year}/{(year + 1) % 100:02d}"
    key = f"football-data/mmz4281/{label[2:4]}{label[5:7]}/{competition}.csv"
    counts = {} if random is None else _counts(random)
    known: dict[str, Any] = {
        "match_id": f"{competition}:{label.replace('/', '-')}:{home}:{away}",
        "pool": COMPETITIONS[competition].pool,
        "competition": competition,
        "season": label,
        "home_team": home,
        "away_team": away,
        "kick_off_known": True,
        "status": MatchStatus.PLAYED if random else MatchStatus.SCHEDULED,
        "source": "football-data",
        "document_key": key,
        "document": hashlib.sha256(key.encode()).hexdigest(),
        "provenance": Provenance.SIMULATED,
        "event_time": kick_off,
        "available_at": kick_off + (KNOWN_AFTER if random else -ANNOUNCED_BEFORE),
        "recorded_at": kick_off,
        "revision": 1,
    }
    return Match(**{**_NOTHING, **known, **counts})


def _counts(random: Random) -> dict[str, int]:
    def some(mean: float) -> int:
        return sum(random.random() < mean / 20 for _ in range(20))

    home, away = some(1.5), some(1.2)
    return {
        "home_goals": home,
        "away_goals": away,
        "home_shots": home + some(9),
        "away_shots": away + some(8),
        "home_shots_on_target": home + some(3),
        "away_shots_on_target": away + some(3),
        "home_corners": some(6),
        "away_corners": some(5),
    }
