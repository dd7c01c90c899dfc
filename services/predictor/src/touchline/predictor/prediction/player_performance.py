"""How far sealed forecasts of players were off, beside the mean over the last five matches of a player's team."""

from collections.abc import Sequence
from dataclasses import dataclass

from touchline.football.player_errors import TARGETS, over_all
from touchline.schemas.records import PlayerSettlement


@dataclass(frozen=True, slots=True)
class PlayerError:
    """Root mean square errors over all players settled, lower is better; `lower_by` in per cent."""

    sealed: float
    mean_of_last_5: float
    lower_by: float | None


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
    return PlayerError(sealed, beside, 100.0 * (1.0 - sealed / beside) if beside else None)


def _over(settled: Sequence[PlayerSettlement], name: str) -> float:
    return over_all([one.players for one in settled], [float(getattr(one, name)) for one in settled])
