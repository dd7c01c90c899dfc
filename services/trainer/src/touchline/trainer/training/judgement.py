"""Whether a challenger takes the champion's place, by a rule that was fixed before any figure was seen.

It has to be sound (`gates.SOUND`), and not worse on matches that neither of them learned from: mean ranked probability
score of the challenger <= the champion's, the interval of the paired difference reported beside it and deciding
nothing. And it has to be fit to serve (`gates.FIT_TO_SERVE`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from touchline.football import markets
from touchline.football.blend import open_blend
from touchline.football.bundle import Model
from touchline.football.scoring import ranked_probability_score
from touchline.football.vector import Matrix
from touchline.trainer.training.gates import FIT_TO_SERVE, SOUND, Shown
from touchline.trainer.training.gating import Cost, refusal
from touchline.trainer.training.judging.differences import paired_interval
from touchline.trainer.training.matches import Matches, number_of
from touchline.trainer.training.models.blend import blend_files
from touchline.trainer.training.models.seasons import Mask, steps
from touchline.trainer.training.models.voices import Said
from touchline.trainer.training.walk_forward import BASE_RATES, METHOD, Walk, base_rates

JUDGED_MATCHES = 190  # half a season of twenty teams
FEWEST_JUDGED = 30  # below this the standard error of a mean difference is as large as what models differ by

Scores = NDArray[np.float64]
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The decision with its figures and one sentence."""

    promoted: bool
    challenger_score: float
    champion_score: float | None
    matches: int
    low: float | None  # interval of challenger minus champion
    high: float | None
    reason: str
    sound: bool = False  # no gate found harm in it: it may be tried though it is not better


def unseen(matches: Matches, champion: Model) -> Matches:
    """The latest matches that the champion cannot have learned from."""
    cut = number_of(champion.manifest.cut)
    return matches.where((matches.known > cut) & (matches.kick_offs > cut)).latest(JUDGED_MATCHES)


def judge_first(matches: Matches, walked: Walk, cost: Cost) -> Judgement:
    """The first model is promoted if it beats the base rates over the seasons it was walked through."""
    ours, base = walked.mean(METHOD), walked.mean(BASE_RATES)
    low, high = paired_interval(walked.by_match[METHOD] - walked.by_match[BASE_RATES])
    walked_through = len(walked.by_match[METHOD])
    verb = "beats" if ours < base else "does not beat"
    reason = f"first model: {METHOD} at {ours:.4f} {verb} the base rates at {base:.4f} on {walked_through} matches"
    judgement = Judgement(ours < base, ours, None, walked_through, low, high, reason)
    latest = next(steps(matches, walked.seasons[-1:]))
    judged = matches.where(latest.asked)
    # learned from just what was known before that season
    answers = walked.shares[latest.asked[np.isin(matches.seasons, walked.seasons)]]
    rates = np.tile(base_rates(matches.where(latest.known)), (len(judged), 1))
    return _gated(judgement, Shown(judged, answers, rates, None, walked.by_season(METHOD, BASE_RATES), cost))


def judge_challenger(matches: Matches, said: Said, walked: Walk, champion: Model, cost: Cost) -> Judgement:
    """The blend, fitted on what was known before the first match judged, against the champion as it is served."""
    judged = unseen(matches, champion)
    if len(judged) < FEWEST_JUDGED:
        return _too_few(len(judged), walked.mean(METHOD))
    theirs = champion.predict_probabilities(judged.values)
    shown = _shown(matches, matches.known < judged.kick_offs.min(), said, judged, theirs)
    kind = champion.manifest.kind if champion.manifest.kind in walked.by_match else BASE_RATES
    judgement = compare(METHOD, _scores(shown.challenger, judged), _scores(theirs, judged))
    return _gated(judgement, replace(shown, by_season=walked.by_season(METHOD, kind), cost=cost))


def compare(method: str, challenger: Scores, champion: Scores) -> Judgement:
    """The rule itself, on scores match by match.

    >>> compare("logit", np.array([0.2, 0.2]), np.array([0.2, 0.2])).promoted
    True
    >>> compare("logit", np.array([0.2, 0.3]), np.array([0.2, 0.2])).promoted
    False
    """
    ours, theirs = float(challenger.mean()), float(champion.mean())
    low, high = paired_interval(challenger - champion)
    promoted = ours <= theirs
    verb = "is not worse than" if promoted else "is worse than"
    reason = (
        f"{method} at {ours:.4f} {verb} the champion at {theirs:.4f} on the latest {len(challenger)} matches"
        f" (difference {ours - theirs:+.4f}, 95% interval {low:+.4f} to {high:+.4f})"
    )
    return Judgement(promoted, ours, theirs, len(challenger), low, high, reason)


def _shown(matches: Matches, known: Mask, said: Said, judged: Matches, champion: Matrix) -> Shown:
    """What the blend answers about the matches judged, when it learns from what was known."""
    answers = markets.result(open_blend(blend_files(matches, known, said)).grids(judged.values))
    base = np.tile(base_rates(matches.where(known)), (len(judged), 1))
    return Shown(judged, answers, base, champion)


def gated(
    judgement: Judgement,
    shown: S,
    sound: Iterable[Callable[[S], str | None]],
    fit_to_serve: Iterable[Callable[[S], str | None]],
    who: str,
) -> Judgement:
    """The judgement, unless a gate refuses; who is worse is refused for that, if he is sound."""
    reason = refusal(sound, shown) or (refusal(fit_to_serve, shown) if judgement.promoted else None)
    if reason is None:
        return replace(judgement, sound=True)
    return replace(judgement, promoted=False, reason=f"{who} refused: {reason}")


def _gated(judgement: Judgement, shown: Shown) -> Judgement:
    return gated(judgement, shown, SOUND, FIT_TO_SERVE, f"{METHOD} is")


def _scores(probabilities: Matrix, matches: Matches) -> Scores:
    return ranked_probability_score(probabilities, matches.outcomes)


def _too_few(count: int, walked: float) -> Judgement:
    reason = f"only {count} matches since the champion's training, {FEWEST_JUDGED} are needed to compare"
    return Judgement(False, walked, None, count, None, None, reason)
