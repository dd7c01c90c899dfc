"""Pinnacle's line feed with BeautifulSoup on lxml's XML reader."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
from bs4 import BeautifulSoup, Tag

from benchmarks.ingest.peer.names import Plan

PERIODS = {"0": "", "1": "half-time-"}
NEUTRAL = re.compile(r"\s*\(n\)$")
MARKETS = {
    "moneyline": ("1x2", None, ("moneyline_home", "moneyline_draw", "moneyline_visiting")),
    "total": ("over-under", "total_points", ("over_adjust", "under_adjust")),
    "spread": ("asian-handicap", "spread_home", ("spread_adjust_home", "spread_adjust_visiting")),
}
LEAST_BOOK, MOST_BOOK = 0.9, 1.4


def read(content: bytes, plan: Plan) -> dict[str, pd.DataFrame]:
    """Matches, and prices in long form; a match that the feed repeats counts once, as it was last."""
    feed = BeautifulSoup(content, "xml")
    collected_at = pd.to_datetime(int(feed.find("PinnacleFeedTime").text), unit="ms", utc=True)
    matches, odds = [], []
    for event in feed.find_all("event"):
        match = match_of(event, plan)
        if match:
            matches.append(match)
            odds += [{**match, **prices} for prices in prices_of(event)]
    return {"matches": tidy(matches, ["competition", "home_team", "away_team"]), "odds": books(odds, collected_at)}


def match_of(event: Tag, plan: Plan) -> dict[str, Any] | None:
    """One event of a league that is followed; None for all else."""
    code = plan.plan["leagues"]["pinnacle"].get(cell(event, "league"))
    if code is None or cell(event, "sporttype") != "Soccer":
        return None
    named = {
        cell(one, "visiting_home_draw"): NEUTRAL.sub("", cell(one, "participant_name"))
        for one in event.find_all("participant")
    }
    home, away = (plan.club(named.get(side, ""), code) for side in ("Home", "Visiting"))
    if home is None or away is None:
        return None
    return {"competition": code, "home_team": home, "away_team": away, "kick_off": cell(event, "event_datetimeGMT")}


def prices_of(event: Tag) -> Iterator[dict[str, Any]]:
    """American odds as decimal ones."""
    for period in event.find_all("period"):
        part = PERIODS.get(cell(period, "period_number"))
        for tag, (market, line, columns) in MARKETS.items() if part is not None else ():
            for element in period.find_all(tag):
                prices = [decimal(float(cell(element, name))) for name in columns]
                size = float(cell(element, line)) if line else None
                yield {"market": f"{part}{market}", "line": size, **{f"price_{n}": one for n, one in enumerate(prices)}}


def decimal(american: float) -> float:
    """The win on a stake of 100, or the stake for a win of 100, as decimal odds."""
    return round(1 + (american / 100 if american > 0 else 100 / -american), 4)


def tidy(rows: list[dict[str, Any]], key: list[str]) -> pd.DataFrame:
    """Kick-offs in UTC, each key once."""
    table = pd.DataFrame(rows)
    if table.empty:
        return table
    table["kick_off"] = pd.to_datetime(table["kick_off"], format="%Y-%m-%d %H:%M", utc=True, errors="coerce")
    return table.dropna(subset=["kick_off"]).drop_duplicates(key, keep="last")


def books(rows: list[dict[str, Any]], collected_at: pd.Timestamp) -> pd.DataFrame:
    """Those whose sum of 1/odds can be."""
    table = tidy(rows, ["competition", "home_team", "away_team", "market", "line"])
    if table.empty:
        return table
    book = (1 / table.filter(like="price_")).sum(axis=1)
    return table[book.between(LEAST_BOOK, MOST_BOOK)].assign(known_at=collected_at)


def cell(element: Tag, name: str) -> str:
    """The text of a child."""
    found = element.find(name)
    return found.text.strip() if found else ""
