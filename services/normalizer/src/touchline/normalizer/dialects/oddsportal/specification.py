"""What OddsPortal calls things, and how it hid its prices, apart from how they are read."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from touchline.normalizer.dialects.markets import (
    ASIAN_HANDICAP,
    BOTH_TO_SCORE,
    FIRST_HALF,
    RESULT,
    SECOND_HALF,
    TOTAL_GOALS,
    WHOLE_MATCH,
    Market,
)
from touchline.schemas.records import MatchStatus

SOURCE = "oddsportal"
TABLE = "table-main"  # a class of every table of prices
FOOTBALL = "soccer"

# Whose prices a page shows: a list of matches the average over all bookmakers, the sure bets the best one of each
# outcome. Both are called as football-data.co.uk's columns are.
SURE_BETS = "sure-bets"
BEST, AVERAGE = "maximum", "average"

# Each price stands twice in the attribute `xodd`, written with letters for some figures and signs.
LETTERS = str.maketrans("axcteopzf", "1234567.|")

STAMP = re.compile(rb"/ajax-userdata/\?(\d{10})[0-9a-f]")  # of the script that a page begins with: when it was made
LEAGUE_LINK = re.compile(r"^/(?P<sport>[a-z0-9-]{1,40})/(?P<league>[a-z0-9-]{1,40}/[a-z0-9-]{1,60})/$")
MOMENT = re.compile(r"\bt(\d{9,10})-")  # a class of the cell of the time: seconds since 1970
SCORE = re.compile(r"(\d{1,2}):(\d{1,2})")
STATUSES: Mapping[str, MatchStatus] = MappingProxyType(
    {
        "postp.": MatchStatus.POSTPONED,
        "canc.": MatchStatus.CANCELLED,
        "abn.": MatchStatus.ABANDONED,
    }
)

_MARKET = re.compile(
    r"(?P<kind>1X2|Over/Under|Asian Handicap|Both Teams to Score)(?: (?P<line>[+-]?\d{1,2}(?:\.\d{1,2})?))?"
    r"(?:, (?P<part>Full Time|1st Half|2nd Half))?"
)
_KINDS = {
    "1X2": RESULT,
    "Over/Under": TOTAL_GOALS,
    "Asian Handicap": ASIAN_HANDICAP,
    "Both Teams to Score": BOTH_TO_SCORE,
}
_PARTS = {None: WHOLE_MATCH, "Full Time": WHOLE_MATCH, "1st Half": FIRST_HALF, "2nd Half": SECOND_HALF}


def market_called(title: str) -> Market | None:
    """The market of a heading; None for one that we do not keep.

    >>> market_called("Over/Under 1.5, 1st Half"), market_called("Home/Away, FT including OT")
    (Market(kind='over-under', part='half-time-', line=1.5), None)
    """
    match = _MARKET.fullmatch(title)
    if match is None:
        return None
    kind, line = _KINDS[match["kind"]], match["line"]
    if (line is not None) != (kind in (TOTAL_GOALS, ASIAN_HANDICAP)):
        return None
    return Market(kind, _PARTS[match["part"]], None if line is None else float(line) + 0.0)
