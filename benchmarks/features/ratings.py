"""Our side of the fold: everything, and ratings alone. `python -m benchmarks.features.ratings < plan.json`."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from benchmarks.features.matches import chosen
from touchline.feature_store.features import pi
from touchline.feature_store.features.elo import rating_change
from touchline.feature_store.features.fold import fold, in_order, vector
from touchline.feature_store.features.result import MatchFact
from touchline.feature_store.features.state import PoolState
from touchline.feature_store.replaying import fact_of
from touchline.football.elo import MEAN
from touchline.football.resolution import resolve

Score = tuple[str, str, int, int]  # home, away, their goals


def main() -> None:
    """Fold every match, so many times from nothing."""
    plan = json.load(sys.stdin)
    scores: list[Score] = [(home, away, one, other) for home, away, one, other in plan["matches"]]
    facts = in_order(_facts())
    found = {
        "everything": _timed(lambda: everything(facts), plan["repeats"]),
        "elo": _timed(lambda: elo(scores), plan["repeats"]),
        "elo-pi": _timed(lambda: elo_and_pi(scores), plan["repeats"]),
        "matches": len(facts),
    }
    json.dump(found, sys.stdout)


def everything(facts: Sequence[MatchFact]) -> PoolState:
    """Each meeting's vector as the state before its result has it, then the result folded in."""
    state = PoolState()
    for _, together in groupby(facts, key=lambda one: one.available_at):
        results = list(together)
        for result in results:
            vector(state, result.fixture)
        state = fold(state, results)
    return state


def elo(scores: Sequence[Score]) -> dict[str, float]:
    """Elo ratings alone, without summers and promotions, which the peer's do not know."""
    ratings: dict[str, float] = {}
    for home, away, home_goals, away_goals in scores:
        at_home, visiting = ratings.get(home, MEAN), ratings.get(away, MEAN)
        change = rating_change(at_home, visiting, home_goals, away_goals)
        ratings[home], ratings[away] = at_home + change, visiting - change
    return ratings


def elo_and_pi(scores: Sequence[Score]) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Elo, and pi-ratings at home and away."""
    at_home, away_from_home = dict[str, float](), dict[str, float]()
    for home, away, home_goals, away_goals in scores:
        surprise = pi.surprise(at_home.get(home, 0.0), away_from_home.get(away, 0.0), home_goals, away_goals)
        for team, own, other, for_team in (
            (home, at_home, away_from_home, surprise),
            (away, away_from_home, at_home, -surprise),
        ):
            own[team] = pi.moved(own.get(team, 0.0), for_team, pi.OWN_GROUND)
            other[team] = pi.moved(other.get(team, 0.0), for_team, pi.OTHER_GROUND)
    return elo(scores), at_home, away_from_home


def _facts() -> list[MatchFact]:
    _, matches = chosen()
    return [fact_of(match) for one in matches if (match := resolve([one])) is not None]


def _timed(work: Callable[[], Any], repeats: int) -> list[float]:
    seconds = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return seconds


if __name__ == "__main__":
    main()
