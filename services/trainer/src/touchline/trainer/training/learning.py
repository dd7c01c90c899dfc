"""From a snapshot to a challenger: walk its voices forward, learn their weights, fit them on everything."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import polars as pl

from touchline.football.blend import Pooling
from touchline.football.bundle import Model
from touchline.football.scoreline import Grid
from touchline.football.vector import Matrix
from touchline.football.with_odds import prices_known
from touchline.trainer.training.beside import Beside, judge_beside
from touchline.trainer.training.bundling import Bundle
from touchline.trainer.training.gating import Cost, cost_of_asking
from touchline.trainer.training.judgement import Judgement, judge_challenger, judge_first
from touchline.trainer.training.matches import Matches, matches_of
from touchline.trainer.training.models.blend import blended
from touchline.trainer.training.models.seasons import forecast_seasons, seasons_of
from touchline.trainer.training.models.voices import Said, walked
from touchline.trainer.training.models.with_odds import blended_with_odds, poolings_with_odds
from touchline.trainer.training.packing import fit_bundle
from touchline.trainer.training.walk_forward import METHOD, Walk, judged_seasons, walk

POOL_LEARNS = 3  # seasons of voices' forecasts before the first pooled one
ASKED = 50  # matches that a model is asked about to see how long it takes


@dataclass(frozen=True, slots=True)
class Challenger:
    """A model that asks to be served, with what it was learned from and how its method did."""

    method: str
    matches: Matches
    said: Said
    walked: Walk
    bundle: Bundle[Model]
    cost: Cost
    beside: Beside  # whether its second product is in the bundle, and why

    @property
    def score(self) -> float:
        """Mean ranked probability score over the matches judged."""
        return self.walked.mean(self.method)

    def judged_against(self, champion: Model | None) -> Judgement:
        """Whether it takes that place; the sentence ends with what became of its second product."""
        judgement = self._judged(champion)
        return replace(judgement, reason=f"{judgement.reason}; {self.beside.reason}")

    def _judged(self, champion: Model | None) -> Judgement:
        if champion is None:
            return judge_first(self.matches, self.walked, self.cost)
        if champion.manifest.version == self.bundle.manifest.version:
            return self._nothing_new()
        return judge_challenger(self.matches, self.said, self.walked, champion, self.cost)

    def _nothing_new(self) -> Judgement:
        score = self.walked.mean(self.method)
        reason = f"{self.bundle.manifest.version} is the champion already: nothing new to learn from"
        return Judgement(False, score, score, 0, None, None, reason)


def learn(frame: pl.DataFrame, name: str, snapshot: str, catalogue_version: int) -> Challenger:
    """The challenger that a snapshot's rows give; the same rows give the same one.

    Raises:
        TooFewMatches: the history is too short to walk through.
    """
    matches = matches_of(frame)
    judged = judged_seasons(matches)
    said = walked(matches, forecast_seasons(matches))
    alone = blended(matches, said, teaching_seasons(matches, judged))
    beside, with_odds = learn_beside(matches, alone, judged)
    bundle = fit_bundle(name, matches, said, snapshot, catalogue_version, with_odds)
    model = bundle.opened()  # what cannot be opened here must not be offered to a predictor
    cost = cost_of(bundle, model, matches)
    return Challenger(METHOD, matches, said, walk(matches, said, judged, alone), bundle, cost, beside)


def teaching_seasons(matches: Matches, judged: Sequence[str]) -> list[str]:
    """Seasons whose grids are wanted: those judged and, where prices are known, those that teach what to add to them.

    The first seasons with voices are left out, since the pool learns its weights there.
    """
    taught = forecast_seasons(matches)[POOL_LEARNS:] if prices_known(matches.values).any() else []
    return [season for season in seasons_of(matches) if season in {*taught, *judged}]


def learn_beside(matches: Matches, alone: Grid, judged: Sequence[str]) -> tuple[Beside, dict[str, Pooling] | None]:
    """Whether the second product is served, and its pools if so: judged walking forward, learned from everything."""
    beside = judge_beside(matches, alone, blended_with_odds(matches, alone, judged), judged)
    everything = np.ones(len(matches), dtype=np.bool_)
    return beside, poolings_with_odds(matches, everything, alone) if beside.packed else None


def cost_of(bundle: Bundle[Model], model: Model, matches: Matches) -> Cost:
    """What it takes to hold the model, and the median processor time of an answer about one match."""
    questions = (partial(_ask, model, row[None, :]) for row in matches.latest(ASKED).values)
    return cost_of_asking(bundle.content, questions)


def _ask(model: Model, values: Matrix) -> None:
    alone = model.predict_grids(values)
    if model.with_odds is not None and prices_known(values).all():
        model.with_odds.grids(values, alone)
