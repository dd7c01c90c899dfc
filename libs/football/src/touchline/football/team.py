"""A team's row: what is remembered of it in a competition, and what a new season makes of that."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from touchline.football import strength
from touchline.football.elo import PROMOTED_PRIOR, after_summer
from touchline.football.season import season_before
from touchline.football.strength import MEASURES, Dynamics, Strength

# Shares of pi-ratings and of attack and defence that are kept over a summer, and where promoted teams start. Flat: 0.85
# to 1 for attack and defence move the ranked probability score on the English top flight of 2005/06-2018/19 by .0004.
PI_KEPT = 0.9
STRENGTH_KEPT = 0.95
PROMOTED_PI = -0.4
PROMOTED_ATTACK, PROMOTED_DEFENCE = -0.18, -0.12
MOST_SEASONS = 30.0


class TeamValues(NamedTuple):
    """The team features of the latest catalogue, in its order; what stands here is what is known of nobody.

    Means of the English top flight over 2005/06-2015/16.
    """

    elo: float = 1500.0
    points: float = 1.37
    home_goals_for: float = 1.53
    home_goals_against: float = 1.13
    away_goals_for: float = 1.13
    away_goals_against: float = 1.53
    shots_for: float = 1.0
    shots_against: float = 1.0
    last_kick_off: float = 0.0
    played: float = 0.0
    promoted: float = 0.0
    pi_home: float = 0.0
    pi_away: float = 0.0
    attack: float = 0.0
    defence: float = 0.0
    league_home_goals: float = 1.53
    league_away_goals: float = 1.13
    goals_for_short: float = 1.33
    goals_against_short: float = 1.33
    goals_for_long: float = 1.33
    goals_against_long: float = 1.33
    attempts_for: float = 1.0
    attempts_against: float = 1.0
    corners_for: float = 1.0
    corners_against: float = 1.0
    expected_goals_for: float = 1.33
    expected_goals_against: float = 1.33
    expected_goals_known: float = 0.0
    points_short: float = 1.37
    points_long: float = 1.37
    home_points: float = 1.65
    away_points: float = 1.09
    over_expected: float = 0.0
    draws: float = 0.26
    overs: float = 0.48
    both_scored: float = 0.51
    unbeaten: float = 0.0
    winless: float = 0.0
    scoring: float = 0.0
    clean_sheets: float = 0.0
    season_points: float = 1.37
    season_goal_difference: float = 0.0
    seasons: float = 1.0
    last_kick_off_anywhere: float = 0.0
    load: float = 0.0
    goals_attack: float = 0.0
    goals_defence: float = 0.0
    goals_attack_variance: float = 0.1
    goals_defence_variance: float = 0.1
    goals_level: float = 0.15
    goals_advantage: float = 0.30
    chances_attack: float = 0.0
    chances_defence: float = 0.0
    chances_attack_variance: float = 0.1
    chances_defence_variance: float = 0.1
    chances_level: float = 0.15
    chances_advantage: float = 0.30
    shots_attack: float = 0.0
    shots_defence: float = 0.0
    shots_attack_variance: float = 0.1
    shots_defence_variance: float = 0.1
    shots_level: float = 0.15
    shots_advantage: float = 0.30
    steady_attack: float = 0.0
    steady_defence: float = 0.0
    steady_attack_variance: float = 0.1
    steady_defence_variance: float = 0.1
    steady_level: float = 0.15
    steady_advantage: float = 0.30


class TeamRow(NamedTuple):
    """What is remembered of a team; `season` is that of its latest match, `values` are in the order of TeamValues."""

    season: str
    values: tuple[float, ...]


UNKNOWN = TeamValues()
_EACH = len(Strength._fields) + 2  # numbers a measure: a strength, then level and advantage of its competition
_FILTERED = len(UNKNOWN) - len(MEASURES) * _EACH  # where the strengths begin
DAY = 86_400.0  # seconds


def strength_by(measure: int, values: TeamValues) -> Strength:
    """A team by one of MEASURES, in their order, as of its latest match."""
    first = _FILTERED + measure * _EACH
    return Strength._make(values[first : first + len(Strength._fields)])


def strength_at(measure: int, values: TeamValues, kick_off: float, dynamics: Dynamics) -> Strength:
    """The same at a kick-off, seconds since 1970: some days after its latest match."""
    return strength.waited(strength_by(measure, values), (kick_off - values.last_kick_off) / DAY, dynamics)


def level_by(measure: int, values: TeamValues) -> tuple[float, float]:
    """Level and advantage of its competition by one of MEASURES, when the team's latest result became known."""
    first = _FILTERED + (measure + 1) * _EACH
    return values[first - 2], values[first - 1]


