"""What a challenger must show besides its score; each gate refuses in its own words.

The gates were fixed before any challenger was judged by them. They look at what a model answers on matches that it did
not learn from, so that it is refused for what would be served and not for how it was made.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from touchline.football.scoring import log_loss, ranked_probability_score
from touchline.football.vector import Matrix
from touchline.trainer.training.gating import FREE, Cost
from touchline.trainer.training.judging.differences import paired_interval
from touchline.trainer.training.judging.reliability import recalibration
from touchline.trainer.training.matches import Matches

SUMS_TO = 1e-9
LEAST_SPREAD = (
    0.005  # standard deviation of the chance of a home win from match to match: of any real model 0.1 or more
)
# Of the base rates' score. The best forecast that anybody has made, the market at closing, stands at 0.85 (.1990 beside
# .2338 on the English seasons from 2019/20): who stands below this has seen the results.
FORESIGHT = 0.75
WORSE_SEASON = 0.006  # two standard errors of the mean score of a season of 380 matches
LARGEST = 20.0  # megabytes
SLOWEST = 20.0  # milliseconds for one match: a tenth of the time in which an answer may come


@dataclass(frozen=True, slots=True)
class Shown:
    """What a challenger answered about `matches`, what the base rates and the champion did, and what it costs.

    Probabilities have the shape (n, 3); `champion` is None for the first model, which only has to beat the base rates
    as a whole: there is nothing else to serve. `by_season`: of each season walked through, the mean ranked probability
    scores of the method and of the champion's method.
    """

    matches: Matches
    challenger: Matrix
    base_rates: Matrix
    champion: Matrix | None
    by_season: tuple[tuple[str, float, float], ...] = ()
    cost: Cost = FREE


Gate = Callable[[Shown], str | None]


def finite(shown: Shown) -> str | None:
    """Every answer is a number."""
    broken = int((~np.isfinite(shown.challenger).all(axis=1)).sum())
    return f"it answers {broken} of {len(shown.matches)} matches with something that is no number" if broken else None


def probabilities(shown: Shown) -> str | None:
    """Every answer lies between 0 and 1, and those about one match sum to 1."""
    off = np.abs(shown.challenger.sum(axis=1) - 1) > SUMS_TO
    outside = ((shown.challenger < 0) | (shown.challenger > 1)).any(axis=1)
    broken = int((off | outside).sum())
    return f"its answers about {broken} of {len(shown.matches)} matches are not probabilities" if broken else None


def tells_matches_apart(shown: Shown) -> str | None:
    """It does not say the same of every match."""
    home = shown.challenger[:, 0]
    if home.std() >= LEAST_SPREAD:
        return None
    return f"it says the same of every match: a home win at {home.mean():.1%}, give or take {home.std():.2%}"


def saw_no_result(shown: Shown) -> str | None:
    """It is not better than anybody can be before the match."""
    ours, base = (_score(one, shown) for one in (shown.challenger, shown.base_rates))
    if ours >= FORESIGHT * base:
        return None
    return (
        f"at {ours:.4f} it is too good to be true beside base rates of {base:.4f} on the same {len(shown.matches)}"
        " matches: it has seen their results, or something that follows from them"
    )


def worst_season(shown: Shown) -> str | None:
    """In no season is its method much worse than the champion's.

    A season that broke every habit says nothing against a method that suffered no more than the one that serves.
    """
    if shown.champion is None:
        return None
    season, ours, theirs = max(shown.by_season, key=lambda one: one[1] - one[2])
    if ours <= theirs + WORSE_SEASON:
        return None
    return f"in {season} its method was much worse than the champion's ({ours:.4f} beside {theirs:.4f})"


def calibrated(shown: Shown) -> str | None:
    """Its chances mean what they say, or at least no less than the champion's do."""
    if shown.champion is None:
        return None
    ours, theirs = (recalibration(one, shown.matches.outcomes) for one in (shown.challenger, shown.champion))
    if ours.slope_low <= 1 <= ours.slope_high or abs(ours.slope - 1) <= abs(theirs.slope - 1):
        return None
    return f"it is not calibrated: slope {ours.slope:.2f}, 95% interval {ours.slope_low:.2f} to {ours.slope_high:.2f}"


def log_loss_no_worse(shown: Shown) -> str | None:
    """Its log loss is not worse than the champion's by more than chance explains."""
    if shown.champion is None:
        return None
    ours, theirs = (log_loss(one, shown.matches.outcomes) for one in (shown.challenger, shown.champion))
    low, _ = paired_interval(ours - theirs)
    if low <= 0:
        return None
    return f"its log loss is worse, {ours.mean():.4f} beside the champion's {theirs.mean():.4f}, by more than chance"


def small_and_fast(shown: Shown) -> str | None:
    """A predictor can hold it, and answer in time."""
    return shown.cost.too_dear(LARGEST, SLOWEST, "one match")


# Of a model that is not sound, a score says nothing: these come before the comparison, the others after it.
SOUND: tuple[Gate, ...] = (finite, probabilities, tells_matches_apart, saw_no_result)
FIT_TO_SERVE: tuple[Gate, ...] = (worst_season, calibrated, log_loss_no_worse, small_and_fast)


def _score(shares: Matrix, shown: Shown) -> float:
    return float(ranked_probability_score(shares, shown.matches.outcomes).mean())
