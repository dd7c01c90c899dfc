"""What a new season changes: ratings drawn to the mean, matches counted from zero, promoted teams at their prior."""

from dataclasses import replace

from touchline.feature_store.features.elo import PROMOTED_PRIOR, after_summer
from touchline.feature_store.features.state import CompetitionState, TeamState


def season_before(season: str) -> str:
    """The season that ended before this one began.

    >>> season_before("2000/01"), season_before("2010/11"), season_before("2019")
    ('1999/00', '2009/10', '2018')
    """
    began = int(season[:4]) - 1
    return f"{began}/{(began + 1) % 100:02d}" if "/" in season else str(began)


def entering(state: CompetitionState, team: str, season: str) -> TeamState:
    """The team as it stands for a match of this season, whether or not it has played in it."""
    known = state.teams.get(team)
    if known is not None and known.season == season:
        return known
    if known is not None and known.season == season_before(season):
        return replace(known, season=season, elo=after_summer(known.elo), promoted=False, played=0)
    if (state.first_season or season) >= season:
        return TeamState(season)
    last_kick_off = known.last_kick_off if known else 0.0
    return TeamState(season, elo=PROMOTED_PRIOR, promoted=True, last_kick_off=last_kick_off)
