"""The served model: voices read from a vector, pooled market by market, and the base grid tilted to say the same.

A voice is a Poisson grid of a filter's two rates (`dynamic-…`), a logit (`….npz`) or trees (`….txt`). What is served
are sums over the tilted grid, so that no two markets contradict one another.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import lightgbm
import numpy as np
from numpy.typing import NDArray

from touchline.football import markets
from touchline.football.pool import Pool, softmax
from touchline.football.scoreline import Grid, poisson_grid
from touchline.football.tilt import Unreachable, tilted
from touchline.football.trees import Trees
from touchline.football.vector import Matrix, rate_features, rates, squad_evidence, without_odds

RESULT, OVER, BOTH = "1x2", "over-2.5", "both-to-score"
LINE = 2.5
CLASSES: Mapping[str, int] = {RESULT: 3, OVER: 2, BOTH: 2}  # the event first
BASE = "chances"  # whose rates make the grid that is tilted
BLEND = "blend.json"
WITH_ODDS = "with-odds"  # the second product's pools in it (`touchline.football.with_odds`)
DYNAMIC = "dynamic-"

Voice = Callable[[Matrix], Matrix]
Market = Callable[[Grid], Matrix]
MARKETS: Mapping[str, Market] = {
    RESULT: markets.result,
    OVER: lambda grid: markets.total(grid, LINE),
    BOTH: markets.both_to_score,
}


class NoBlend(ValueError):
    """These files are not a blend."""


@dataclass(frozen=True, slots=True)
class Pooling:
    """A market's pool and the voices that it hears, in the order of its weights."""

    voices: tuple[str, ...]
    pool: Pool


@dataclass(frozen=True, slots=True)
class Blend:
    """Poolings by market, and each voice by its market and name."""

    poolings: Mapping[str, Pooling]
    voices: Mapping[tuple[str, str], Voice]

    def grids(self, values: Matrix) -> Grid:
        """The scoreline grids of meetings, (n, 13, 13), for vectors in the order of the latest catalogue."""
        pooled = {market: self.pooled(market, values) for market in CLASSES}
        return tilted_grids(
            poisson_grid(*rates(values, BASE).T), pooled[RESULT], pooled[OVER][:, 0], pooled[BOTH][:, 0]
        )

    def pooled(self, market: str, values: Matrix) -> Matrix:
        """What the voices together say of a market, the event first, before the grid is asked."""
        pooling = self.poolings[market]
        said = [self.voices[market, name](values) for name in pooling.voices]
        return pooling.pool(said, squad_evidence(values) if market == RESULT else None)


def open_blend(files: Mapping[str, bytes]) -> Blend:
    """The blend that files hold.

    Raises:
        NoBlend: one is absent or cannot be read.
    """
    try:
        content = json.loads(files[BLEND])
        poolings = {market: _pooling(content[market]) for market in CLASSES}
        voices = {
            (market, name): voice_of(market, name, files) for market in CLASSES for name in poolings[market].voices
        }
    except KeyError as absent:
        raise NoBlend(f"there is no {absent}") from absent
    except (ValueError, TypeError, OSError, zipfile.BadZipFile, lightgbm.basic.LightGBMError) as error:
        raise NoBlend(f"it cannot be read: {error}") from error
    return Blend(poolings, voices)


def blend_file(poolings: Mapping[str, Pooling], with_odds: Mapping[str, Pooling] | None = None) -> bytes:
    """Poolings as JSON, beside them those of the second product if there is one; numbers come back as they were."""
    content = _stored(poolings) if with_odds is None else {**_stored(poolings), WITH_ODDS: _stored(with_odds)}
    return json.dumps(content, indent=1, sort_keys=True).encode()


def poolings_with_odds(content: bytes) -> dict[str, Pooling] | None:
    """The second product's poolings in the file of a blend; None where it has none.

    Raises:
        NoBlend: they cannot be read.
    """
    try:
        held = json.loads(content).get(WITH_ODDS)
        return None if held is None else {market: _pooling(held[market]) for market in CLASSES}
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise NoBlend(f"its pools with odds cannot be read: {error}") from error


