"""The archive's tables with pandas; players' and clubs' numbers are kept from the first two for the gameweeks."""

from io import StringIO

import pandas as pd

from benchmarks.ingest.peer.names import Plan, decoded

COUNTS = [
    *("minutes", "goals_scored", "assists", "own_goals", "penalties_missed", "penalties_saved", "saves"),
    *("goals_conceded", "yellow_cards", "red_cards", "bonus", "total_points"),
]
NUMBERS: dict[str, pd.Series] = {}


def read(content: bytes, plan: Plan, key: str) -> dict[str, pd.DataFrame]:
    """Clubs, players, or a gameweek."""
    table = pd.read_csv(StringIO(decoded(content)))
    if key.endswith("/teams.csv"):
        NUMBERS["clubs"] = pd.Series(plan.club_of(table["name"], "ENG").values, index=table["id"])
        return {"clubs": table[["id", "name"]].assign(team=NUMBERS["clubs"].values)}
    if key.endswith("/players_raw.csv"):
        players = "p" + table["code"].astype("str")
        NUMBERS["players"] = pd.Series(players.values, index=table["id"])
        kept = table[["first_name", "second_name", "web_name", "element_type"]]
        return {"players": kept.assign(player=players, team=table["team"].map(NUMBERS["clubs"]))}
    return {"player_matches": gameweek(table)}


def gameweek(table: pd.DataFrame) -> pd.DataFrame:
    """What every player did; a club is the one that the other side of his fixture played against."""
    table = table.dropna(subset=["team_h_score", "team_a_score"])
    if table.empty:  # weeks without football, after the season was suspended
        return table
    against = table.groupby(["fixture", "was_home"])["opponent_team"].agg(lambda teams: teams.mode().iloc[0]).unstack()
    clubs = against.apply(lambda column: column.map(NUMBERS["clubs"]))
    kick_off = pd.to_datetime(table["kickoff_time"], utc=True)
    found = pd.DataFrame(
        {
            "player": table["element"].map(NUMBERS["players"]),
            "home_team": table["fixture"].map(clubs[False]),
            "away_team": table["fixture"].map(clubs[True]),
            "kick_off": kick_off,
            "at_home": table["was_home"].astype(bool),
            "price": table["value"] / 10,
            "known_at": (kick_off + pd.Timedelta(hours=2.5)).dt.normalize() + pd.Timedelta(days=1),
        }
    )
    found[COUNTS] = table[COUNTS].astype("Int64")
    return found.dropna(subset=["player", "home_team", "away_team"]).drop_duplicates(
        ["player", "home_team", "away_team"]
    )