def with_strengths(
    values: TeamValues, strengths: Iterable[Strength], levels: Iterable[tuple[float, float]]
) -> TeamValues:
    """The same team with other strengths and levels, in the order of MEASURES."""
    numbers = [number for pair in zip(strengths, levels, strict=True) for part in pair for number in part]
    return TeamValues._make((*values[:_FILTERED], *numbers))


def strengths_of(values: TeamValues) -> list[Strength]:
    """In the order of MEASURES."""
    return [strength_by(measure, values) for measure in range(len(MEASURES))]


def levels_of(values: TeamValues) -> list[tuple[float, float]]:
    """In the order of MEASURES."""
    return [level_by(measure, values) for measure in range(len(MEASURES))]


PROMOTED = with_strengths(
    TeamValues(
        elo=PROMOTED_PRIOR,
        promoted=1.0,
        pi_home=PROMOTED_PI,
        pi_away=PROMOTED_PI,
        attack=PROMOTED_ATTACK,
        defence=PROMOTED_DEFENCE,
    ),
    [strength.promoted(dynamics) for dynamics in MEASURES.values()],
    levels_of(UNKNOWN),
)


def values_of(row: Sequence[float]) -> TeamValues:
    """A row's numbers with their names; ValueError for another number of them."""
    if len(row) != len(UNKNOWN):
        raise ValueError(f"a team's row has {len(UNKNOWN)} values, not {len(row)}; it is of another catalogue")
    return TeamValues._make(row)


def in_season(row: TeamRow | None, season: str, first_season: str | None) -> TeamValues:
    """The team as it stands for a match of a season, whether or not it has played in it.

    `row` is the latest of the team in the competition, `first_season` the earliest of the competition of which anything
    is known. A team that stays is drawn to the mean and counts from zero. One that was not there the season before is
    promoted, and of its earlier years only kick-offs and the league's means are kept.

    >>> in_season(None, "2019/20", "2018/19").elo, in_season(None, "2019/20", None).elo
    (1425.0, 1500.0)
    """
    known = None if row is None else values_of(row.values)
    if row is not None and known is not None:
        if row.season == season:
            return known
        if row.season == season_before(season):
            return after_break(known)
    if (first_season or season) >= season:
        return UNKNOWN if known is None else _same_calendar(UNKNOWN, known)
    return PROMOTED if known is None else returned(known)


def after_break(known: TeamValues) -> TeamValues:
    """The team before the first match of the next season."""
    rested = with_strengths(
        known,
        map(strength.after_summer, strengths_of(known), MEASURES.values()),
        levels_of(known),
    )
    return rested._replace(
        elo=after_summer(known.elo),
        played=0.0,
        promoted=0.0,
        pi_home=PI_KEPT * known.pi_home,
        pi_away=PI_KEPT * known.pi_away,
        attack=STRENGTH_KEPT * known.attack,
        defence=STRENGTH_KEPT * known.defence,
        season_points=UNKNOWN.season_points,
        season_goal_difference=0.0,
        seasons=min(MOST_SEASONS, known.seasons + 1.0),
    )


def returned(known: TeamValues) -> TeamValues:
    """A promoted team that was in the competition years ago."""
    newcomer = with_strengths(PROMOTED, strengths_of(PROMOTED), levels_of(known))
    return _same_calendar(newcomer, known)._replace(
        last_kick_off=known.last_kick_off,
        league_home_goals=known.league_home_goals,
        league_away_goals=known.league_away_goals,
    )


def _same_calendar(values: TeamValues, known: TeamValues) -> TeamValues:
    return values._replace(last_kick_off_anywhere=known.last_kick_off_anywhere, load=known.load)
