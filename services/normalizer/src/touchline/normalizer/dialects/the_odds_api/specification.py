"""What The Odds API calls things, apart from how they are read (the-odds-api.com, guides, version 4)."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from touchline.normalizer.dialects.markets import ASIAN_HANDICAP, BOTH_TO_SCORE, RESULT, TOTAL_GOALS

SOURCE = "the-odds-api"
ODDS_DOCUMENT = re.compile(r"^sports/(?P<sport>[a-z0-9_]{1,60})/odds$")

MARKETS: Mapping[str, str] = MappingProxyType(
    {
        "h2h": RESULT,
        "totals": TOTAL_GOALS,
        "alternate_totals": TOTAL_GOALS,
        "spreads": ASIAN_HANDICAP,
        "alternate_spreads": ASIAN_HANDICAP,
        "btts": BOTH_TO_SCORE,
    }
)
UNUSED = frozenset({"h2h_lay", "outrights", "outrights_lay"})  # an exchange's other side; the winner of a league
DRAW, OVER, UNDER, YES, NO = "Draw", "Over", "Under", "Yes", "No"

EVENT_FIELDS = frozenset({"id", "sport_key", "sport_title", "commence_time", "home_team", "away_team", "bookmakers"})
