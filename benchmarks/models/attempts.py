"""`make study-attempts`: what was tried to better the blend, each beside what is served, on 2013/14 to 2018/19 alone.

The table is cut after 2018/19 before anything is computed. An attempt is walked forward like the blend and judged by
the paired difference on the same matches. It earns its place where the 95% interval lies below 0: of RPS for the
result, of log loss for totals.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.features.rows import ROOT, machine
from benchmarks.models import learners
from benchmarks.models.study import SEASONS, until_2019
from touchline.football.blend import CLASSES, OVER, RESULT
from touchline.football.scoreline import Grid
from touchline.football.scoring import log_loss, ranked_probability_score
from touchline.football.vector import Matrix, columns, squad_evidence
from touchline.football.with_odds import ALONE, MARKET, voices_with_odds
from touchline.trainer.training.judging.differences import paired_interval
from touchline.trainer.training.learning import POOL_LEARNS
from touchline.trainer.training.matches import Matches, matches_of
from touchline.trainer.training.models import with_odds
from touchline.trainer.training.models.blend import blended, told
from touchline.trainer.training.models.pool import CONSTANT_PRECISION, PRECISION, fit_pool
from touchline.trainer.training.models.seasons import forecast_seasons, seasons_of, steps
from touchline.trainer.training.models.voices import VOICES, walked

OUT = ROOT / "build" / "attempts.json"
EQUAL = 1e6  # a precision at which weights stay as they are drawn
TEMPERED = 300.0  # precision of a temperature, in matches' worth
EARLY = 10.0  # matches of a season, over which what is special about its beginning fades
SCORES = {"rps": ranked_probability_score, "log_loss": log_loss}
Voices = dict[str, Matrix]
Tried = tuple[str, str, Matrix, Matrix]  # name, market, what it says, what is served


@dataclass(frozen=True, slots=True)
class Pooled:
    """How a pool is learned: as the blend's, but for what is said here."""

    prior: tuple[float, ...] | None = None
    precision: float | tuple[float, ...] = PRECISION
    constants: float = CONSTANT_PRECISION
    evidence: Matrix | None = None
    latest: int = 100  # seasons that teach it

    def walked(self, matches: Matches, market: str, voices: Voices) -> Matrix:
        """What the pool says, season by season, where every voice speaks and a season teaches it; else NaN."""
        heard, seasons = list(voices.values()), seasons_of(matches)
        spoken = ~np.isnan(np.column_stack(heard)).any(axis=1)
        evidence = np.empty((len(matches), 0)) if self.evidence is None else self.evidence
        found = np.full((len(matches), CLASSES[market]), np.nan)
        for step in steps(matches, seasons[1:]):
            since = seasons[max(0, seasons.index(step.season) - self.latest)]
            learned, asked = step.known & spoken & (matches.seasons >= since), step.asked & spoken
            if learned.sum() < with_odds.LEAST or not asked.any():
                continue
            happened = matches.happened[market][learned]
            parts = [one[learned] for one in heard]
            pool = fit_pool(parts, happened, self.prior, self.precision, self.constants, evidence[learned])
            found[asked] = pool([one[asked] for one in heard], evidence[asked])
        return found


def main() -> None:
    """Try, write, tell."""
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--history", type=Path, required=True)
    matches = matches_of(until_2019(pl.read_parquet(asking.parse_args().history)))
    found = []
    for one in attempts(matches):
        found.append(judged(matches, *one))
        OUT.parent.mkdir(parents=True, exist_ok=True)
        OUT.write_text(json.dumps({"seasons": SEASONS, "machine": machine(), "attempts": found}, indent=1) + "\n")
        print(json.dumps(found[-1]), flush=True)


def attempts(matches: Matches) -> Iterator[Tried]:
    """Everything that was tried, the cheap first."""
    seasons = forecast_seasons(matches)
    said = walked(matches, seasons)
    alone = blended(matches, said, seasons[POOL_LEARNS:])
    heard = {market: {name: said[market, name] for name in VOICES[market]} for market in (RESULT, OVER)}
    evidence = squad_evidence(matches.values)
    as_served = {RESULT: Pooled(evidence=evidence), OVER: Pooled()}
    served = {market: one.walked(matches, market, heard[market]) for market, one in as_served.items()}
    for market, now in served.items():
        yield "pooled here as it is served: no difference", market, now, told(alone)[market]
    yield from of_pools(matches, heard, served, evidence)
    yield from beside_odds(matches, alone, seasons[POOL_LEARNS:])
    yield from of_learners(matches, heard, served, as_served)


