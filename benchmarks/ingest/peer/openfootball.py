"""Season documents with pandas."""

import json

import pandas as pd

from benchmarks.ingest.peer.names import Plan


def read(content: bytes, plan: Plan) -> dict[str, pd.DataFrame]:
    """One frame of matches."""
    table = pd.json_normalize(json.loads(content.decode("utf-8-sig"))["matches"])
    day = pd.to_datetime(table["date"])
    number = table["round"].str.extract(r"(\d+)")[0].astype("Int64")
    possible = (number == 1) | (day >= day[number == 1].min())  # a day before the first round has a wrong year
    clock = table["time"] if "time" in table else pd.Series(pd.NA, table.index, dtype="str")
    local = pd.to_datetime(table["date"] + " " + clock.fillna("15:00"))
    timed = clock.notna()
    zoned = local.dt.tz_localize("Europe/London").dt.tz_convert("UTC")
    kick_off = zoned.where(timed, local.dt.tz_localize("UTC"))
    matches = pd.DataFrame(
        {
            "home_team": plan.club_of(table["team1"], "ENG"),
            "away_team": plan.club_of(table["team2"], "ENG"),
            "kick_off": kick_off,
            "kick_off_known": timed,
            "known_at": (kick_off + pd.Timedelta(hours=2.5)).where(
                timed, kick_off.dt.normalize() + pd.Timedelta(days=1)
            ),
            "round": table["round"],
        }
    )
    for part, names in (("ft", ("FTHG", "FTAG")), ("ht", ("HTHG", "HTAG"))):
        if f"score.{part}" in table:
            for place, name in enumerate(names):
                matches[name] = table[f"score.{part}"].str[place].astype("Int64")
    return {"matches": matches[possible].dropna(subset=["home_team", "away_team"])}
