"""What William Hill's price feed calls things, apart from how they are read."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from touchline.normalizer.dialects.markets import (
    BOTH_TO_SCORE,
    FIRST_HALF,
    RESULT,
    SECOND_HALF,
    TOTAL_GOALS,
    WHOLE_MATCH,
    Market,
)

SOURCE = "william-hill"
BOOKMAKER = "william-hill"
ROOT = "oxip"
MARKET = "market"
LOCAL_TIME = ZoneInfo("Europe/London")  # 19:45 of the Champions League is British summer time
TITLE = re.compile(r"(?P<home>.+?) v (?P<away>.+) - (?P<market>.+)")
TIME = re.compile(r"\d{2}:\d{2}:\d{2}", re.ASCII)
DRAW = "Draw"

MARKETS: Mapping[str, Market] = MappingProxyType(
    {
        "Match Betting": Market(RESULT, WHOLE_MATCH),
        "1st Half Betting": Market(RESULT, FIRST_HALF),
        "2nd Half Betting": Market(RESULT, SECOND_HALF),
        "Both Teams To Score": Market(BOTH_TO_SCORE, WHOLE_MATCH),
    }
)
TOTALS = re.compile(r"(?:Total )?(?:Match )?Goals Over/Under (?P<goals>\d{1,2}(?:\.\d+)?)(?: Goals)?", re.IGNORECASE)


def market_called(name: str) -> Market | None:
    """The market of a title's end; None for what is no whole market of ours (correct scores, the first 15 minutes…).

    >>> market_called("Match Betting").name, market_called("Total Match Goals Over/Under 2.5 Goals").line
    ('1x2', 2.5)
    >>> market_called("Match Result and Both Teams to Score") is None
    True
    """
    totals = TOTALS.fullmatch(name)
    return Market(TOTAL_GOALS, WHOLE_MATCH, float(totals["goals"])) if totals else MARKETS.get(name)