def of_pools(
    matches: Matches, heard: Mapping[str, Voices], served: Mapping[str, Matrix], evidence: Matrix
) -> Iterator[Tried]:
    """The same voices, pooled otherwise."""
    for market, now in served.items():
        beside = evidence if market == RESULT else None
        for name, one in {
            "equal weights": Pooled(precision=EQUAL, evidence=beside),
            "weights drawn to equal ones a third as hard": Pooled(precision=PRECISION / 3, evidence=beside),
            "learned from the latest four seasons": Pooled(evidence=beside, latest=4),
        }.items():
            yield name, market, one.walked(matches, market, heard[market]), now
        temperature = Pooled((1.0,), TEMPERED, with_odds.CONSTANTS_BESIDE_MARKET)
        tempered = temperature.walked(matches, market, {"blend": now})
        yield "a temperature, learned from earlier forecasts", market, np.where(np.isnan(tempered), now, tempered), now
    early = np.exp(-columns(matches.values, ("played_home", "played_away")).mean(axis=1) / EARLY)
    for name, told_of in {
        "worth of squads counts otherwise early": np.column_stack([evidence, evidence[:, 0] * early]),
        "nothing of squads": np.zeros((len(matches), 1)),
    }.items():
        yield name, RESULT, Pooled(evidence=told_of).walked(matches, RESULT, heard[RESULT]), served[RESULT]


def beside_odds(matches: Matches, alone: Grid, seasons: list[str]) -> Iterator[Tried]:
    """The product with odds: prices as they are, and what is learned beside them otherwise."""
    served, usable = told(with_odds.blended_with_odds(matches, alone, seasons)), with_odds.usable(matches, alone)
    for market in (RESULT, OVER):
        voices = {name: np.full((len(matches), CLASSES[market]), np.nan) for name in (MARKET, ALONE)}
        for name, shares in voices_with_odds(matches.values[usable], alone[usable])[market].items():
            voices[name][usable] = shares
        now = served[market]
        yield "prices as they are", market, voices[MARKET], now
        drawn = with_odds.MARKET_PRECISION, with_odds.BESIDE_MARKET
        for seasons_back in (2, 4):
            one = Pooled((1.0, 0.0), drawn, with_odds.CONSTANTS_BESIDE_MARKET, latest=seasons_back)
            name = f"beside odds learned from the latest {seasons_back} seasons"
            yield name, market, one.walked(matches, market, voices), now
        recalibrated = Pooled((1.0,), with_odds.MARKET_PRECISION, with_odds.CONSTANTS_BESIDE_MARKET)
        yield "prices recalibrated alone", market, recalibrated.walked(matches, market, {MARKET: voices[MARKET]}), now


def of_learners(
    matches: Matches, heard: Mapping[str, Voices], served: Mapping[str, Matrix], as_served: Mapping[str, Pooled]
) -> Iterator[Tried]:
    """Learners of goals beside those of the blend, and in their places."""
    seasons = forecast_seasons(matches)
    goals = {name: learners.walked(matches, seasons, learn) for name, learn in learners.LEARNERS.items()}
    for market, now in served.items():
        said = {name: learners.said_of(market, one) for name, one in goals.items()}
        for name, shares in said.items():
            yield f"{name} alone", market, shares, now
            yield (
                f"{name} as one more voice",
                market,
                as_served[market].walked(matches, market, heard[market] | {name: shares}),
                now,
            )
        kept = {name: shares for name, shares in heard[market].items() if name not in ("logit", "lightgbm")}
        label = "goals-ridge and goals-trees for logit and lightgbm"
        yield label, market, as_served[market].walked(matches, market, kept | said), now


def judged(matches: Matches, name: str, market: str, shares: Matrix, served: Matrix) -> dict[str, object]:
    """Mean scores on the matches of which both speak, and the paired differences to what is served."""
    inside = np.isin(matches.seasons, SEASONS) & ~np.isnan(shares[:, 0]) & ~np.isnan(served[:, 0])
    happened = matches.happened[market][inside]
    found: dict[str, object] = {"name": name, "market": market, "n": int(inside.sum())}
    for score, of in SCORES.items():
        each = of(shares[inside], happened)
        gap = each - of(served[inside], happened)
        low, high = paired_interval(gap)
        found[score] = float(each.mean())
        better = sum(bool(gap[matches.seasons[inside] == season].mean() < 0) for season in SEASONS)
        found[f"{score}_less"] = {"difference": float(gap.mean()), "low": low, "high": high, "seasons_better": better}
    return found


if __name__ == "__main__":
    main()
