"""What the archive calls things; its columns of prices are those of FootyStats, except the ones that name Bet365.

Its clock stands at UTC-3 the whole year: 1,137 of the 1,140 kick-offs of 2020/21 to 2022/23 lie exactly 3 hours before
the UTC of football-data.co.uk, in winter and in summer, and the other three began 15 minutes late.
"""

import re
from collections.abc import Iterator
from datetime import timedelta, timezone
from typing import NamedTuple

from touchline.normalizer.dialects.markets import (
    BOTH_TO_SCORE,
    FIRST_HALF,
    HOME_AWAY,
    OVER_UNDER,
    RESULT,
    SECOND_HALF,
    TOTAL_GOALS,
    YES_NO,
)
from touchline.normalizer.dialects.rows import HOME_DRAW_AWAY

SOURCE = "xg-and-markets"
DOCUMENT = re.compile(r"^(?P<competition>[A-Z]+\d?)_(?P<season>\d{4})\.csv$")
LOCAL_TIME = timezone(timedelta(hours=-3))

IDENTITY_COLUMNS = ("Date", "Time", "HomeTeam", "AwayTeam", "FTHG", "FTAG")
UNUSED_COLUMNS = frozenset({"FTR"})  # what the goals say already
COUNTS = {
    "home_goals": "FTHG",
    "away_goals": "FTAG",
    "half_time_home_goals": "HTHG",
    "half_time_away_goals": "HTAG",
    "home_shots_on_target": "HST",
    "away_shots_on_target": "AST",
    "home_corners": "HC",
    "away_corners": "AC",
}
EXPECTED_GOALS = {"home_expected_goals": "HomeXG", "away_expected_goals": "AwayXG"}
MOST_GOALS, MOST_ACTIONS, MOST_EXPECTED_GOALS = 30, 100, 20.0

DOUBLE_CHANCE, DRAW_NO_BET, WIN_TO_NIL, CORNERS = "double-chance", "draw-no-bet", "win-to-nil", "corners-"
B365, UNNAMED = "b365", "unnamed"
TOTALS = ("0_5", "1_5", "2_5", "3_5", "4_5")
TOTALS_OF_CORNERS = ("75", "85", "95", "105", "115")


class Book(NamedTuple):
    """A market's columns, in the order of its selections.

    `winners` of the selections win together; None where all may lose, so that the sum of 1/odds says nothing.
    """

    bookmaker: str
    market: str
    selections: tuple[str, ...]
    columns: tuple[str, ...]
    line: float | None = None
    winners: int | None = 1


def _books() -> Iterator[Book]:
    yield Book(B365, RESULT, HOME_DRAW_AWAY, ("B365H", "B365D", "B365A"))
    yield Book(B365, TOTAL_GOALS, OVER_UNDER, ("B365>2.5", "B365<2.5"), 2.5)
    for part, name in ((FIRST_HALF, "HT"), (SECOND_HALF, "2H")):
        yield Book(UNNAMED, part + RESULT, HOME_DRAW_AWAY, (f"Odd_1_{name}", f"Odd_X_{name}", f"Odd_2_{name}"))
    for part, name in (("", "FT"), (FIRST_HALF, "HT"), (SECOND_HALF, "2H")):
        for line in TOTALS:
            columns = (f"Over_{name}_{line}", f"Under_{name}_{line}")
            yield Book(UNNAMED, part + TOTAL_GOALS, OVER_UNDER, columns, float(line.replace("_", ".")))
    yield Book(UNNAMED, BOTH_TO_SCORE, YES_NO, ("BTTS_Yes", "BTTS_No"))
    yield Book(UNNAMED, DOUBLE_CHANCE, ("home-draw", "home-away", "draw-away"), ("DC_1X", "DC_12", "DC_X2"), winners=2)
    yield Book(UNNAMED, DRAW_NO_BET, HOME_AWAY, ("DNB_1", "DNB_2"))
    yield Book(UNNAMED, WIN_TO_NIL, HOME_AWAY, ("odds_win_to_nil_1", "odds_win_to_nil_2"), winners=None)
    corners = ("odds_corners_1", "odds_corners_x", "odds_corners_2")
    yield Book(UNNAMED, CORNERS + RESULT, HOME_DRAW_AWAY, corners)
    for digits in TOTALS_OF_CORNERS:
        columns = (f"odds_corners_over_{digits}", f"odds_corners_under_{digits}")
        yield Book(UNNAMED, CORNERS + TOTAL_GOALS, OVER_UNDER, columns, int(digits) / 10)


BOOKS = tuple(_books())
COLUMNS = frozenset(
    {
        *IDENTITY_COLUMNS,
        *UNUSED_COLUMNS,
        *COUNTS.values(),
        *EXPECTED_GOALS.values(),
        *(column for book in BOOKS for column in book.columns),
    }
)
EXPECTED_COLUMNS = ("HomeXG", "AwayXG", "B365H", "B365D", "B365A")  # what the archive is read for; others may be absent
