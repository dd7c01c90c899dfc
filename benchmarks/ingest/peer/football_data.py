"""Season files with pandas: one frame of matches, one of prices in long form."""

from io import StringIO

import pandas as pd

from benchmarks.ingest.peer.names import Plan, decoded

COUNTS = ["FTHG", "FTAG", "HTHG", "HTAG", "HS", "AS", "HST", "AST", "HC", "AC", "HF", "AF", "HY", "AY", "HR", "AR"]
MARKETS = {"1x2": ["H", "D", "A"], "over-under": [">2.5", "<2.5"], "asian-handicap": ["AHH", "AHA"]}
LEAST_BOOK, MOST_BOOK = 0.9, 1.4
UK = "Europe/London"


def read(content: bytes, plan: Plan) -> dict[str, pd.DataFrame]:
    """Matches and prices."""
    text = decoded(content)
    width = len(text.partition("\n")[0].split(","))
    table = pd.read_csv(StringIO(text), usecols=range(width), index_col=False, dtype="str", skip_blank_lines=True)
    table = table.dropna(subset=["Date", "HomeTeam", "AwayTeam"])
    matches = matches_of(table, plan)
    return {"matches": matches, "odds": odds_of(table, matches, plan)}


def matches_of(table: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Kick-offs in UTC, counts as numbers, clubs by our ids, and when the result was known."""
    day = pd.to_datetime(table["Date"], dayfirst=True, format="mixed")
    noon = day.dt.tz_localize("UTC") + pd.Timedelta(hours=15)
    timed = table["Time"].notna() if "Time" in table else pd.Series(False, table.index)
    kick_off = noon
    if timed.any():
        local = pd.to_datetime(day.dt.strftime("%Y-%m-%d ") + table["Time"]).dt.tz_localize(UK).dt.tz_convert("UTC")
        kick_off = local.where(timed, noon)
    matches = pd.DataFrame(
        {
            "competition": table["Div"],
            "home_team": plan.club_of(table["HomeTeam"], "ENG"),
            "away_team": plan.club_of(table["AwayTeam"], "ENG"),
            "kick_off": kick_off,
            "kick_off_known": timed,
            "known_at": (kick_off + pd.Timedelta(hours=2.5)).where(
                timed, kick_off.dt.normalize() + pd.Timedelta(days=1)
            ),
            "referee": table.get("Referee"),
        }
    )
    counts = [name for name in [*COUNTS, "Attendance"] if name in table]
    matches[counts] = table[counts].apply(pd.to_numeric, errors="coerce").astype("Int64")
    return matches.dropna(subset=["home_team", "away_team"])


def odds_of(table: pd.DataFrame, matches: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Every bookmaker's book on every market, without those whose sum of 1/odds cannot be."""
    collected = collected_at(matches["kick_off"])
    books = []
    for bookmaker, ways in plan.plan["bookmakers"].items():
        for closing in ("", "C"):
            for market, endings in MARKETS.items():
                found = book_of(table, ways, closing, market, endings)
                if found is not None:
                    known_at = (matches["kick_off"] if closing else collected).reindex(found.index)
                    moment = "closing" if closing else "before"
                    books.append(found.assign(bookmaker=bookmaker, moment=moment, market=market, known_at=known_at))
    if not books:
        return pd.DataFrame({"bookmaker": []})
    odds = pd.concat(books)
    return odds.join(matches[["home_team", "away_team", "kick_off"]], how="inner")


def book_of(table: pd.DataFrame, ways: list[str], closing: str, market: str, endings: list[str]) -> pd.DataFrame | None:
    """The prices of one book; a bookmaker may have several sets of letters, the first that is whole is read."""
    for letters in ways:
        columns = [f"{letters}{closing}{ending}" for ending in endings]
        lines = _lines(letters, closing) if market == "asian-handicap" else [None]
        line = next((one for one in lines if one is None or one in table), "missing")
        if line != "missing" and set(columns) <= set(table.columns):
            return _sound(table, columns, line, market)
    return None


def _lines(letters: str, closing: str) -> list[str]:
    if closing:
        return ["AHCh"]
    return [f"{letters}AH", "BbAHh" if letters.startswith("Bb") else "AHh"]


def _sound(table: pd.DataFrame, columns: list[str], line: str | None, market: str) -> pd.DataFrame:
    prices = table[columns].apply(pd.to_numeric, errors="coerce")
    book = (1 / prices).sum(axis=1)
    sound = prices.notna().all(axis=1) & (prices > 1).all(axis=1) & book.between(LEAST_BOOK, MOST_BOOK)
    found = prices.set_axis([f"price_{number}" for number in range(len(columns))], axis=1)
    if line is not None:
        sizes = pd.to_numeric(table[line], errors="coerce")
        found, sound = found.assign(line=sizes), sound & sizes.notna() & (sizes * 4 % 1 == 0)
    elif market == "over-under":
        found = found.assign(line=2.5)
    return found[sound]


def collected_at(kick_off: pd.Series) -> pd.Series:
    """17:00 UK of the last Tuesday or Friday, at the latest kick-off."""
    local = kick_off.dt.tz_convert(UK)
    weekday = local.dt.weekday
    back = ((weekday - 1) % 7).where((weekday - 1) % 7 < (weekday - 4) % 7, (weekday - 4) % 7)
    days = local.dt.tz_localize(None).dt.normalize() - pd.to_timedelta(back, unit="D")
    collected = (days + pd.Timedelta(hours=17)).dt.tz_localize(UK).dt.tz_convert("UTC")
    return collected.where(collected < kick_off, kick_off)
