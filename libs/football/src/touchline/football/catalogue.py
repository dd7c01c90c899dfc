"""Every feature, in the order in which it stands in a vector.

Two lists: what a snapshot says about one team, and what a vector says about a meeting. A change of order, formula or
meaning is a new CATALOGUE_VERSION; models pin the one that they learned from.
"""

from dataclasses import dataclass

CATALOGUE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its name, unit, formula in words, what stands for a missing value, and the range it keeps to."""

    name: str
    unit: str
    formula: str
    missing: str
    lowest: float
    highest: float


_ELO = "1500 in a competition's first season; a promoted team starts at the promoted prior"
_GOALS = "shrunk towards the long-run mean by a weight of four matches"
_SHOTS = "matches without the statistic are left out; shrunk towards 1 by a weight of four matches"

TEAM_CATALOGUE: tuple[Feature, ...] = (
    Feature("elo", "rating", "Elo rating before the meeting, drawn towards 1500 between seasons", _ELO, 0, 3000),
    Feature("points", "points per match", "last 5 matches, the newest weighing most", "shrunk towards 1.37", 0, 3),
    Feature("home_goals_for", "goals per match", "scored in the last 10 home matches", _GOALS, 0, 20),
    Feature("home_goals_against", "goals per match", "conceded in the last 10 home matches", _GOALS, 0, 20),
    Feature("away_goals_for", "goals per match", "scored in the last 10 away matches", _GOALS, 0, 20),
    Feature("away_goals_against", "goals per match", "conceded in the last 10 away matches", _GOALS, 0, 20),
    Feature("shots_for", "share of the league's mean", "shots on target in the last 10 matches", _SHOTS, 0, 10),
    Feature("shots_against", "share of the league's mean", "shots on target faced, last 10 matches", _SHOTS, 0, 10),
    Feature("last_kick_off", "seconds since 1970, UTC", "kick-off of the latest known match", "0: none known", 0, 1e11),
    Feature("played", "matches", "known matches of this season in this competition", "0", 0, 100),
    Feature("promoted", "0 or 1", "the competition was played the season before, without this team", "0", 0, 1),
)

MATCH_CATALOGUE: tuple[Feature, ...] = (
    Feature("elo_home", "rating", "elo of the home team", _ELO, 0, 3000),
    Feature("elo_away", "rating", "elo of the away team", _ELO, 0, 3000),
    Feature("elo_difference", "rating", "elo_home - elo_away", "never", -3000, 3000),
    Feature("elo_expected", "share of a win", "1 / (1 + 10^-((elo_difference + 65) / 400))", "never", 0, 1),
    Feature("points_home", "points per match", "points of the home team", "shrunk towards 1.37", 0, 3),
    Feature("points_away", "points per match", "points of the away team", "shrunk towards 1.37", 0, 3),
    Feature("goals_for_home", "goals per match", "home_goals_for of the home team", _GOALS, 0, 20),
    Feature("goals_against_home", "goals per match", "home_goals_against of the home team", _GOALS, 0, 20),
    Feature("goals_for_away", "goals per match", "away_goals_for of the away team", _GOALS, 0, 20),
    Feature("goals_against_away", "goals per match", "away_goals_against of the away team", _GOALS, 0, 20),
    Feature("shots_for_home", "share of the league's mean", "shots_for of the home team", _SHOTS, 0, 10),
    Feature("shots_against_home", "share of the league's mean", "shots_against of the home team", _SHOTS, 0, 10),
    Feature("shots_for_away", "share of the league's mean", "shots_for of the away team", _SHOTS, 0, 10),
    Feature("shots_against_away", "share of the league's mean", "shots_against of the away team", _SHOTS, 0, 10),
    Feature("rest_home", "days", "kick-off minus last_kick_off of the home team, at most 14", "14", 0, 14),
    Feature("rest_away", "days", "kick-off minus last_kick_off of the away team, at most 14", "14", 0, 14),
    Feature("played_home", "matches", "played of the home team", "0", 0, 100),
    Feature("played_away", "matches", "played of the away team", "0", 0, 100),
    Feature("promoted_home", "0 or 1", "promoted of the home team", "0", 0, 1),
    Feature("promoted_away", "0 or 1", "promoted of the away team", "0", 0, 1),
)

TEAM_FEATURES: tuple[str, ...] = tuple(feature.name for feature in TEAM_CATALOGUE)
MATCH_FEATURES: tuple[str, ...] = tuple(feature.name for feature in MATCH_CATALOGUE)
