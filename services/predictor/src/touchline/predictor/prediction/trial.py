"""A challenger beside the champion: which matches it answers, what is known of it, and when that is enough.

The rules were fixed before any figure was seen. A challenger that answers a share of the matches goes back as soon as
one limit is passed, and takes over when it has passed none for as long as was asked; one that only scores beside the
champion is given up when it fails, and goes on otherwise until another decision is made.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from touchline.football.outcome import OUTCOMES, Outcome
from touchline.football.scoring import log_loss, ranked_probability_score
from touchline.schemas.records import Stage

MOST_FAILURES = 3  # vectors: it passed its golden inputs, so one may be strange; three are not
FEWEST_TIMED = 20  # vectors; of fewer the 99th percentile is the first one's, which fills caches
SLOWER = 3.0  # times the champion's processor time for the slowest vector in a hundred
SLOW_MS = 5.0  # more than the champion's: below this nobody notices
FEWEST_COMPARED = 10  # vectors
FARTHEST = 0.15  # mean total variation distance: a season's retraining moves it by .01 to .03
FEWEST_SETTLED = 10  # matches
WORSE = 0.05  # of the mean log loss: chances that say a thing of nothing are .08 behind those of bookmakers

RUNNING = (Stage.SHADOW, Stage.CANARY)
Chances = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Beside:
    """What both said of one vector; a failure instead of the challenger's chances. Times are of one processor."""

    challenger: Chances | None
    champion: Chances
    challenger_ms: float
    champion_ms: float
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What both had said last before a match that is over, and how it ended."""

    challenger: Chances
    champion: Chances
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is known of a challenger, as `Trial` holds it."""

    scored: int = 0
    failures: int = 0
    challenger_p99_ms: float | None = None
    champion_p99_ms: float | None = None
    distance: float | None = None
    settled: int = 0
    challenger_log_loss: float | None = None
    champion_log_loss: float | None = None
    challenger_score: float | None = None
    champion_score: float | None = None


def answers(match_id: str, share: float) -> bool:
    """Whether a match belongs to the share: the same wherever and whenever it is asked.

    >>> answers("E0:2019-20:arsenal:chelsea", 1.0), answers("E0:2019-20:arsenal:chelsea", 0.0)
    (True, False)
    """
    return int.from_bytes(hashlib.sha256(match_id.encode()).digest()[:4]) < share * 2**32


def figures_of(scored: Sequence[Beside], settled: Sequence[Settled]) -> Figures:
    """Means and percentiles over what was recorded.

    >>> said = Beside((0.5, 0.3, 0.2), (0.4, 0.3, 0.3), 1.0, 2.0)
    >>> figures_of([said], []).distance, figures_of([said], []).challenger_p99_ms
    (0.1, 1.0)
    """
    pairs = [(one.challenger, one.champion) for one in scored if one.challenger is not None]
    by_challenger, by_champion = np.array(pairs).reshape(-1, 2, 3).swapaxes(0, 1)
    distance = np.abs(by_challenger - by_champion).sum(axis=1) / 2
    happened = [one.outcome.place for one in settled]
    ours, theirs = ([getattr(one, who) for one in settled] for who in ("challenger", "champion"))
    return Figures(
        scored=len(scored),
        failures=len(scored) - len(pairs),
        challenger_p99_ms=_p99([one.challenger_ms for one in scored]),
        champion_p99_ms=_p99([one.champion_ms for one in scored]),
        distance=round(float(distance.mean()), 12) if pairs else None,
        settled=len(settled),
        challenger_log_loss=float(log_loss(ours, happened).mean()) if settled else None,
        champion_log_loss=float(log_loss(theirs, happened).mean()) if settled else None,
        challenger_score=float(ranked_probability_score(ours, happened).mean()) if settled else None,
        champion_score=float(ranked_probability_score(theirs, happened).mean()) if settled else None,
    )


def ended(stage: Stage) -> Stage:
    """Where a trial ends that something speaks against.

    >>> ended(Stage.CANARY).value, ended(Stage.SHADOW).value
    ('returned', 'given-up')
    """
    return Stage.RETURNED if stage is Stage.CANARY else Stage.GIVEN_UP


def judged(
    stage: Stage, known: Figures, lasted: timedelta, wanted: timedelta, failure: str | None
) -> tuple[Stage, str]:
    """The stage that follows, and why; the times are football's, `failure` is the latest.

    >>> judged(Stage.CANARY, Figures(scored=30), timedelta(hours=25), timedelta(hours=24), None)[0]
    <Stage.WHOLE: 'whole'>
    """
    if known.failures >= MOST_FAILURES:
        said = f"it failed on {known.failures} of {known.scored} vectors; the last time: {failure}"
        return ended(stage), said
    if (slow := _slow(known)) is not None:
        return ended(stage), slow
    told = f"{known.scored} vectors scored, {known.failures} failures, {known.settled} matches settled"
    if stage is not Stage.CANARY:
        return stage, told
    if (against := _worse(known) or _far(known)) is not None:
        return Stage.RETURNED, against
    if lasted >= wanted:
        return Stage.WHOLE, f"nothing against it in {lasted.total_seconds() / 3600:g} hours of football: {told}"
    return stage, told


def outcome_named(name: str) -> Outcome | None:
    """An outcome as a settlement names it; none for a name of a later version."""
    return Outcome(name) if name in OUTCOMES else None


def _slow(known: Figures) -> str | None:
    ours, theirs = known.challenger_p99_ms, known.champion_p99_ms
    if ours is None or theirs is None or known.scored < FEWEST_TIMED:
        return None
    if ours <= max(SLOWER * theirs, theirs + SLOW_MS):
        return None
    return f"it is slow: {ours:.1f} ms for the slowest of {known.scored} vectors, the champion {theirs:.1f} ms"


def _worse(known: Figures) -> str | None:
    ours, theirs = known.challenger_log_loss, known.champion_log_loss
    if ours is None or theirs is None or known.settled < FEWEST_SETTLED or ours - theirs <= WORSE:
        return None
    return f"it scores worse: log loss {ours:.4f} on {known.settled} matches, the champion {theirs:.4f}"


def _far(known: Figures) -> str | None:
    """Of results that are in, what happened decides, not how far they are apart."""
    if known.distance is None or known.settled >= FEWEST_SETTLED or known.distance <= FARTHEST:
        return None
    if known.scored - known.failures < FEWEST_COMPARED:
        return None
    return f"it says other things: {known.distance:.3f} from the champion on {known.scored - known.failures} vectors"


def _p99(times: Sequence[float]) -> float | None:
    return float(np.percentile(times, 99)) if times else None
