"""Seasons of made-up football for property tests: a few teams, two seasons, several results known at one moment."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random

from hypothesis import strategies as st

from touchline.feature_store.features.result import MatchFact

TEAMS = ("ash", "birch", "cedar", "elm", "fir", "oak")
START = datetime(2015, 8, 8, 15, tzinfo=UTC)
ROUNDS_A_SEASON = 10


def fact(
    home: str,
    away: str,
    day: int,
    home_goals: int | None = 1,
    away_goals: int | None = 0,
    shots_on_target: tuple[int, int] | None = (5, 4),
    season: str = "2015/16",
    competition: str = "E0",
) -> MatchFact:
    """A match `day` days after the start, its result known at the following midnight."""
    kick_off = START + timedelta(days=day)
    known_at = kick_off.replace(hour=0) + timedelta(days=1)
    made, faced = shots_on_target or (None, None)
    match_id = f"{competition}:{season.replace('/', '-')}:{home}:{away}:{day}"
    return MatchFact(
        match_id,
        competition,
        season,
        kick_off,
        home,
        away,
        home_goals,
        away_goals,
        None,
        None,
        made,
        faced,
        known_at,
        (f"d{day // 7}",),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[MatchFact]:
    """Rounds a week apart in which some of the teams meet; a summer after ten; statistics sometimes missing."""
    goals, shots = st.integers(0, 9), st.none() | st.tuples(st.integers(0, 30), st.integers(0, 30))
    history: list[MatchFact] = []
    for number in range(draw(st.integers(1, 2 * ROUNDS_A_SEASON))):
        second = number >= ROUNDS_A_SEASON
        order = draw(st.permutations(TEAMS[1:] if second else TEAMS[:-1]))
        for home, away in zip(order[::2], order[1::2], strict=False):
            day = 7 * number + 90 * second + draw(st.integers(0, 2))
            season = "2016/17" if second else "2015/16"
            history.append(fact(home, away, day, draw(goals), draw(goals), draw(shots), season))
    return history


def made_seasons() -> list[MatchFact]:
    """Three seasons of a league and a few cup ties, always the same; statistics missing here and there."""
    random = Random(5)
    history: list[MatchFact] = []
    for year, teams in enumerate((TEAMS[:-1], TEAMS[1:], TEAMS[:-1])):
        season = f"{2015 + year}/{16 + year}"
        for number, (home, away) in enumerate(random.sample(list(permutations(teams, 2)), 20)):
            day = 365 * year + 7 * number + random.randrange(3)
            shots = (random.randrange(12), random.randrange(10)) if random.random() < 0.8 else None
            history.append(fact(home, away, day, random.randrange(5), random.randrange(4), shots, season))
            if number % 5 == 0:
                tie = (random.randrange(4), random.randrange(4))
                history.append(fact(away, home, day + 3, *tie, shots, season, competition="FAC"))
    return history
