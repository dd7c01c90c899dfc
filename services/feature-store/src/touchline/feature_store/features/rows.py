"""The rows that a vector is made of, read from the state of a pool."""

from touchline.feature_store.features.pairs import pair_key
from touchline.feature_store.features.state import Busy, PoolState
from touchline.football.team import TeamRow

IDLE = Busy()


def team_row(state: PoolState, competition: str, team: str) -> TeamRow | None:
    """A team in a competition, with its calendar in all of the pool; None while it has no result there."""
    known = state.of(competition).teams.get(team)
    if known is None:
        return None
    busy = state.calendar.get(team, IDLE)
    values = known.values._replace(last_kick_off_anywhere=busy.last_kick_off, load=busy.load)
    return TeamRow(known.season, values)


def pair_row(state: PoolState, competition: str, one: str, other: str) -> tuple[float, ...] | None:
    """The meetings of two teams in a competition, in the order of `catalogue.PAIR`; None before the first."""
    return state.of(competition).pairs.get(pair_key(one, other))
