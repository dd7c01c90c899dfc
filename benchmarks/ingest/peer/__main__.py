"""Their side: requests, BeautifulSoup, pandas. `python -m benchmarks.ingest.peer < plan.json` in their environment."""

import json
import sys
import time

import pandas as pd
import requests

from benchmarks.ingest.account import Account, told
from benchmarks.ingest.peer import fbref, football_data, fpl, oddsportal, openfootball, pinnacle
from benchmarks.ingest.peer.names import Plan

READERS = {
    "football-data": football_data.read,
    "openfootball": openfootball.read,
    "fbref": fbref.read,
    "oddsportal": oddsportal.read,
    "pinnacle": pinnacle.read,
}


def main() -> None:
    """Fetch and read every document of the plan, so many times; the last time is counted."""
    plan = json.load(sys.stdin)
    names, session = Plan(plan), requests.Session()
    session.trust_env = False
    session.get(f"{plan['base']}/robots.txt", timeout=30)
    for _ in range(plan["passes"]):
        seconds: dict[str, float] = {}
        accounts: dict[str, Account] = {}
        for one in plan["documents"]:
            begun = time.perf_counter()
            answer = session.get(f"{plan['base']}/{one['key']}", timeout=30)
            answer.raise_for_status()
            tables = read(one["kind"], one["key"], answer.content, names)
            seconds[one["kind"]] = seconds.get(one["kind"], 0.0) + time.perf_counter() - begun
            accounts.setdefault(one["kind"], Account()).add(account_of(tables))
    told(seconds, accounts)


def read(kind: str, key: str, content: bytes, names: Plan) -> dict[str, pd.DataFrame]:
    """The document's tables."""
    return fpl.read(content, names, key) if kind == "fpl" else READERS[kind](content, names)


def account_of(tables: dict[str, pd.DataFrame]) -> Account:
    """The facts in numbers."""
    nothing = pd.DataFrame()
    matches, odds, players = (tables.get(name, nothing) for name in ("matches", "odds", "player_matches"))
    account = Account(matches=len(matches), odds=len(odds), player_matches=len(players))
    if len(matches):
        account.kick_offs = int(matches["kick_off"].astype("datetime64[s, UTC]").astype("int64").sum())
        account.goals = int(matches["FTHG"].sum()) if "FTHG" in matches else 0
    if len(odds):
        account.prices = float(odds.filter(like="price_").sum().sum())
    if len(players):
        account.minutes, account.points = int(players["minutes"].sum()), int(players["total_points"].sum())
    return account


if __name__ == "__main__":
    main()
