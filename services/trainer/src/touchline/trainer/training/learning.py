"""From a snapshot to a challenger: walk its voices forward, learn their weights, fit them on everything."""

from dataclasses import dataclass
from functools import partial

import polars as pl

from touchline.football.bundle import Model
from touchline.trainer.training.bundling import Bundle
from touchline.trainer.training.gating import Cost, cost_of_asking
from touchline.trainer.training.judgement import Judgement, judge_challenger, judge_first
from touchline.trainer.training.matches import Matches, matches_of
from touchline.trainer.training.models.seasons import forecast_seasons
from touchline.trainer.training.models.voices import Said, walked
from touchline.trainer.training.packing import fit_bundle
from touchline.trainer.training.walk_forward import METHOD, Walk, judged_seasons, walk

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

    @property
    def score(self) -> float:
        """Mean ranked probability score over the matches judged."""
        return self.walked.mean(self.method)

    def judged_against(self, champion: Model | None) -> Judgement:
        """Whether it takes that place."""
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
    bundle = fit_bundle(name, matches, said, snapshot, catalogue_version)
    model = bundle.opened()  # what cannot be opened here must not be offered to a predictor
    return Challenger(METHOD, matches, said, walk(matches, said, judged), bundle, cost_of(bundle, model, matches))


def cost_of(bundle: Bundle[Model], model: Model, matches: Matches) -> Cost:
    """What it takes to hold the model, and the median processor time of an answer about one match."""
    questions = (partial(model.predict_probabilities, row[None, :]) for row in matches.latest(ASKED).values)
    return cost_of_asking(bundle.content, questions)
