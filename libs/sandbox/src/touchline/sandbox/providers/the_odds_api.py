"""The Odds API: documents made in its shape from the prices that football-data.co.uk had collected by the date."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from touchline.sandbox.clock import stamp
from touchline.sandbox.providers import football_data
from touchline.sandbox.providers.coming import Coming, coming_in, has_begun
from touchline.sandbox.providers.football_data import FootballData
from touchline.sandbox.providers.provider import JSON, SIMULATED, Served
from touchline.schemas.competitions import known_as

SOURCE = "the-odds-api"
SPORTS = known_as(SOURCE)
MARKETS = "h2h"  # what is sent to whom asks for none
BOOKMAKERS = {"williamhill": "WH", "betvictor": "VC", "pinnacle": "PS"}  # the provider's key and the columns' letters
PINNACLE = "pinnacle"
_PATH = re.compile(r"sports/(?P<sport>[a-z0-9_]+)/odds")


@dataclass(frozen=True)
class TheOddsApi:
    """Odds of the leagues that football-data.co.uk has."""

    facts: FootballData

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """The coming matches of a sport with the asked markets."""
        asked = _PATH.fullmatch(path)
        competition = SPORTS.get(asked["sport"]) if asked else None
        if asked is None or competition is None or not has_begun(self.facts, competition.code, moment):
            return None
        matches = coming_in(self.facts, competition.code, moment)
        markets = query.get("markets", MARKETS).split(",")
        events = [_event(asked["sport"], competition.name, match, markets) for match in matches]
        return Served(json.dumps(events, indent=1).encode() + b"\n", JSON, SIMULATED)


def recorded(folder: Path) -> TheOddsApi | None:
    """Made from the recorded season files."""
    facts = football_data.recorded(folder)
    return TheOddsApi(facts) if facts else None


def _event(sport: str, title: str, match: Coming, markets: list[str]) -> dict[str, object]:
    home, away = match.cells["HomeTeam"], match.cells["AwayTeam"]
    return {
        "id": sha256(f"{sport}:{home}:{away}:{match.kick_off.year}".encode()).hexdigest()[:32],
        "sport_key": sport,
        "sport_title": title,
        "commence_time": stamp(match.kick_off),
        "home_team": home,
        "away_team": away,
        "bookmakers": list(_bookmakers(match, home, away, markets)),
    }


def _bookmakers(match: Coming, home: str, away: str, markets: list[str]) -> Iterator[dict[str, object]]:
    updated = stamp(match.collected_at)
    for key, letters in BOOKMAKERS.items():
        held = [
            {"key": market, "last_update": updated, "outcomes": outcomes}
            for market, outcomes in _markets(match, key, letters, home, away)
            if market in markets
        ]
        if held:
            yield {"key": key, "title": key.title(), "last_update": updated, "markets": held}


def _markets(
    match: Coming, key: str, letters: str, home: str, away: str
) -> Iterator[tuple[str, list[dict[str, object]]]]:
    result = match.prices(f"{letters}H", f"{letters}D", f"{letters}A")
    if result:
        yield "h2h", [_outcome(name, price) for name, price in zip((home, "Draw", away), result, strict=True)]
    if key != PINNACLE:
        return
    total, handicap = match.prices("P>2.5", "P<2.5"), match.prices("PAHH", "PAHA", "AHh")
    if total:
        yield "totals", [_outcome("Over", total[0], 2.5), _outcome("Under", total[1], 2.5)]
    if handicap:
        line = handicap[2]
        yield "spreads", [_outcome(home, handicap[0], line), _outcome(away, handicap[1], -line)]


def _outcome(name: str, price: float, point: float | None = None) -> dict[str, object]:
    return {"name": name, "price": price} | ({} if point is None else {"point": point})
