"""The second product judged beside the first: packed with it, or left out, for a reason that one sentence says.

It has to be sound by the first product's own gates (`gates.SOUND`), and on the matches with prices of the seasons
walked through
* not worse than the first product: mean ranked probability score <= the first's, as between challenger and champion;
* not worse than the market before the match by more than chance explains: the paired 95% interval of the difference
  reaches down to 0. Who may see prices and does worse than they do has nothing to add.

It changes nothing of the decision on the first product.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from touchline.football import markets
from touchline.football.scoreline import Grid
from touchline.football.scoring import ranked_probability_score
from touchline.football.with_odds import market_result
from touchline.trainer.training.gates import SOUND, Shown
from touchline.trainer.training.gating import refusal
from touchline.trainer.training.judging.differences import paired_interval
from touchline.trainer.training.matches import Matches
from touchline.trainer.training.models.seasons import Mask
from touchline.trainer.training.walk_forward import walked_base_rates

FEWEST = 190  # matches with prices to judge on: half a season of twenty teams
NAME = "with odds"


@dataclass(frozen=True, slots=True)
class Beside:
    """Whether the second product is packed, its figures on matches with prices, and one sentence."""

    packed: bool
    matches: int
    score: float | None  # mean ranked probability score
    alone: float | None  # the first product's
    market: float | None  # of the market before the match, margin removed
    low: float | None  # interval of its score less the market's
    high: float | None
    reason: str


def judge_beside(matches: Matches, alone: Grid, second: Grid, seasons: Sequence[str]) -> Beside:
    """By the rule above, on the matches of these seasons of which both products spoke; grids are (n, 13, 13)."""
    judged = np.isin(matches.seasons, seasons) & ~np.isnan(alone[:, 0, 0]) & _said(second)
    asked = matches.where(judged)
    if len(asked) < FEWEST:
        reason = f"{NAME}: prices are known of only {len(asked)} matches to judge on, {FEWEST} are needed"
        return Beside(False, len(asked), None, None, None, None, None, reason)
    said, first = markets.result(second[judged]), markets.result(alone[judged])
    scores = [ranked_probability_score(one, asked.outcomes) for one in (said, first, market_result(asked.values))]
    ours, theirs, market = (float(one.mean()) for one in scores)
    low, high = paired_interval(scores[0] - scores[2])
    unsound = refusal(SOUND, Shown(asked, said, walked_base_rates(matches, seasons)[judged], None))
    figures = (
        f"{NAME} at {ours:.4f}, without at {theirs:.4f}, the market before at {market:.4f} on {len(asked)} matches"
        f" (difference to the market {ours - market:+.4f}, 95% interval {low:+.4f} to {high:+.4f})"
    )
    if unsound is not None:
        why = f"{NAME} refused: {unsound}"
    elif ours > theirs:
        why = f"{figures}: refused, worse than without odds"
    elif low > 0:
        why = f"{figures}: refused, worse than the market by more than chance"
    else:
        return Beside(True, len(asked), ours, theirs, market, low, high, figures)
    return Beside(False, len(asked), ours, theirs, market, low, high, why)


def _said(grids: Grid) -> Mask:
    return np.asarray(~np.isnan(grids).all(axis=(1, 2)))  # what is partly broken was said, too
