"""football-data.org's answers, made from openfootball's facts in the form of the provider's public reference.

Nobody recorded real ones, so all of it is simulated: numbers of matches and teams are hashes, and only what the
reference promises and openfootball knows is filled in.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zlib import crc32

from touchline.sandbox.providers import openfootball
from touchline.sandbox.providers.openfootball import HORIZON, OpenFootball, SeasonDocument, Shown
from touchline.sandbox.providers.provider import JSON, SIMULATED, Served
from touchline.schemas.competitions import Competition, known_as

SOURCE = "football-data-org"
COMING = ("SCHEDULED", "TIMED", "IN_PLAY")
_PATH = re.compile(r"competitions/(?P<code>\w+)/(?P<what>matches|teams)")

Answer = dict[str, Any]


@dataclass(frozen=True)
class FootballDataOrg:
    """The provider, on facts of another one."""

    facts: OpenFootball

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """Matches or teams of a competition's season; without a season, of the latest one listed."""
        asked = _PATH.fullmatch(path)
        competition = known_as(SOURCE).get(asked["code"]) if asked else None
        if asked is None or competition is None:
            return None
        found = self._season(competition, moment, query.get("season"))
        if found is None:
            return None
        year, shown = found
        content = _matches(asked["code"], competition, year, shown, moment)
        if asked["what"] == "teams":
            content = _teams(content)
        return Served(json.dumps(content, ensure_ascii=False).encode(), JSON, SIMULATED)

    def _season(self, competition: Competition, moment: datetime, year: str | None) -> tuple[int, list[Shown]] | None:
        """The year in which the season begins, and its matches as they stood."""
        found = [(start, season.as_of(moment)) for start, season in self._documents(competition).items()]
        listed = {start: shown for start, shown in found if shown and year in (None, str(start))}
        return (max(listed), listed[max(listed)]) if listed else None

    def _documents(self, competition: Competition) -> dict[int, SeasonDocument]:
        league = competition.known_as.get(openfootball.SOURCE, "")
        return {int(path[:4]): season for path, season in self.facts.seasons.items() if season.league == league}


def recorded(folder: Path) -> FootballDataOrg | None:
    """Answers made from openfootball's recorded documents."""
    facts = openfootball.recorded(folder)
    return FootballDataOrg(facts) if facts else None


def _matches(code: str, competition: Competition, year: int, shown: list[Shown], moment: datetime) -> Answer:
    first, last = (day.isoformat() for day in competition.season_range(competition.season_named(year)))
    season = {"id": _number(f"{code} {year}"), "startDate": first, "endDate": last, "winner": None}
    about = {"id": _number(code), "name": competition.name, "code": code, "type": "LEAGUE"}
    matches = [_match(one, moment) | {"competition": about, "season": season} for one in shown]
    return {
        "filters": {"season": str(year)},
        "resultSet": {
            "count": len(matches),
            "first": min(match["utcDate"] for match in matches)[:10],
            "last": max(match["utcDate"] for match in matches)[:10],
            "played": sum(match["status"] == "FINISHED" for match in matches),
        },
        "competition": about,
        "season": season,
        "matches": matches,
    }


def _teams(matches: Answer) -> Answer:
    teams = {team["name"]: team for match in matches["matches"] for team in (match["homeTeam"], match["awayTeam"])}
    return {
        "count": len(teams),
        "filters": matches["filters"],
        "competition": matches["competition"],
        "season": matches["season"],
        "teams": [teams[name] | {"founded": None, "venue": None, "squad": []} for name in sorted(teams)],
    }


def _match(one: Shown, moment: datetime) -> Answer:
    entry, status = one.entry, _status(one, moment)
    matchday = entry["round"].rpartition(" ")[2]
    return {
        "id": _number(f"{entry['round']} {entry['team1']} {entry['team2']} {one.listed.day.year}"),
        "utcDate": _stamp(_begins(one)),
        "status": status,
        "matchday": int(matchday) if matchday.isdecimal() else None,
        "stage": "REGULAR_SEASON",
        "group": None,
        "lastUpdated": _stamp(_changed_at(one, status)),
        "homeTeam": _team(entry["team1"]),
        "awayTeam": _team(entry["team2"]),
        "score": _score(entry["score"]),
        "referees": [],
    }


def _status(one: Shown, moment: datetime) -> str:
    """SCHEDULED has a day and TIMED a time; a match is in play until its result is known."""
    if "status" in one.entry:
        return str(one.entry["status"]).upper()
    if one.entry["score"]:
        return "FINISHED"
    if "time" not in one.entry:
        return "SCHEDULED"
    return "IN_PLAY" if _begins(one) <= moment < one.listed.known_at else "TIMED"


def _begins(one: Shown) -> datetime:
    """The kick-off as it stood: of a postponed match no more than the usual day of its round."""
    if one.entry.get("status") == "postponed" and not one.whole:
        return datetime.combine(one.listed.usual_day, time(tzinfo=UTC))
    return one.listed.begins


def _changed_at(one: Shown, status: str) -> datetime:
    if status == "POSTPONED" and not one.whole:
        return one.listed.usual_day_over
    return _begins(one) - HORIZON if status in COMING else one.listed.known_at


def _score(score: Mapping[str, list[int]]) -> Answer:
    full, half = score.get("ft"), score.get("ht")
    winner = None
    if full:
        winner = "DRAW" if full[0] == full[1] else "HOME_TEAM" if full[0] > full[1] else "AWAY_TEAM"
    return {"winner": winner, "duration": "REGULAR", "fullTime": _sides(full), "halfTime": _sides(half)}


def _sides(goals: list[int] | None) -> Answer:
    return {"home": goals[0], "away": goals[1]} if goals else {"home": None, "away": None}


def _team(name: str) -> Answer:
    return {"id": _number(name), "name": name, "shortName": name, "tla": name[:3].upper(), "crest": None}


def _number(text: str) -> int:
    return crc32(text.encode())


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
