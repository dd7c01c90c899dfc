"""How good sealed predictions have been, beside the market's closing prices on the same matches."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from touchline.football.calibration import BINS, bins_of
from touchline.football.outcome import OUTCOMES, Outcome
from touchline.football.scoring import ranked_probability_score
from touchline.schemas.records import Settlement

Z = 1.96  # of a standard normal: 95% lie within
LEAST = 30  # matches: below it the normal approximation of a mean says nothing worth reading
# How often home team, nobody and away team won in the English top flight of 2005/06-2015/16: what somebody says who
# knows nothing else. From seasons before any that is judged here.
BASE_RATES = (0.466, 0.255, 0.279)


@dataclass(frozen=True, slots=True)
class Beside:
    """Our mean score and the market's at closing, on the matches that have both; the interval is of `difference`."""

    matches: int
    ours: float
    closing: float
    difference: float  # ours less closing: below 0 we were better
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Mean:
    """Means over some settled matches, lower is better."""

    matches: int
    ranked_probability_score: float
    log_loss: float
    brier: float
    base_rates: float  # ranked probability score of BASE_RATES on the same matches
    beside_closing: Beside | None


@dataclass(frozen=True, slots=True)
class Bin:
    """Chances that were said to lie in a range, and how often what they were said of came true."""

    low: float
    high: float
    chances: int  # three a match
    said: float  # their mean
    happened: float  # share
    happened_low: float  # Wilson's interval of it, 95%
    happened_high: float


def mean_of(settled: Sequence[Settlement]) -> Mean | None:
    """The means; None of no match."""
    if not settled:
        return None
    return Mean(
        len(settled),
        _mean(one.ranked_probability_score for one in settled),
        _mean(one.log_loss for one in settled),
        _mean(one.brier for one in settled),
        float(ranked_probability_score([BASE_RATES] * len(settled), [_place(one) for one in settled]).mean()),
        _beside_closing(settled),
    )


def by(settled: Iterable[Settlement], key: Callable[[Settlement], str]) -> Mapping[str, list[Settlement]]:
    """Settled matches in groups, the groups in the order of their keys."""
    groups: dict[str, list[Settlement]] = {}
    for one in sorted(settled, key=key):
        groups.setdefault(key(one), []).append(one)
    return groups


def month_of(settled: Settlement) -> str:
    """The month of the kick-off, such as 2020-03."""
    return f"{settled.event_time:%Y-%m}"


def reliability(settled: Sequence[Settlement]) -> list[Bin]:
    """Of chances said to be about so much, how many came true: home wins, draws and away wins alike.

    Murphy and Winkler (1977), https://doi.org/10.2307/2346866; a bin without a chance is left out.
    """
    said = np.array([(one.home, one.draw, one.away) for one in settled]).reshape(-1)
    came = np.array([[outcome.value == one.outcome for outcome in OUTCOMES] for one in settled]).reshape(-1)
    places = bins_of(said)
    found = []
    for place in sorted({*places.tolist()}):
        here = places == place
        count, hits = int(here.sum()), int(came[here].sum())
        low, high = wilson(hits, count)
        found.append(Bin(place / BINS, (place + 1) / BINS, count, float(said[here].mean()), hits / count, low, high))
    return found


def wilson(hits: int, count: int) -> tuple[float, float]:
    """A 95% interval of a share. Wilson (1927), https://doi.org/10.1080/01621459.1927.10502953.

    >>> [round(end, 3) for end in wilson(50, 100)]
    [0.404, 0.596]
    """
    share, room = hits / count, Z * Z / count
    middle = (share + room / 2) / (1 + room)
    half = Z * sqrt(share * (1 - share) / count + room / (4 * count)) / (1 + room)
    return max(0.0, middle - half), min(1.0, middle + half)


def _beside_closing(settled: Sequence[Settlement]) -> Beside | None:
    pairs = [
        (one.ranked_probability_score, one.market_closing_score)
        for one in settled
        if one.market_closing_score is not None
    ]
    if not pairs:
        return None
    ours, closing = np.array(pairs).T
    gaps = ours - closing
    half = float(Z * gaps.std(ddof=1) / sqrt(len(gaps))) if len(gaps) >= LEAST else None
    difference = float(gaps.mean())
    ends = (None, None) if half is None else (difference - half, difference + half)
    return Beside(len(pairs), float(ours.mean()), float(closing.mean()), difference, *ends)


def _place(settled: Settlement) -> int:
    return Outcome(settled.outcome).place


def _mean(values: Iterable[float]) -> float:
    return float(np.mean([*values]))
