"""What the archive calls things (its data dictionary), apart from how they are read."""

import re
from dataclasses import dataclass
from enum import StrEnum

from touchline.normalizer.dialects.fpl.specification import COUNTS, season_of_folder

SOURCE = "fpl-archive"


class Table(StrEnum):
    """The kinds of table."""

    GAMEWEEK = "gameweek"
    PLAYERS = "players_raw"
    CLUBS = "teams"
    ALL_CLUBS = "master_team_list"
    FIXTURES = "fixtures"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a document is; the list of all clubs is of no single season."""

    table: Table
    season: str = ""


_ALL_CLUBS = "data/master_team_list.csv"
_OF_SEASON = re.compile(
    r"data/(?P<first>\d{4})-(?P<second>\d{2})/(?:(?P<table>players_raw|teams|fixtures)|gws/gw\d{1,2})\.csv",
    re.ASCII,
)

GAMEWEEK_REQUIRED = (
    *("element", "fixture", "kickoff_time", "was_home", "opponent_team", "team_h_score", "team_a_score"),
    *(COUNTS[name].column for name in ("minutes", "goals", "points")),
)
# In every season; a document without one has changed its columns.
GAMEWEEK_ALWAYS = (*GAMEWEEK_REQUIRED, *(count.column for count in COUNTS.values()), "value")
# Read where they are (positions since 2020/21, the rest since 2022/23), and known but not read. `xP` is never read: it
# is taken after the gameweek has ended, and so may look ahead.
_GAMEWEEK_KNOWN = """
position starts expected_goals expected_assists
name team xP round id modified selected transfers_balance transfers_in transfers_out loaned_in loaned_out
clean_sheets bps ict_index influence creativity threat ea_index kickoff_time_formatted
expected_goal_involvements expected_goals_conceded
attempted_passes big_chances_created big_chances_missed clearances_blocks_interceptions completed_passes dribbles
errors_leading_to_goal errors_leading_to_goal_attempt fouls key_passes offside open_play_crosses
penalties_conceded recoveries tackled tackles target_missed winning_goals defensive_contribution
mng_clean_sheets mng_draw mng_goals_scored mng_loss mng_underdog_draw mng_underdog_win mng_win
"""
GAMEWEEK_KNOWN = frozenset(_GAMEWEEK_KNOWN.split())
FIXTURES_REQUIRED = ("id", "kickoff_time", "team_h", "team_a", "team_h_score", "team_a_score", "finished")
CLUBS_REQUIRED = ("id", "name")
ALL_CLUBS_REQUIRED = ("season", "team", "team_name")


def kind_of(path: str) -> Kind | None:
    """What a document is, by its path; None when this dialect does not read it.

    >>> kind_of("data/2019-20/gws/gw39.csv")
    Kind(table=<Table.GAMEWEEK: 'gameweek'>, season='2019/20')
    >>> kind_of("data/2019-21/teams.csv") is None
    True
    """
    if path == _ALL_CLUBS:
        return Kind(Table.ALL_CLUBS)
    match = _OF_SEASON.fullmatch(path)
    season = match and season_of_folder(f"{match['first']}-{match['second']}")
    return Kind(Table(match["table"] or Table.GAMEWEEK), season) if match and season else None
