"""How many points a player can expect in his next match, by a first simple model: a mean of his latest, shrunk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from touchline.football.player_belief import belief_in
from touchline.schemas.records import PlayerMatch, Position

NAME, VERSION = "player-points-shrunk-mean", "1"
LAST = 5  # matches of his club, played in or not
FULL = 90  # minutes
# Fantasy Premier League's points a full match, 2016/17 to 2018/19: the mean over all who played, weighted by minutes.
PRIORS = {Position.GOALKEEPER: 3.62, Position.DEFENDER: 3.11, Position.MIDFIELDER: 3.36, Position.FORWARD: 3.86}
PRIOR = 3.35  # of all of them, for a player whose position nobody states
# Full matches that the prior weighs. Of 2, 5 and 10 the best over five matches on 2019/20 to 2021/22, by little.
PRIOR_WEIGHT = 5.0
PLAYING_PRIOR = 0.45  # share of matches in which a listed player played, 2016/17 to 2018/19; weighs one match


@dataclass(frozen=True, slots=True)
class ExpectedPoints:
    """What is expected, and what it rests on."""

    points: float
    points_if_he_plays: float
    chance_of_playing: float
    matches: tuple[PlayerMatch, ...]  # newest first


def expected_points(latest: Sequence[PlayerMatch], position: Position | None) -> ExpectedPoints:
    """Chance of playing times points when playing, over the latest matches of his club.

    With w = minutes / 90: points when playing = (sum of w * points + 5 * prior) / (sum of w + 5), the prior being that
    of his position; chance = (matches played in + 0.45) / (matches + 1). Shrinking towards a group's mean is the
    estimator of James and Stein; for players' averages Efron and Morris (1977),
    https://doi.org/10.1038/scientificamerican0577-119.

    >>> unknown = expected_points([], Position.FORWARD)
    >>> round(unknown.points_if_he_plays, 2), round(unknown.points, 2)
    (3.86, 1.74)
    """
    prior = PRIOR if position is None else PRIORS.get(position, PRIOR)
    weights = [match.minutes / FULL for match in latest]
    earned = sum(weight * (match.points or 0) for weight, match in zip(weights, latest, strict=True))
    playing = (earned + PRIOR_WEIGHT * prior) / (sum(weights) + PRIOR_WEIGHT)
    chance = (sum(match.minutes > 0 for match in latest) + PLAYING_PRIOR) / (len(latest) + 1)
    return ExpectedPoints(chance * playing, playing, chance, tuple(latest))


def latest_known(
    stated: Iterable[PlayerMatch], known_by: datetime, before: datetime, last: int | None = LAST
) -> list[PlayerMatch]:
    """His latest matches that kicked off before a moment, as they were known at another; one assertion a match.

    Real before simulated, the archive before the live list, then the newest; the order of `stated` never matters.
    """
    believed: dict[str, PlayerMatch] = {}
    for one in stated:
        if one.points is None or one.available_at > known_by or one.event_time >= before:
            continue
        held = believed.get(one.match_id)
        if held is None or belief_in(one) > belief_in(held):
            believed[one.match_id] = one
    newest_first = sorted(believed.values(), key=lambda one: (one.event_time, one.match_id), reverse=True)
    return newest_first[:last]
