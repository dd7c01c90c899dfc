"""A squad's schedule with BeautifulSoup, also where the table stands in a comment."""

import re

import pandas as pd
from bs4 import BeautifulSoup, Comment, Tag

from benchmarks.ingest.peer.names import Plan, decoded

TABLE = re.compile("^matchlogs_(?:all|for)")
LINK = re.compile(r"/en/comps/(\d{1,5})/")
CLUB = re.compile(r"\d{4}(?:-\d{4})? ([^:]{1,80}): ")


def read(content: bytes, plan: Plan) -> dict[str, pd.DataFrame]:
    """One frame of matches."""
    page = BeautifulSoup(decoded(content), "lxml")
    table = page.find("table", id=TABLE) or commented(page)
    club = CLUB.search(table.caption.get_text(" ", strip=True)).group(1)
    rows = [
        cells for row in table.tbody.find_all("tr") if (cells := cells_of(row)) and cells["date"] not in ("", "Date")
    ]
    return {"matches": matches_of(pd.DataFrame(rows), club, plan)}


def commented(page: BeautifulSoup) -> Tag:
    """The table in one of the page's comments."""
    for comment in page.find_all(string=lambda text: isinstance(text, Comment)):
        if "matchlogs_" in comment:
            table = BeautifulSoup(comment, "lxml").find("table", id=TABLE)
            if table:
                return table
    raise LookupError("no table of matches")


def cells_of(row: Tag) -> dict[str, str | None]:
    """The row's cells by the name of their column."""
    cells: dict[str, str | None] = {}
    for cell in row.find_all(["th", "td"], attrs={"data-stat": True}):
        name = cell["data-stat"]
        cells[name] = cell.get_text(" ", strip=True)
        if name in ("comp", "opponent") and cell.a:
            cells[name] = cell.a.get_text(" ", strip=True)
        if name == "comp" and cell.a and (found := LINK.search(cell.a["href"])):
            cells["number"] = found.group(1)
        if name in ("time", "start_time") and (venue := cell.find(class_="venuetime")):
            cells["epoch"] = venue.get("data-venue-epoch")
    return cells


def matches_of(table: pd.DataFrame, club: str, plan: Plan) -> pd.DataFrame:
    """Home and away as at the ground, kick-offs in UTC, counts as numbers."""
    code = table["number"].map(plan.plan["fbref"])
    table, code = table[code.notna()], code.dropna()
    away = table["venue"] == "Away"
    us = pd.Series(club, table.index)
    home_names, away_names = us.where(~away, table["opponent"]), table["opponent"].where(~away, us)
    pairs = zip(home_names, away_names, code, strict=True)
    ids = [(plan.club(home, one), plan.club(other, one)) for home, other, one in pairs]
    goals = {name: table[name].str.extract(r"(\d+)")[0].astype("Int64") for name in ("goals_for", "goals_against")}
    xg = {name: pd.to_numeric(table[name], errors="coerce") for name in ("xg_for", "xg_against")}
    kick_off = pd.to_datetime(table["epoch"].astype("Int64"), unit="s", utc=True)
    return pd.DataFrame(
        {
            "competition": code,
            "home_team": [home for home, _ in ids],
            "away_team": [other for _, other in ids],
            "kick_off": kick_off,
            "known_at": (kick_off + pd.Timedelta(hours=2.5)).dt.normalize() + pd.Timedelta(days=1),
            "FTHG": goals["goals_for"].where(~away, goals["goals_against"]),
            "FTAG": goals["goals_against"].where(~away, goals["goals_for"]),
            "home_xg": xg["xg_for"].where(~away, xg["xg_against"]),
            "away_xg": xg["xg_against"].where(~away, xg["xg_for"]),
            "attendance": pd.to_numeric(table["attendance"].str.replace(",", ""), errors="coerce").astype("Int64"),
            "referee": table["referee"],
            "round": table["round"],
        }
    ).dropna(subset=["home_team", "away_team"])
