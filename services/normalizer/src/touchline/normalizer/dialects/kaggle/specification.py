"""What Kaggle's English Premier League (saife245) calls things; its season files are football-data.co.uk's own."""

import re

from touchline.normalizer.dialects.football_data.specification import UNUSED_COLUMNS
from touchline.schemas.competitions import COMPETITIONS

SOURCE = "kaggle"
COMPETITION = COMPETITIONS["E0"]
SEASON_DOCUMENT = re.compile(r"(^|/)(?P<first>\d{4})-(?P<second>\d{2})\.csv$")
ALL_SEASONS_DOCUMENT = re.compile(r"(^|/)final_dataset\.csv$")
REQUIRED_COLUMNS = ("Date", "HomeTeam", "AwayTeam", "FTHG", "FTAG")

# Beside each result stands what its author derived for a model from the matches before it: goals scored and conceded,
# points, last five results, last year's position, match week, streaks. We derive our own from facts.
_OF_EACH_SIDE = (
    "GS",
    "GC",
    "GD",
    "P",
    "FormPts",
    "FormPtsStr",
    *(f"{n}Streak{m}" for n in ("Win", "Loss") for m in "35"),
)
FEATURE_COLUMNS = frozenset(
    (
        *(f"{side}T{name}" for side in "HA" for name in _OF_EACH_SIDE),
        *(f"{side}M{number}" for side in "HA" for number in range(1, 6)),
        *("HomeTeamLP", "AwayTeamLP", "MW", "DiffPts", "DiffFormPts", "DiffLP"),
    )
)
UNUSED = UNUSED_COLUMNS | FEATURE_COLUMNS


def season_of(first: str, second: str) -> str | None:
    """The season in a document's name; None when the two years do not follow each other.

    >>> season_of("2000", "01"), season_of("2000", "02")
    ('2000/01', None)
    """
    return f"{first}/{second}" if (int(first) + 1) % 100 == int(second) else None
