"""What FBref calls things, apart from how they are read."""

import re
from collections.abc import Mapping
from types import MappingProxyType

SOURCE = "fbref"
SQUAD_DOCUMENT = re.compile(r"^squads/[0-9a-f]{8}/(?P<season>(?:19|20)\d{2}(?:-(?:19|20)\d{2})?)/schedule$")
LEAGUE_DOCUMENT = re.compile(
    r"^comps/(?P<competition>\d{1,5})/(?P<season>(?:19|20)\d{2}(?:-(?:19|20)\d{2})?)/schedule$"
)
SQUAD_TABLE, LEAGUE_TABLE = "matchlogs_(?:all|for)", "sched_"  # the beginnings of the tables' ids

COMPETITION_LINK = re.compile(r"/en/comps/(\d{1,5})/")
COMPETITIONS: Mapping[str, str] = MappingProxyType(
    {
        "9": "E0",
        "10": "E1",
        "514": "FAC",
        "690": "EFLC",
        "20": "D1",
        "12": "SP1",
        "11": "I1",
        "13": "F1",
        "8": "UCL",
        "19": "UEL",
    }
)
# A squad's caption: Scores & Fixtures 2019-2020 Tottenham Hotspur: All Competitions Table
CAPTION = re.compile(r"\d{4}(?:-\d{4})? (?P<club>[^:]{1,80}): ")

# Columns by their `data-stat`: those that a page must have, those it should have, and those that say nothing to us.
SQUAD_NEEDS = ("date", "comp", "venue", "opponent", "goals_for", "goals_against")
LEAGUE_NEEDS = ("date", "home_team", "away_team", "score")
SQUAD_EXTRAS = ("time", "round", "xg_for", "xg_against", "attendance", "referee", "notes")
LEAGUE_EXTRAS = ("time", "home_xg", "away_xg", "attendance", "referee", "notes")
UNUSED = frozenset(
    {
        "result",
        "dayofweek",
        "possession",
        "captain",
        "formation",
        "opp_formation",
        "match_report",
        "venue",
        "round",
        "gameweek",
    }
)
RENAMED = {"start_time": "time"}  # newer pages' names by the older ones
SCORE = re.compile(r"(?:\(\d{1,2}\) ?)?(\d{1,2})[–-](\d{1,2})(?: ?\(\d{1,2}\))?")  # shoot-outs in brackets
GOALS = re.compile(r"(\d{1,2})(?: ?\(\d{1,2}\))?")

MOST_GOALS, MOST_EXPECTED_GOALS, MOST_ATTENDANCE = 30, 20.0, 300_000
LEAGUES = frozenset({"E0", "E1", "D1", "SP1", "I1", "F1"})  # in which each meets each at both grounds


def season_named(code: str) -> str:
    """A season as we name it.

    >>> season_named("2019-2020"), season_named("2019")
    ('2019/20', '2019')
    """
    return f"{code[:4]}/{code[-2:]}" if "-" in code else code
