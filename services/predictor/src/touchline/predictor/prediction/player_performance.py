"""How far sealed forecasts of players were off, beside the mean over the last five matches of a player's team."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from touchline.football.player_errors import TARGETS, over_all
from touchline.predictor.prediction.performance import LEAST, Z
from touchline.schemas.records import PlayerSettlement


@dataclass(frozen=True, slots=True)
class PlayerError:
    """Root mean square errors over all players settled, lower is better; `lower_by` in per cent.

    `low` and `high` are a 95% interval of `lower_by`; none of fewer than LEAST matches.
    """

    sealed: float
    mean_of_last_5: float
    lower_by: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class PlayerMean:
    """Over some settled matches."""

    matches: int
    players: int  # each in each of his matches
    minutes: PlayerError
    goals: PlayerError
    points: PlayerError


def player_mean_of(settled: Sequence[PlayerSettlement]) -> PlayerMean | None:
    """Errors of matches together, over all their players. None of no match."""
    if not settled:
        return None
    return PlayerMean(
        len(settled), sum(one.players for one in settled), *(_error(settled, target) for target in TARGETS)
    )


def _error(settled: Sequence[PlayerSettlement], target: str) -> PlayerError:
    sealed, beside = (_over(settled, f"{target}_error{which}") for which in ("", "_last_5"))
    if not beside:
        return PlayerError(sealed, beside, None)
    ratio = sealed / beside
    found = PlayerError(sealed, beside, 100.0 * (1.0 - ratio))
    if len(settled) < LEAST or not sealed:
        return found
    reach = 100.0 * Z * _standard_error(settled, target, ratio)
    return replace(found, low=100.0 * (1.0 - ratio) - reach, high=100.0 * (1.0 - ratio) + reach)


def _standard_error(settled: Sequence[PlayerSettlement], target: str, ratio: float) -> float:
    """Of the ratio of two root mean squares, matches being independent and their players not.

    That of a ratio of sums (Cochran 1977, Sampling Techniques, section 2.11), and half of it for the root's slope.
    """
    ours, theirs = (_squares(settled, f"{target}_error{which}") for which in ("", "_last_5"))
    count, apart = len(settled), sum((a - ratio**2 * b) ** 2 for a, b in zip(ours, theirs, strict=True))
    return sqrt(count / (count - 1) * apart) / sum(theirs) / (2 * ratio)


def _squares(settled: Sequence[PlayerSettlement], name: str) -> list[float]:
    """The sum of squared errors of each match."""
    return [one.players * float(getattr(one, name)) ** 2 for one in settled]


def _over(settled: Sequence[PlayerSettlement], name: str) -> float:
    return over_all([one.players for one in settled], [float(getattr(one, name)) for one in settled])
