"""What a vector reads besides the rows of its two teams: head to head, the market, whom each team misses."""

from touchline.football.catalogue.feature import PRICES, SQUADS, Feature

_NEVER_MET = "when they have not met within five years"

PAIR: tuple[Feature, ...] = (
    Feature("meetings", "matches", "of the two in the competition, at most 50", f"0 {_NEVER_MET}", 0, 50),
    Feature(
        "score",
        "share of a win",
        "of the first, 1, 1/2 or 0 a meeting; each new meeting weighs a quarter",
        f"0.5 {_NEVER_MET}",
        0,
        1,
    ),
    Feature(
        "goal_difference",
        "goals per match",
        "of the first; each new meeting weighs a quarter",
        f"0 {_NEVER_MET}",
        -20,
        20,
    ),
    Feature("goals", "goals per match", "of both; each new meeting weighs a quarter", f"2.66 {_NEVER_MET}", 0, 40),
    Feature("score_at_first", "share of a win", "score of the first, at its ground", f"0.59 {_NEVER_MET}", 0, 1),
    Feature("score_at_second", "share of a win", "score of the first, at the other's", f"0.41 {_NEVER_MET}", 0, 1),
    Feature("last_met", "seconds since 1970, UTC", "kick-off of the latest meeting", "0", 0, 1e11),
)
"""A pair's row, from the side of the first of the two (their ids in alphabetical order)."""

_CHOICE = "the market's average, else Pinnacle, else the mean of the bookmakers; margin removed"
_BEFORE = ("Odds.before",)
MARKET: tuple[Feature, ...] = (
    Feature(
        "home", "log-odds", f"home win beside draw: {_CHOICE}", "no row", -10, 10, "feature-store", _BEFORE, PRICES
    ),
    Feature(
        "away", "log-odds", f"away win beside draw: {_CHOICE}", "no row", -10, 10, "feature-store", _BEFORE, PRICES
    ),
    Feature(
        "over", "log-odds", f"over beside under 2.5 goals: {_CHOICE}", "0", -10, 10, "feature-store", _BEFORE, PRICES
    ),
    Feature("over_known", "0 or 1", "whether there are such prices", "0", 0, 1, "feature-store", _BEFORE, PRICES),
    Feature(
        "books", "bookmakers", "with prices on who wins, at most 50", "no row", 0, 50, "feature-store", _BEFORE, PRICES
    ),
)
"""A match's market row."""

_SAID = ("Availability", "PlayerMatch")
SQUAD: tuple[Feature, ...] = (
    Feature("absent", "players", "said to be out", "0", 0, 60, "feature-store", _SAID, SQUADS),
    Feature(
        "absent_share",
        "share of minutes",
        "of the team's recent minutes, those that players now out have played",
        "0",
        0,
        1,
        "feature-store",
        _SAID,
        SQUADS,
    ),
    Feature("doubtful", "players", "sum of 1 - chance over the doubtful", "0", 0, 60, "feature-store", _SAID, SQUADS),
    Feature(
        "squad_known", "0 or 1", "whether anything is known of the squad", "0", 0, 1, "feature-store", _SAID, SQUADS
    ),
    Feature(
        "squad_worth",
        "millions",
        "mean price in the Fantasy Premier League of its members, each weighing his minutes in the team's last ten"
        " matches, of which each weighs 0.75 of the next newer one",
        "0: prices of fewer than eleven who have played",
        0,
        100,
        "feature-store",
        ("PlayerMatch",),
        SQUADS,
    ),
    Feature(
        "absent_worth",
        "share of squad_worth",
        "of the sum of price times minutes, that of members now out",
        "0",
        0,
        1,
        "feature-store",
        _SAID,
        SQUADS,
    ),
)
"""A team's squad row."""
