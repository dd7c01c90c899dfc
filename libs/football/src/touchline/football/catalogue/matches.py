"""Every feature of a meeting, in the order in which it stands in a vector."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from touchline.football.catalogue.feature import FIXTURE, PRICES, SQUADS, Feature
from touchline.football.catalogue.parts import SQUAD
from touchline.football.catalogue.teams import ELO, GOALS, SHOTS
from touchline.football.catalogue.teams import LATEST as TEAMS
from touchline.football.strength import MEASURES

FIRST: tuple[Feature, ...] = (
    Feature("elo_home", "rating", "elo of the home team", ELO, 0, 3000),
    Feature("elo_away", "rating", "elo of the away team", ELO, 0, 3000),
    Feature("elo_difference", "rating", "elo_home - elo_away", "never", -3000, 3000),
    Feature("elo_expected", "share of a win", "1 / (1 + 10^-((elo_difference + 65) / 400))", "never", 0, 1),
    Feature("points_home", "points per match", "points of the home team", "shrunk towards 1.37", 0, 3),
    Feature("points_away", "points per match", "points of the away team", "shrunk towards 1.37", 0, 3),
    Feature("goals_for_home", "goals per match", "home_goals_for of the home team", GOALS, 0, 20),
    Feature("goals_against_home", "goals per match", "home_goals_against of the home team", GOALS, 0, 20),
    Feature("goals_for_away", "goals per match", "away_goals_for of the away team", GOALS, 0, 20),
    Feature("goals_against_away", "goals per match", "away_goals_against of the away team", GOALS, 0, 20),
    Feature("shots_for_home", "share of the league's mean", "shots_for of the home team", SHOTS, 0, 10),
    Feature("shots_against_home", "share of the league's mean", "shots_against of the home team", SHOTS, 0, 10),
    Feature("shots_for_away", "share of the league's mean", "shots_for of the away team", SHOTS, 0, 10),
    Feature("shots_against_away", "share of the league's mean", "shots_against of the away team", SHOTS, 0, 10),
    Feature("rest_home", "days", "kick-off minus last_kick_off of the home team, at most 14", "14", 0, 14),
    Feature("rest_away", "days", "kick-off minus last_kick_off of the away team, at most 14", "14", 0, 14),
    Feature("played_home", "matches", "played of the home team", "0", 0, 100),
    Feature("played_away", "matches", "played of the away team", "0", 0, 100),
    Feature("promoted_home", "0 or 1", "promoted of the home team", "0", 0, 1),
    Feature("promoted_away", "0 or 1", "promoted of the away team", "0", 0, 1),
)
"""Version 1."""

BOTH_TEAMS = (
    "attack",
    "defence",
    "goals_for_short",
    "goals_against_short",
    "goals_for_long",
    "goals_against_long",
    "attempts_for",
    "attempts_against",
    "corners_for",
    "corners_against",
    "expected_goals_for",
    "expected_goals_against",
    "expected_goals_known",
    "points_short",
    "points_long",
    "over_expected",
    "draws",
    "overs",
    "both_scored",
    "unbeaten",
    "winless",
    "scoring",
    "clean_sheets",
    "season_points",
    "season_goal_difference",
    "seasons",
)
"""Features of a team that a vector repeats, of the home team and then of the away team."""

_BY_NAME = {feature.name: feature for feature in TEAMS}


def _of(side: str, features: Iterable[Feature]) -> Iterator[Feature]:
    for feature in features:
        formula = f"{feature.name} of the {side} team"
        yield replace(feature, name=f"{feature.name}_{side}", formula=formula)


def _pair_of(features: Iterable[Feature]) -> Iterator[Feature]:
    for feature in features:
        yield from _of("home", [feature])
        yield from _of("away", [feature])


_RATED = "of two teams at their priors"
_POISSON = "independent Poisson goals of poisson_goals_home and _away, up to 12 each"
_RATINGS = (
    replace(_BY_NAME["pi_home"], formula="pi_home of the home team"),
    replace(_BY_NAME["pi_away"], formula="pi_away of the away team"),
    Feature("pi_difference", "goals", "goal difference that the two pi-ratings expect", "0", -20, 20),
    Feature(
        "poisson_goals_home",
        "goals",
        "league_home_goals * exp(attack_home - defence_away), the league's mean of whom it is known later; 0.05 to 10",
        _RATED,
        0,
        10,
    ),
    Feature(
        "poisson_goals_away", "goals", "league_away_goals * exp(attack_away - defence_home), as above", _RATED, 0, 10
    ),
    Feature("poisson_home", "probability", f"home win: {_POISSON}", _RATED, 0, 1),
    Feature("poisson_draw", "probability", f"draw: {_POISSON}", _RATED, 0, 1),
    Feature("poisson_away", "probability", f"away win: {_POISSON}", _RATED, 0, 1),
    Feature("poisson_over", "probability", f"three goals or more: {_POISSON}", _RATED, 0, 1),
    Feature("poisson_both_scored", "probability", f"both teams score: {_POISSON}", _RATED, 0, 1),
)
_COMPARED = (
    Feature(
        "expected_goals_difference",
        "goals per match",
        "expected_goals_for less _against of the home team, less the same of the away team",
        "0",
        -40,
        40,
    ),
    replace(_BY_NAME["home_points"], name="points_at_home", formula="home_points of the home team"),
    replace(_BY_NAME["away_points"], name="points_away_from_home", formula="away_points of the away team"),
)


def _timed(name: str, unit: str, formula: str, missing: str, highest: float) -> tuple[Feature, Feature]:
    home, away = (
        Feature(f"{name}_{side}", unit, formula.format(side), missing, 0, highest) for side in ("home", "away")
    )
    return home, away


_TIMES = (
    *_timed(
        "rest_anywhere", "days", "kick-off minus last_kick_off_anywhere of the {} team, at most 14", "14: rested", 14
    ),
    *_timed("load", "matches", "load of the {} team, halved every seven days from its latest kick-off on", "0", 50),
    Feature(
        "midweek", "0 or 1", "kick-off from Tuesday to Thursday, UTC", "never", 0, 1, sources=(), availability=FIXTURE
    ),
)
_NEVER_MET = "when they have not met within five years"
_HEAD_TO_HEAD = (
    Feature("meetings", "matches", "of the two in the competition, at most 50", f"0 {_NEVER_MET}", 0, 50),
    Feature("met_score", "share of a win", "score of the home team against the other", f"0.5 {_NEVER_MET}", 0, 1),
    Feature(
        "met_goal_difference",
        "goals per match",
        "of the home team against the other",
        f"0 {_NEVER_MET}",
        -20,
        20,
    ),
    Feature("met_goals", "goals per match", "of both in their meetings", f"2.66 {_NEVER_MET}", 0, 40),
    Feature(
        "met_score_here", "share of a win", "score of the home team in its home meetings", f"0.59 {_NEVER_MET}", 0, 1
    ),
    Feature("since_met", "years", "kick-off minus last_met, at most 5", f"5 {_NEVER_MET}", 0, 5),
)


def _priced(name: str, unit: str, formula: str, missing: str, lowest: float, highest: float) -> Feature:
    return Feature(name, unit, formula, missing, lowest, highest, sources=("Odds.before",), availability=PRICES)


_CHOICE = "market's average, else Pinnacle, else the mean of the bookmakers; margin removed"
_MARKET = (
    _priced("market_home", "log-odds", f"home win beside draw: {_CHOICE}", "0.60, the base rate", -10, 10),
    _priced("market_away", "log-odds", f"away win beside draw: {_CHOICE}", "0.09, the base rate", -10, 10),
    _priced("market_over", "log-odds", f"over beside under 2.5 goals: {_CHOICE}", "0", -10, 10),
    _priced("market_known", "0 or 1", "whether prices on who wins are known", "0", 0, 1),
    _priced("market_over_known", "0 or 1", "whether prices on 2.5 goals are known", "0", 0, 1),
    _priced("market_books", "bookmakers", "with prices on who wins, at most 50", "0", 0, 50),
)
_SQUADS = tuple(replace(feature, availability=SQUADS) for feature in _pair_of(SQUAD))


def _expected(measure: str) -> tuple[Feature, Feature]:
    how = "exp({0}_level{1} + {0}_attack of the {2} team - {0}_defence of the other + half their variances at kick-off)"
    return (
        Feature(
            f"{measure}_rate_home", "goals", how.format(measure, f" + {measure}_advantage", "home"), _RATED, 0, 100
        ),
        Feature(f"{measure}_rate_away", "goals", how.format(measure, "", "away"), _RATED, 0, 100),
    )


_FILTERED = (
    *(feature for measure in MEASURES for feature in _expected(measure)),
    Feature("goals_variance", "squared log rate", "the two teams' four goals_…_variance at kick-off", _RATED, 0, 10),
)

LATEST: tuple[Feature, ...] = (
    *FIRST,
    *_RATINGS,
    *_pair_of(_BY_NAME[name] for name in BOTH_TEAMS),
    *_COMPARED,
    *_TIMES,
    *_HEAD_TO_HEAD,
    *_MARKET,
    *_SQUADS,
    *_FILTERED,
)
"""Version 3."""
