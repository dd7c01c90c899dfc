"""openfootball's season documents, as they would have stood: what is played has a score, what is far has no date yet.

A recorded document knows on which day each match was played in the end. So a match is listed from four weeks before
its kick-off on; if it was moved further away than that, it stands as postponed once the usual day of its round is over.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from statistics import median_low
from typing import Any
from zoneinfo import ZoneInfo

from touchline.sandbox.providers.provider import JSON, Served, whole_or_past

SOURCE = "openfootball"
FOLDER = "openfootball"
LOCAL_TIMES = {
    "en": ZoneInfo("Europe/London"),
    "de": ZoneInfo("Europe/Berlin"),
    "es": ZoneInfo("Europe/Madrid"),
    "it": ZoneInfo("Europe/Rome"),
    "fr": ZoneInfo("Europe/Paris"),
}
HORIZON = timedelta(days=28)  # by then the day of a match stands
RESULT_KNOWN_AFTER = timedelta(hours=2, minutes=30)
# What was decided off the pitch has no date of its own in the documents. The longest recorded cases took 26 days
# (Union Berlin v Bochum of 14 December 2024) and 48 (Ligue 1, broken off on 30 April 2020): these are later.
AWARDED_AFTER = timedelta(days=30)
CANCELLED_AFTER = timedelta(days=60)

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """One recorded match, with the moments that decide how it is shown."""

    entry: Entry
    day: date  # on which it was played, or is to be
    kick_off: datetime | None  # where its time is known
    known_at: datetime  # from when on all that was recorded is known
    usual_day: date  # the middle one of its round

    @property
    def begins(self) -> datetime:
        """Its kick-off, or else the midnight with which its day begins."""
        return self.kick_off or datetime.combine(self.day, time(tzinfo=UTC))

    @property
    def usual_day_over(self) -> datetime:
        """When it is late."""
        return _midnight_after(self.usual_day)


@dataclass(frozen=True, slots=True)
class Shown:
    """A match as it stood, in the provider's form, and whether that is all that was recorded of it."""

    listed: Listed
    entry: Entry

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.entry is self.listed.entry


@dataclass(frozen=True)
class SeasonDocument:
    """A recorded document. `league` is the provider's own name: en.1."""

    league: str
    content: bytes

    @cached_property
    def document(self) -> dict[str, Any]:
        """What it holds."""
        found: dict[str, Any] = json.loads(self.content)
        return found

    @cached_property
    def matches(self) -> list[Listed]:
        """Its matches, in its order."""
        entries: list[Entry] = self.document["matches"]
        dated = list(zip(entries, _days(entries), strict=True))
        usual = _usual_days(dated)
        broken_off = min((day for entry, day in dated if _is(entry, "cancelled")), default=None)
        zone = LOCAL_TIMES[self.league.split(".")[0]]
        return [_listed(entry, day, usual[entry["round"]], zone, broken_off) for entry, day in dated]

    def as_of(self, moment: datetime) -> list[Shown]:
        """The matches that were listed, as they stood."""
        entries = ((one, _entry(one, moment)) for one in self.matches)
        return [Shown(one, entry) for one, entry in entries if entry is not None]


@dataclass(frozen=True)
class OpenFootball:
    """Documents by their paths."""

    seasons: Mapping[str, SeasonDocument]

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """A season of a league, once its first match is listed."""
        season = self.seasons.get(path)
        shown = season.as_of(moment) if season else []
        if season is None or not shown:
            return None
        if len(shown) == len(season.matches) and all(one.whole for one in shown):
            return whole_or_past(season.content, season.content, JSON)
        past = {**season.document, "matches": [one.entry for one in shown]}
        return whole_or_past(json.dumps(past, indent=2, ensure_ascii=False).encode() + b"\n", season.content, JSON)


def recorded(folder: Path) -> OpenFootball | None:
    """Documents 2019-20/en.1.json and so on, in the layout of the recorded ones."""
    files = sorted((folder / FOLDER).glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]/*.json"))
    seasons = {f"{file.parent.name}/{file.name}": SeasonDocument(file.stem, file.read_bytes()) for file in files}
    return OpenFootball(seasons) if seasons else None


def _days(entries: list[Entry]) -> list[date]:
    """The days of the matches; one before the first round is a year too early, as 66 of the Premier League 2019/20."""
    days = [date.fromisoformat(entry["date"]) for entry in entries]
    opening = min(day for entry, day in zip(entries, days, strict=True) if entry["round"] == entries[0]["round"])
    return [day.replace(year=day.year + 1) if day < opening else day for day in days]


def _usual_days(dated: list[tuple[Entry, date]]) -> dict[str, date]:
    rounds: dict[str, list[date]] = defaultdict(list)
    for entry, day in dated:
        rounds[entry["round"]].append(day)
    return {name: median_low(sorted(days)) for name, days in rounds.items()}


def _listed(entry: Entry, day: date, usual_day: date, zone: ZoneInfo, broken_off: date | None) -> Listed:
    cell = entry.get("time")
    kick_off = datetime.combine(day, time.fromisoformat(cell), zone).astimezone(UTC) if cell else None
    return Listed(entry, day, kick_off, _known_at(entry, day, kick_off, broken_off), usual_day)


def _known_at(entry: Entry, day: date, kick_off: datetime | None, broken_off: date | None) -> datetime:
    if _is(entry, "cancelled") and broken_off:
        return _midnight_after(max(day, broken_off + CANCELLED_AFTER))
    if _is(entry, "awarded"):
        return _midnight_after(day + AWARDED_AFTER)
    return kick_off + RESULT_KNOWN_AFTER if kick_off else _midnight_after(day)


def _entry(one: Listed, moment: datetime) -> Entry | None:
    """The match as it stood: whole, without its result, postponed, or not listed yet."""
    if one.known_at <= moment:
        return one.entry
    bare = {name: value for name, value in one.entry.items() if name != "status"} | {"score": {}}
    if one.begins <= moment + HORIZON:
        return one.entry if bare == one.entry else bare
    if one.usual_day_over > moment:
        return None
    undated = {name: value for name, value in bare.items() if name != "time"}
    return undated | {"date": one.usual_day.isoformat(), "status": "postponed"}


def _is(entry: Entry, status: str) -> bool:
    return entry.get("status") == status


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(tzinfo=UTC))
