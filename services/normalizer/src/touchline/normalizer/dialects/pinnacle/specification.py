"""What Pinnacle's line feed calls things, apart from how they are read."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from touchline.normalizer.dialects.markets import FIRST_HALF, WHOLE_MATCH

SOURCE = "pinnacle"
BOOKMAKER = "pinnacle"
ROOT = "pinnacle_line_feed"
FEED_TIME = "PinnacleFeedTime"  # milliseconds since 1970, when the prices were taken
EVENT = "event"
FOOTBALL = "Soccer"

# Periods by their number; others (extra time, corners) are not read.
PERIODS: Mapping[str, str] = MappingProxyType({"0": WHOLE_MATCH, "1": FIRST_HALF})

NEUTRAL_GROUND = re.compile(r"\s*\(n\)$")  # after a club's name; the club is the same
AGGREGATE = re.compile(r"(?:Home|Away) Teams \(.*\)")  # a bet on all home teams of a round, no match
LEAST_AMERICAN, MOST_AMERICAN = 100, 1_000_000
