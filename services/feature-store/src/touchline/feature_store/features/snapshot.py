"""One team as a meeting sees it, from what is remembered of it."""

from touchline.feature_store.features.form import points_per_match
from touchline.feature_store.features.goals import AWAY_PRIOR, HOME_PRIOR, goals_per_match
from touchline.feature_store.features.season import entering
from touchline.feature_store.features.shots import shots_share
from touchline.feature_store.features.state import PoolState
from touchline.football.meeting import TeamSnapshot


def team_snapshot(state: PoolState, team: str, competition: str, season: str) -> TeamSnapshot:
    """The features of one team for a meeting in this season; an unknown team is one of documented priors."""
    known = entering(state.of(competition), team, season)
    return TeamSnapshot(
        elo=known.elo,
        points=points_per_match(known.points),
        home_goals_for=goals_per_match(known.home_goals_for, HOME_PRIOR),
        home_goals_against=goals_per_match(known.home_goals_against, AWAY_PRIOR),
        away_goals_for=goals_per_match(known.away_goals_for, AWAY_PRIOR),
        away_goals_against=goals_per_match(known.away_goals_against, HOME_PRIOR),
        shots_for=shots_share(known.shots_for),
        shots_against=shots_share(known.shots_against),
        last_kick_off=known.last_kick_off,
        played=float(known.played),
        promoted=float(known.promoted),
    )
