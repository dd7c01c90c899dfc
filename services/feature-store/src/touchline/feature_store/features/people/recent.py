"""A player's latest matches, those that he missed among them."""

from collections.abc import Sequence

from touchline.feature_store.features.people.remembered import LAST, Played, PlayerState, TeamMatch, TeamPeople

# A player whom none of his team's last ten matches lists is of no team any more: he has missed them all.
GONE = tuple(Played(0.0, "", "", 0, False, 0, None, None, None, None) for _ in range(LAST))


def recent(player: PlayerState, team: TeamPeople | None) -> tuple[Played, ...]:
    """His last ten matches, oldest first: those that he is listed for, and those his team has played without him.

    A match without a row of his counts as missed from his first one for the team on. `team` is the one that he is a
    member of; a player without one has missed ten, and of one who was never listed nothing is known.
    """
    if team is None:
        return GONE if player.last_match else ()
    missed = _missed(player, team.matches)
    if not missed:
        return player.matches
    return tuple(sorted((*player.matches, *missed), key=in_time)[-LAST:])


def in_time(match: Played | TeamMatch) -> tuple[float, str]:
    """The order of matches: kick-off, then match id."""
    return match.kick_off, match.match_id


def decayed_mean(newest_first: Sequence[float], decay: float, prior: float, weight: float) -> float:
    """Mean of values, each weighing `decay` of the next newer one, shrunk towards `prior`, which weighs `weight`.

    >>> decayed_mean([], 0.5, 33.0, 1.0), decayed_mean([90.0, 0.0], 0.5, 0.0, 0.5)
    (33.0, 45.0)
    """
    total, weights, share = prior * weight, weight, 1.0
    for value in newest_first:
        total += share * value
        weights += share
        share *= decay
    return total / weights


def _missed(player: PlayerState, matches: Sequence[TeamMatch]) -> list[Played]:
    known = {match.match_id for match in player.matches}
    return [
        Played(match.kick_off, match.match_id, player.team or "", 0, False, 0, None, None, None, None)
        for match in matches
        if match.match_id not in known and match.kick_off > player.joined
    ]
