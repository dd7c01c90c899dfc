"""`make study`: the hyper-parameters of the match models, searched for on 2013/14 to 2018/19 and on nothing later.

The table is cut after 2018/19 before anything is computed. Settings of the filters are drawn at random from a seed and
judged by log loss of the result (`steady`: of totals); after two and after four seasons the worse half is dropped
(successive halving, Jamieson and Talwalkar 2016, https://proceedings.mlr.press/v51/jamieson16.html).
Few-valued choices (the prior of Dixon-Coles, how the margin is removed) are tried one by one.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.features.rows import ROOT, machine
from benchmarks.models.filtering import filtered, made
from touchline.football.blend import LINE, OVER, RESULT
from touchline.football.margins import METHODS
from touchline.football.markets import result, total
from touchline.football.scoreline import dixon_coles_grid, poisson_grid
from touchline.football.scoring import log_loss, ranked_probability_score
from touchline.football.strength import MEASURES, Dynamics
from touchline.trainer.training.matches import canonical
from touchline.trainer.training.models import dixon_coles
from touchline.trainer.training.played import Played, played_of

SEASONS = ("2013/14", "2014/15", "2015/16", "2016/17", "2017/18", "2018/19")
RUNGS = (2, 4, 6)  # seasons after which the worse half is dropped, but after the last
NAMES = ("log_loss", "rps", "over_log_loss")
OUT = ROOT / "build" / "study.json"
# Bounds of the search: variances and dispersion on a logarithmic scale, the rest evenly.
LOGARITHMIC = {
    "team_daily": (1e-5, 1.5e-4),
    "team_summer": (0.001, 0.015),
    "newcomer": (0.003, 0.05),
    "advantage_daily": (1e-7, 2e-5),
    "level_daily": (1e-7, 2e-5),
    "dispersion": (0.35, 1.2),
}
EVEN = {"kept": (0.9, 1.0), "newcomer_attack": (-0.35, -0.1), "newcomer_defence": (-0.35, -0.1)}


def main() -> None:
    """Search, write, tell."""
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--history", type=Path, required=True)
    asking.add_argument("--trials", type=int, default=96)
    asking.add_argument("--seed", type=int, default=0)
    asked = asking.parse_args()
    frame = canonical(until_2019(pl.read_parquet(asked.history)))
    played = played_of(frame)
    found: dict[str, Any] = {"seed": asked.seed, "trials": asked.trials, "seasons": SEASONS, "machine": machine()}
    found["dixon-coles-precision"] = list(precisions(played))
    found["margins"] = list(margins(played))
    observed = made(frame, played.matches.known)
    drawn = list(draws(asked.trials, asked.seed))
    for name, in_use in MEASURES.items():
        by = NAMES.index("over_log_loss" if name == "steady" else "log_loss")
        found[f"dynamic-{name}"] = halved(played, observed[name], [in_use, *drawn], by)
        OUT.parent.mkdir(parents=True, exist_ok=True)
        OUT.write_text(json.dumps(found, indent=1) + "\n")
        print(name, json.dumps(found[f"dynamic-{name}"][0]), flush=True)


def until_2019(frame: pl.DataFrame) -> pl.DataFrame:
    """Without anything that is only looked at."""
    return frame.filter(pl.col("season") <= SEASONS[-1])


def draws(number: int, seed: int) -> Iterator[Dynamics]:
    """Settings from the bounds."""
    dice = np.random.default_rng(seed)
    for _ in range(number):
        slow = {name: float(np.exp(dice.uniform(*np.log(bounds)))) for name, bounds in LOGARITHMIC.items()}
        yield Dynamics(**slow, **{name: float(dice.uniform(*bounds)) for name, bounds in EVEN.items()})


def halved(played: Played, observed: np.ndarray, settings: Sequence[Dynamics], by: int) -> list[dict[str, Any]]:
    """Every setting that came to the last rung, the best first; the first of `settings` is the one in use."""
    alive = list(range(len(settings)))
    scores: dict[int, tuple[float, ...]] = {}
    for rung in RUNGS:
        part = played.matches.seasons <= SEASONS[rung - 1]
        world, seen = played.where(part), observed[part]
        scores |= {one: scored(world, seen, settings[one], rung) for one in alive}
        alive.sort(key=lambda one: scores[one][by])
        if rung != RUNGS[-1]:
            alive = alive[: len(alive) // 2]
    return [
        dict(zip(NAMES, scores[one], strict=True)) | {"in_use": one == 0, "settings": asdict(settings[one])}
        for one in alive
    ]


def scored(played: Played, observed: np.ndarray, settings: Dynamics, rung: int) -> tuple[float, float, float]:
    """Log loss and RPS of the result and log loss of totals, over the first seasons of the study."""
    inside = np.isin(played.matches.seasons, SEASONS[:rung])
    grid, happened = poisson_grid(*filtered(played, observed, settings)[inside].T), played.matches.happened
    shares, outcomes = result(grid), happened[RESULT][inside]
    return (
        float(log_loss(shares, outcomes).mean()),
        float(ranked_probability_score(shares, outcomes).mean()),
        float(log_loss(total(grid, LINE), happened[OVER][inside]).mean()),
    )


def precisions(played: Played) -> Iterator[dict[str, float]]:
    """Dixon–Coles with priors of several precisions."""
    inside = np.isin(played.matches.seasons, SEASONS)
    for precision in (0.001, 0.3, 1.0, 3.0, 8.0):
        rates, rho = dixon_coles.walked(played, precision=precision, since=int(played.predicted_at[inside].min()))
        shares = result(dixon_coles_grid(rates[inside, 0], rates[inside, 1], rho[inside]))
        yield {"precision": precision} | _scores(shares, played.matches.outcomes[inside])


def margins(played: Played) -> Iterator[dict[str, Any]]:
    """The market's average before the match, its margin removed in three ways."""
    inside = np.isin(played.matches.seasons, SEASONS)
    for name, method in METHODS.items():
        shares = method(played.prices["average_before", "1x2"][inside])
        yield {"method": name} | _scores(shares, played.matches.outcomes[inside])


def _scores(shares: np.ndarray, outcomes: np.ndarray) -> dict[str, float]:
    return {
        "log_loss": float(log_loss(shares, outcomes).mean()),
        "rps": float(ranked_probability_score(shares, outcomes).mean()),
    }


if __name__ == "__main__":
    main()
