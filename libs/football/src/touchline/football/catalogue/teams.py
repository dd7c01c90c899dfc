"""Every feature of a team in a competition, in the order in which it stands in the team's row."""

from touchline.football.catalogue.feature import Feature
from touchline.football.strength import MEASURES

# What stands where little or nothing is known; of a meeting as of its teams.
ELO = "1500 in a competition's first season; a promoted team starts at the promoted prior"
GOALS = "shrunk towards the long-run mean by a weight of four matches"
SHOTS = "matches without the statistic are left out; shrunk towards 1 by a weight of four matches"

FIRST: tuple[Feature, ...] = (
    Feature("elo", "rating", "Elo rating before the meeting, drawn towards 1500 between seasons", ELO, 0, 3000),
    Feature("points", "points per match", "last 5 matches, the newest weighing most", "shrunk towards 1.37", 0, 3),
    Feature("home_goals_for", "goals per match", "scored in the last 10 home matches", GOALS, 0, 20),
    Feature("home_goals_against", "goals per match", "conceded in the last 10 home matches", GOALS, 0, 20),
    Feature("away_goals_for", "goals per match", "scored in the last 10 away matches", GOALS, 0, 20),
    Feature("away_goals_against", "goals per match", "conceded in the last 10 away matches", GOALS, 0, 20),
    Feature("shots_for", "share of the league's mean", "shots on target in the last 10 matches", SHOTS, 0, 10),
    Feature("shots_against", "share of the league's mean", "shots on target faced, last 10 matches", SHOTS, 0, 10),
    Feature("last_kick_off", "seconds since 1970, UTC", "kick-off of the latest known match", "0: none known", 0, 1e11),
    Feature("played", "matches", "known matches of this season in this competition", "0", 0, 100),
    Feature("promoted", "0 or 1", "the competition was played the season before, without this team", "0", 0, 1),
)
"""Version 1."""

_RATED = "0 in a competition's first season; a promoted team starts at the promoted prior"
_STARTS = "starts at {}, and a promoted team again"
_LEFT_OUT = "starts at 1, and a promoted team again; matches without the statistic change nothing"
_LEAGUE = "share of the league's mean"


def _mean(name: str, unit: str, what: str, half_life: int, start: float, highest: float) -> Feature:
    formula = f"{what}; the weight of a match halves every {half_life} of them"
    return Feature(name, unit, formula, _STARTS.format(start), 0, highest)


