"""What Fantasy Premier League calls things, in its API and in the archive made of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.records import AvailabilityStatus, Position

SOURCE = "fpl"
COMPETITION = COMPETITIONS["E0"]


class Page(StrEnum):
    """The kinds of document."""

    BOOTSTRAP = "bootstrap-static"
    FIXTURES = "fixtures"
    LIVE = "live"
    SUMMARY = "element-summary"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a document is. Gameweeks and players are numbered anew in each season, which their keys therefore name."""

    page: Page
    season: str = ""
    number: str = ""


_OF_SEASON = re.compile(
    r"(?P<first>\d{4})-(?P<second>\d{2})/(?:event/(?P<event>\d{1,2})/live|element-summary/(?P<element>\d{1,5}))\.json",
    re.ASCII,
)


def kind_of(path: str) -> Kind | None:
    """What a document is, by the path in its key; None when this dialect does not read it.

    >>> kind_of("2019-20/event/28/live.json")
    Kind(page=<Page.LIVE: 'live'>, season='2019/20', number='28')
    >>> kind_of("event-status.json") is None
    True
    """
    if path in ("bootstrap-static.json", "fixtures.json"):
        return Kind(Page(path.removesuffix(".json")))
    match = _OF_SEASON.fullmatch(path)
    season = match and season_of_folder(f"{match['first']}-{match['second']}")
    if not match or not season:
        return None
    return Kind(Page.LIVE, season, match["event"]) if match["event"] else Kind(Page.SUMMARY, season, match["element"])


def season_of_folder(name: str) -> str | None:
    """A season as folders are named; None for anything else.

    >>> season_of_folder("2019-20"), season_of_folder("2019-2020")
    ('2019/20', None)
    """
    match = _FOLDER.fullmatch(name)
    season = COMPETITION.season_named(int(match[1])) if match else ""
    return season if match and season.endswith(f"/{match[2]}") else None


_FOLDER = re.compile(r"((?:19|20)\d{2})-(\d{2})", re.ASCII)
CLUBS = 20
MATCHES = CLUBS * (CLUBS - 1)
FEWEST_PLAYERS = 11  # of a club, in a match and in its squad

POSITIONS: Mapping[str, Position] = MappingProxyType(
    {
        "1": Position.GOALKEEPER,
        "2": Position.DEFENDER,
        "3": Position.MIDFIELDER,
        "4": Position.FORWARD,
        "GK": Position.GOALKEEPER,
        "GKP": Position.GOALKEEPER,  # in some weeks of 2021/22
        "DEF": Position.DEFENDER,
        "MID": Position.MIDFIELDER,
        "FWD": Position.FORWARD,
    }
)
STATUSES: Mapping[str, AvailabilityStatus] = MappingProxyType(
    {
        "a": AvailabilityStatus.AVAILABLE,
        "d": AvailabilityStatus.DOUBTFUL,
        "i": AvailabilityStatus.INJURED,
        "s": AvailabilityStatus.SUSPENDED,
        "u": AvailabilityStatus.ABSENT,  # has left, or is on loan
        "n": AvailabilityStatus.ABSENT,  # may not play, for example against the club that lends him
    }
)

MOST_NUMBER = 9_999_999  # of a player, a club or a fixture; codes had six digits in 2026
MOST_GOALS = 30
TENTHS = 10  # prices are in £0.1m


class Count(NamedTuple):
    """A column that counts something of a player in a match, and what can be true of it."""

    column: str
    least: int
    most: int


COUNTS: Mapping[str, Count] = MappingProxyType(
    {
        "minutes": Count("minutes", 0, 120),
        "goals": Count("goals_scored", 0, MOST_GOALS),
        "assists": Count("assists", 0, MOST_GOALS),
        "own_goals": Count("own_goals", 0, MOST_GOALS),
        "penalties_missed": Count("penalties_missed", 0, 10),
        "penalties_saved": Count("penalties_saved", 0, 10),
        "saves": Count("saves", 0, 60),
        "goals_conceded": Count("goals_conceded", 0, MOST_GOALS),
        "yellow_cards": Count("yellow_cards", 0, 2),
        "red_cards": Count("red_cards", 0, 1),
        "bonus": Count("bonus", 0, 3),
        "points": Count("total_points", -30, 100),
    }
)
EXPECTED = ("expected_goals", "expected_assists")
MOST_EXPECTED = 20.0

_FIXTURE_COLUMNS = """
code deadline_time deadline_time_formatted event event_day finished finished_provisional id kickoff_time
kickoff_time_formatted minutes provisional_start_time pulse_id started stats team_a team_a_difficulty team_a_score
team_h team_h_difficulty team_h_score
"""
FIXTURE_COLUMNS = frozenset(_FIXTURE_COLUMNS.split())

# Every field of a player that the provider has had (the archive's players_raw.csv has the same); few are read.
_ELEMENT_COLUMNS = """
assists birth_date bonus bps can_select can_transact chance_of_playing_next_round
chance_of_playing_this_round clean_sheets clean_sheets_per_90 clearances_blocks_interceptions code
corners_and_indirect_freekicks_order corners_and_indirect_freekicks_text cost_change_event
cost_change_event_fall cost_change_start cost_change_start_fall creativity creativity_rank
creativity_rank_type defensive_contribution defensive_contribution_per_90 direct_freekicks_order
direct_freekicks_text dreamteam_count ea_index element_type ep_next ep_this event_points expected_assists
expected_assists_per_90 expected_goal_involvements expected_goal_involvements_per_90 expected_goals
expected_goals_conceded expected_goals_conceded_per_90 expected_goals_per_90 first_name form form_rank
form_rank_type goals_conceded goals_conceded_per_90 goals_scored has_temporary_code ict_index ict_index_rank
ict_index_rank_type id in_dreamteam influence influence_rank influence_rank_type known_name loaned_in
loaned_out loans_in loans_out minutes news news_added now_cost now_cost_rank now_cost_rank_type opta_code
own_goals penalties_missed penalties_order penalties_saved penalties_text photo points_per_game
points_per_game_rank points_per_game_rank_type price_change_calibrating price_change_hourly_rate
price_change_locked_until price_change_percent price_change_projections recoveries red_cards region removed
saves saves_per_90 scout_news_link scout_risks second_name selected_by_percent selected_rank
selected_rank_type special squad_number starts starts_per_90 status tackles team team_code team_join_date
threat threat_rank threat_rank_type total_points transfers_in transfers_in_event transfers_out
transfers_out_event value_form value_season web_name yellow_cards
"""
ELEMENT_COLUMNS = frozenset(_ELEMENT_COLUMNS.split())
