"""A page of sure bets with BeautifulSoup; prices are hidden in an attribute."""

import re
from typing import Any

import pandas as pd
from bs4 import BeautifulSoup, Tag

from benchmarks.ingest.peer.names import Plan, decoded

LEAGUE = re.compile(r"^/(?P<sport>[a-z0-9-]+)/(?P<league>[a-z0-9-]+/[a-z0-9-]+)/$")
MOMENT = re.compile(r"\bt(\d{9,10})-")
LETTERS = str.maketrans("axcteopzf", "1234567.|")
SIZES = {"1x2": 3}


def read(content: bytes, plan: Plan) -> dict[str, pd.DataFrame]:
    """Matches, and the best prices on each."""
    page = BeautifulSoup(decoded(content), "lxml")
    rows, league, market = [], None, ""
    for row in page.select("table.table-main tr"):
        if row.select_one("td.name") is None:
            links = [found for link in row.find_all("a", href=True) if (found := LEAGUE.match(link["href"]))]
            league, market = (links[0], "") if links else (league, row.get_text(" ", strip=True))
        elif league and league["sport"] == "soccer" and league["league"] in plan.plan["leagues"]["oddsportal"]:
            rows.append(match_of(row, plan.plan["leagues"]["oddsportal"][league["league"]], market, plan))
    table = pd.DataFrame([row for row in rows if row])
    if table.empty:
        return {"matches": table, "odds": table}
    table["kick_off"] = pd.to_datetime(table["epoch"], unit="s", utc=True)
    prices = pd.DataFrame(table["prices"].tolist(), index=table.index).add_prefix("price_")
    columns = ["competition", "home_team", "away_team", "kick_off"]
    return {"matches": table[columns], "odds": table[[*columns, "market"]].join(prices)}


def match_of(row: Tag, code: str, market: str, plan: Plan) -> dict[str, Any] | None:
    """One match; None where a club is unknown."""
    home, _, away = row.select_one("td.name").get_text(" ", strip=True).partition(" - ")
    clubs = plan.club(home, code), plan.club(away, code)
    moment = MOMENT.search(" ".join(row.select_one("td.table-time")["class"]))
    prices = [float(node["xodd"].translate(LETTERS).partition("|")[0]) for node in row.select(".odds-nowrp")]
    if None in clubs or moment is None:
        return None
    found = {"competition": code, "home_team": clubs[0], "away_team": clubs[1], "epoch": int(moment[1])}
    return {**found, "market": market, "prices": prices}
