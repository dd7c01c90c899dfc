"""Why a sealed prediction says what it says: asked of the very model that sealed it, about the very vector.

An explanation takes some tens of milliseconds, so it is made off the event loop, one at a time, and remembered: a
sealed prediction never changes. Who asks for what is being made waits for the same one.
"""

import asyncio
from functools import partial
from typing import Any

import numpy as np

from touchline.football.bundle import Model
from touchline.football.catalogue import LATEST
from touchline.football.explanation import Explanation, explained
from touchline.predictor.ports import Bundles
from touchline.predictor.prediction.reasons import reasons_of, unknown_of
from touchline.predictor.prediction.words import team_name
from touchline.predictor.serving.answering import stamped
from touchline.predictor.serving.lineage import Sources
from touchline.predictor.serving.problems import Problem, not_found
from touchline.predictor.serving.remembering import Remembered
from touchline.predictor.serving.state import State
from touchline.runtime.errors import InvalidRecord
from touchline.schemas.records import MatchPrediction

KEPT = 512  # explanations that are remembered, 4 kB each
WAITING = 64  # that may be in the making: two seconds' work
SAME = 1e-9  # the same arithmetic on another processor differs by rounding alone


class Explainer:
    """Makes explanations and remembers the last ones asked for."""

    def __init__(
        self, state: State, sources: Sources, bundles: Bundles, kept: int = KEPT, waiting: int = WAITING
    ) -> None:
        self._state, self._sources, self._bundles = state, sources, bundles
        self._reasons = Remembered[str, dict[str, Any]](kept, waiting, partial(_too_many, waiting))
        self._asking, self._loading = asyncio.Lock(), asyncio.Lock()

    async def answer(self, row: MatchPrediction) -> dict[str, Any]:
        """A sealed prediction with its reasons.

        Raises:
            Problem: the vector or the model it was made from is not there any more, or too many are being made.
            Unavailable: MariaDB or S3 is away.
        """
        reasons = await self._reasons.get(row.prediction_id, partial(self._make, row))
        return {**stamped(self._state, row), "explanation": reasons}

    async def _make(self, row: MatchPrediction) -> dict[str, Any]:
        if row.catalogue_version != LATEST:
            raise _gone("old-model", f"it was made from catalogue {row.catalogue_version}, models read {LATEST} now")
        vector = await self._sources.vector(row)
        if vector is None:
            raise _gone("no-vector", "the feature vector that it was made from is not kept any more")
        values: list[float] = vector["values"]
        said = await self._said(row, values)
        _check(row, said)
        return reasons_of(said, unknown_of(values), team_name(row.home_team), team_name(row.away_team))

    async def _said(self, row: MatchPrediction, values: list[float]) -> Explanation:
        model = await self._model(row)
        match, ordinary = (np.array(one, dtype=np.float64) for one in (values, model.manifest.ordinary))
        async with self._asking:
            return await asyncio.to_thread(explained, model.predict_grids, match, ordinary)

    async def _model(self, row: MatchPrediction) -> Model:
        """The one that sealed it, by its hash: the one that is served, or an earlier one out of S3."""
        bundle = await self._sources.bundle(row)
        if bundle is None:
            raise _gone("no-model", f"nobody has written down which bundle model {row.model_version} was")
        served = self._state.served
        if served is not None and served.bundle_sha256 == bundle[1]:
            return served.model
        try:
            async with self._loading:  # once, however many ask
                return await self._bundles.load(*bundle)
        except InvalidRecord as reason:
            raise _gone("no-model", f"the model that made it cannot be opened any more: {reason}") from reason


def _check(row: MatchPrediction, said: Explanation) -> None:
    """An explanation of another number than the sealed one would be a lie."""
    if not np.allclose(said.served[:3], (row.home, row.draw, row.away), rtol=0, atol=SAME):
        raise _gone("not-reproduced", "vector and model as they are kept do not give the sealed numbers again")


def _too_many(waiting: int) -> Problem:
    return Problem(503, "busy", "Too many at once", f"{waiting} explanations are being made; ask again soon")


def _gone(slug: str, reason: str) -> Problem:
    return not_found(slug, "This prediction cannot be explained", reason)