_RATINGS = (
    Feature("pi_home", "goals", "pi-rating at home, Constantinou and Fenton (2013)", _RATED, -10, 10),
    Feature("pi_away", "goals", "pi-rating away, Constantinou and Fenton (2013)", _RATED, -10, 10),
    Feature("attack", "log rate", "dynamic Poisson: what a team adds to its log rate of goals", _RATED, -3, 3),
    Feature("defence", "log rate", "dynamic Poisson: what a team takes off its opponent's", _RATED, -3, 3),
    Feature(
        "league_home_goals",
        "goals per match",
        "home teams' running mean in the competition when the team's latest result became known; a match weighs 0.01",
        "1.53, the English top flight of 2005/06-2015/16",
        0,
        20,
    ),
    Feature("league_away_goals", "goals per match", "the same of away teams", "1.13, as above", 0, 20),
)
_GOALS_MEANS = (
    _mean("goals_for_short", "goals per match", "goals scored", 5, 1.33, 20),
    _mean("goals_against_short", "goals per match", "goals conceded", 5, 1.33, 20),
    _mean("goals_for_long", "goals per match", "goals scored", 20, 1.33, 20),
    _mean("goals_against_long", "goals per match", "goals conceded", 20, 1.33, 20),
)
_TWELVE = "; the weight of a match halves every 12 of them"
_SHARES = (
    Feature("attempts_for", _LEAGUE, f"shots{_TWELVE}", _LEFT_OUT, 0, 10),
    Feature("attempts_against", _LEAGUE, f"shots faced{_TWELVE}", _LEFT_OUT, 0, 10),
    Feature("corners_for", _LEAGUE, f"corners{_TWELVE}", _LEFT_OUT, 0, 10),
    Feature("corners_against", _LEAGUE, f"corners of opponents{_TWELVE}", _LEFT_OUT, 0, 10),
)
_ESTIMATED = (
    "expected goals; where nobody states them, estimated: shots on target as a share of the league's mean, times the "
    "league's mean of goals; without those, the goals"
)
_EXPECTED = (
    _mean("expected_goals_for", "goals per match", _ESTIMATED, 12, 1.33, 20),
    _mean("expected_goals_against", "goals per match", f"of the opponents: {_ESTIMATED}", 12, 1.33, 20),
    _mean("expected_goals_known", "share of matches", "matches whose expected goals somebody states", 12, 0, 1),
)
_FORM = (
    _mean("points_short", "points per match", "league points", 4, 1.37, 3),
    _mean("points_long", "points per match", "league points", 20, 1.37, 3),
    _mean("home_points", "points per match", "league points at home", 8, 1.65, 3),
    _mean("away_points", "points per match", "league points away", 8, 1.09, 3),
    Feature(
        "over_expected",
        "share of a win",
        "score (1, 1/2, 0) less what Elo ratings expected of it; the weight of a match halves every 6 of them",
        _STARTS.format(0),
        -1,
        1,
    ),
    _mean("draws", "share of matches", "drawn matches", 20, 0.26, 1),
    _mean("overs", "share of matches", "matches with three goals or more", 20, 0.48, 1),
    _mean("both_scored", "share of matches", "matches in which both teams scored", 20, 0.51, 1),
)
_STREAKS = tuple(
    Feature(name, "matches", f"latest matches in a row {what}, at most 50", "0, and for a promoted team again", 0, 50)
    for name, what in (
        ("unbeaten", "without a defeat"),
        ("winless", "without a win"),
        ("scoring", "with a goal scored"),
        ("clean_sheets", "without a goal conceded"),
    )
)
_STAGE = (
    Feature(
        "season_points",
        "points per match",
        "league points of this season, shrunk towards 1.37 by a weight of four matches",
        "1.37 before the first",
        0,
        3,
    ),
    Feature(
        "season_goal_difference",
        "goals per match",
        "goals scored less conceded this season, shrunk towards 0 by a weight of four matches",
        "0 before the first",
        -20,
        20,
    ),
    Feature("seasons", "seasons", "in a row in the competition, this one among them, at most 30", "1", 1, 30),
)
_CALENDAR = (
    Feature(
        "last_kick_off_anywhere",
        "seconds since 1970, UTC",
        "kick-off of the latest known match in any competition of the pool",
        "0: none known",
        0,
        1e11,
    ),
    Feature(
        "load",
        "matches",
        "at that kick-off, known matches in any competition of the pool, each weighing half as much every seven days",
        "0: none known",
        0,
        50,
    ),
)

_MEASURED = {
    "goals": "goals",
    "chances": "0.6 expected goals, 0.4 of (0.5 goals, 0.4 shots on target, 0.1 shots); the latter alone if unstated",
    "shots": "shots on target and shots, each half",
    "steady": "as chances, of teams that change more slowly",
}
_SCALE = "; counts but goals as shares of the league's means, times its mean of goals"


def _filtered(measure: str) -> tuple[Feature, ...]:
    of, prior = f" by {_MEASURED[measure]}{_SCALE}", "a promoted team starts at the promoted prior"
    return (
        Feature(f"{measure}_attack", "log rate", f"filtered: what a team adds to its log rate{of}", prior, -5, 5),
        Feature(f"{measure}_defence", "log rate", f"filtered: what it takes off its opponent's{of}", prior, -5, 5),
        Feature(f"{measure}_attack_variance", "squared log rate", "how little is known of it", prior, 0, 1),
        Feature(f"{measure}_defence_variance", "squared log rate", "how little is known of it", prior, 0, 1),
        Feature(
            f"{measure}_level",
            "log rate",
            f"filtered: of an away side in the competition{of}, when the team's latest result became known",
            "0.15, the English top flight of the 1990s",
            -5,
            5,
        ),
        Feature(f"{measure}_advantage", "log rate", "the same: what a home side adds", "0.30, as above", -5, 5),
    )


LATEST: tuple[Feature, ...] = (
    *FIRST,
    *_RATINGS,
    *_GOALS_MEANS,
    *_SHARES,
    *_EXPECTED,
    *_FORM,
    *_STREAKS,
    *_STAGE,
    *_CALENDAR,
    *(feature for measure in MEASURES for feature in _filtered(measure)),
)
"""Version 3."""