def logit_file(mean: NDArray[np.float64], scale: Matrix, coefficients: Matrix, intercept: Matrix) -> bytes:
    """A logit on standardised inputs as npz."""
    sink = io.BytesIO()
    np.savez(sink, mean=mean, scale=scale, coefficients=coefficients, intercept=intercept)
    return sink.getvalue()


def file_of(market: str, voice: str) -> str | None:
    """Where a voice's learned numbers stand; None: a grid of rates has none.

    >>> file_of("1x2", "lightgbm"), file_of("1x2", "logit"), file_of("1x2", "dynamic-goals")
    ('lightgbm-1x2.txt', 'logit.npz', None)
    """
    if voice.startswith(DYNAMIC):
        return None
    return f"{voice}-{market}.txt" if voice == "lightgbm" else f"{voice}.npz"


INPUTS: Mapping[str, Voice] = {"rates-logit": rate_features, "logit": without_odds, "lightgbm": without_odds}
"""What a learned voice reads of a vector."""


def dynamic_voice(market: str, measure: str) -> Voice:
    """What the Poisson grid of a filter's rates says of a market."""
    return lambda values: MARKETS[market](poisson_grid(*rates(values, measure).T))


def tilted_grids(base: Grid, result: Matrix, over: Matrix, both: Matrix | None) -> Grid:
    """The grids that say these chances; where they contradict one another, that both score gives way, then the total.

    Chances of the result that are all above 0 can always be reached.
    """
    try:
        return tilted(base, result, over, both)
    except Unreachable:
        if len(base) == 1:
            return _nearest(base, result, over)
    parts = [
        tilted_grids(base[[at]], result[[at]], over[[at]], None if both is None else both[[at]])
        for at in range(len(base))
    ]
    return np.concatenate(parts)


def _nearest(base: Grid, result: Matrix, over: Matrix) -> Grid:
    try:
        return tilted(base, result, over)
    except Unreachable:
        return tilted(base, result)


def _stored(poolings: Mapping[str, Pooling]) -> dict[str, object]:
    return {
        market: {
            "voices": one.voices,
            "constants": one.pool.constants.tolist(),
            "weights": one.pool.weights.tolist(),
            "effects": one.pool.effects.tolist(),
        }
        for market, one in poolings.items()
    }


def _pooling(stored: Mapping[str, list[float]]) -> Pooling:
    constants, weights, effects = (
        np.array(stored[name], dtype=np.float64) for name in ("constants", "weights", "effects")
    )
    voices = tuple(map(str, stored["voices"]))
    if len(weights) != len(voices):
        raise NoBlend(f"{len(weights)} weights for {len(voices)} voices")
    return Pooling(voices, Pool(constants, weights, effects))


def voice_of(market: str, name: str, files: Mapping[str, bytes]) -> Voice:
    """A voice by its name, opened from its file; KeyError when that is absent."""
    file = file_of(market, name)
    if file is None:
        return dynamic_voice(market, name.removeprefix(DYNAMIC))
    read = logit_of(files[file]) if file.endswith(".npz") else trees_of(files[file], CLASSES[market])
    inputs = INPUTS[name]
    return lambda values: read(inputs(values))


def logit_of(content: bytes) -> Voice:
    """The logit in a file: softmax of a linear map of standardised inputs."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        mean, scale = arrays["mean"], arrays["scale"]
        coefficients, intercept = arrays["coefficients"], arrays["intercept"]
    return lambda values: softmax((values - mean) / scale @ coefficients.T + intercept)


def trees_of(content: bytes, classes: int) -> Voice:
    """The trees in a file; of two classes they say how likely the first is."""
    booster, alone = lightgbm.Booster(model_str=content.decode()), Trees(content.decode())

    def said(values: Matrix) -> Matrix:
        if len(values) == 1:
            shares = alone(np.ascontiguousarray(values[0]))
            shares = shares[None, :] if classes > 2 else shares
        else:
            shares = np.asarray(booster.predict(values, num_threads=1), dtype=np.float64)
        return shares if classes > 2 else np.column_stack([shares, 1 - shares])

    return said
