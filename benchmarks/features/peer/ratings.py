"""penaltyblog's Elo and pi-ratings, match by match. `python -m benchmarks.features.peer.ratings < plan.json`."""

import json
import sys
import time
from collections.abc import Callable, Sequence

from penaltyblog.ratings import Elo, PiRatingSystem

HOME_WIN, DRAW, AWAY_WIN = 0, 1, 2
Score = tuple[str, str, int, int]  # home, away, their goals


def main() -> None:
    """Update with every match, so many times from nothing."""
    plan = json.load(sys.stdin)
    scores: list[Score] = [tuple(match) for match in plan["matches"]]
    found = {name: [_timed(work, scores) for _ in range(plan["repeats"])] for name, work in WORK.items()}
    json.dump(found, sys.stdout)


def elo(scores: Sequence[Score]) -> None:
    """Elo alone."""
    ratings = Elo()
    for home, away, home_goals, away_goals in scores:
        ratings.update_ratings(home, away, _result(home_goals, away_goals))


def elo_and_pi(scores: Sequence[Score]) -> None:
    """Both."""
    ratings, pi = Elo(), PiRatingSystem()
    for home, away, home_goals, away_goals in scores:
        ratings.update_ratings(home, away, _result(home_goals, away_goals))
        pi.update_ratings(home, away, home_goals - away_goals)


def _result(home_goals: int, away_goals: int) -> int:
    return HOME_WIN if home_goals > away_goals else AWAY_WIN if home_goals < away_goals else DRAW


def _timed(work: Callable[[Sequence[Score]], None], scores: Sequence[Score]) -> float:
    begun = time.perf_counter()
    work(scores)
    return time.perf_counter() - begun


WORK = {"elo": elo, "elo-pi": elo_and_pi}

if __name__ == "__main__":
    main()
