"""The blend, learned: weights of its voices from how their earlier forecasts came out."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from touchline.football.blend import (
    BASE,
    BLEND,
    BOTH,
    CLASSES,
    MARKETS,
    OVER,
    RESULT,
    Pooling,
    blend_file,
    tilted_grids,
)
from touchline.football.scoreline import Grid, poisson_grid
from touchline.football.vector import Matrix, rates, squad_evidence
from touchline.trainer.training.matches import Matches
from touchline.trainer.training.models.pool import fit_pool
from touchline.trainer.training.models.seasons import Mask, settled, steps
from touchline.trainer.training.models.voices import VOICES, Files, Said, files_of


def blend_files(matches: Matches, known: Mask, said: Said, with_odds: Mapping[str, Pooling] | None = None) -> Files:
    """The blend that these matches teach, as a bundle holds it; beside it the second product's pools, if any."""
    files = files_of(matches, known & settled(matches))
    return {**files, BLEND: blend_file(poolings_of(matches, known, said), with_odds)}


def poolings_of(matches: Matches, known: Mask, said: Said) -> dict[str, Pooling]:
    """Each market's pool, from what the voices said of matches that are known."""
    heard = {market: {voice: said[market, voice] for voice in VOICES[market]} for market in CLASSES}
    return {market: pooling_of(market, matches, known, voices) for market, voices in heard.items()}


def blended(matches: Matches, said: Said, seasons: Sequence[str]) -> Grid:
    """The grids of these seasons, each by weights from the seasons before it; NaN of all other matches."""
    evidence, base = squad_evidence(matches.values), poisson_grid(*rates(matches.values, BASE).T)
    grids = np.full(base.shape, np.nan)
    for step in steps(matches, seasons):
        pooled = {}
        for market, pooling in poolings_of(matches, step.known, said).items():
            voices = [said[market, voice][step.asked] for voice in pooling.voices]
            pooled[market] = pooling.pool(voices, evidence[step.asked] if market == RESULT else None)
        grids[step.asked] = tilted_grids(base[step.asked], pooled[RESULT], pooled[OVER][:, 0], pooled[BOTH][:, 0])
    return grids


def told(grids: Grid) -> dict[str, Matrix]:
    """What grids say of each market; NaN of a grid that is not there."""
    return {market: np.asarray(say(grids)) for market, say in MARKETS.items()}


def pooling_of(market: str, matches: Matches, known: Mask, heard: Mapping[str, Matrix]) -> Pooling:
    """The pool of these voices, from what they said of matches that are known, where all of them spoke."""
    spoken = ~np.isnan(np.column_stack([shares[:, 0] for shares in heard.values()])).any(axis=1)
    learned: NDArray[np.bool_] = known & spoken
    evidence = squad_evidence(matches.values[learned]) if market == RESULT else None
    voices = [shares[learned] for shares in heard.values()]
    return Pooling(tuple(heard), fit_pool(voices, matches.happened[market][learned], evidence=evidence))
