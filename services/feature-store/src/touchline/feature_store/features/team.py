"""What one result makes of what is remembered of a team."""

from typing import NamedTuple, TypeVar

from touchline.feature_store.features import form, goals, pi, poisson, shots
from touchline.feature_store.features.elo import score_of
from touchline.feature_store.features.league import League
from touchline.feature_store.features.means import moved, step
from touchline.feature_store.features.state import Lately, TeamState
from touchline.football.season import season_before
from touchline.football.team import TeamRow, TeamValues, in_season

T = TypeVar("T")

# Half-lives in matches, as the catalogue states them.
SHORT, LONG, TWELVE = step(5), step(20), step(12)
FORM_SHORT, FORM_LONG, FORM_AT_HOME, OVER = step(4), step(20), step(8), step(6)
LONGEST_STREAK = 50.0
SEASON_PRIOR = 4.0  # matches
GOALS_OF_AN_OVER = 3


class Side(NamedTuple):
    """A match from one team's side; what is computed of it rests on what was known before it."""

    at_home: bool
    scored: int
    conceded: int
    kick_off: float  # seconds since 1970, UTC
    elo_change: float
    expected: float  # share of a win, by Elo
    surprise: float  # of the pi-ratings, from this side
    scored_slope: float  # of the Poisson likelihood
    conceded_slope: float
    shots_on_target: tuple[float, float] | None  # made and faced, as shares of the league's means
    attempts: tuple[float | None, float | None]
    corners: tuple[float | None, float | None]
    expected_goals: tuple[float, float]  # for and against, estimated where nobody states them
    expected_goals_known: bool
    league: League  # after the match


def entering(known: TeamState | None, season: str, first_season: str | None) -> TeamState:
    """The team as it stands for a match of this season, whether or not it has played in it."""
    if known is not None and known.season == season:
        return known
    row = None if known is None else TeamRow(known.season, known.values)
    values = in_season(row, season, first_season)
    stays = known is not None and known.season == season_before(season)
    return TeamState(season, values, known.lately if known is not None and stays else Lately())


def after(team: TeamState, side: Side) -> TeamState:
    """The team with one more match; `as_of` and `document_set` are for the caller, who knows the moment."""
    before, lately = team.values, _lately(team.lately, side)
    points, played = form.points_of(side.scored, side.conceded), before.played + 1.0
    season_points = team.season_points + points
    season_goals = team.season_goal_difference + side.scored - side.conceded
    total = side.scored + side.conceded
    values = before._replace(
        elo=before.elo + side.elo_change,
        points=form.points_per_match(lately.points),
        shots_for=shots.shots_share(lately.shots_for),
        shots_against=shots.shots_share(lately.shots_against),
        last_kick_off=max(before.last_kick_off, side.kick_off),
        played=played,
        pi_home=pi.moved(before.pi_home, side.surprise, pi.OWN_GROUND if side.at_home else pi.OTHER_GROUND),
        pi_away=pi.moved(before.pi_away, side.surprise, pi.OTHER_GROUND if side.at_home else pi.OWN_GROUND),
        attack=poisson.moved(before.attack, side.scored_slope),
        defence=poisson.moved(before.defence, -side.conceded_slope),
        league_home_goals=side.league.goals_home,
        league_away_goals=side.league.goals_away,
        goals_for_short=_mean(before.goals_for_short, side.scored, SHORT),
        goals_against_short=_mean(before.goals_against_short, side.conceded, SHORT),
        goals_for_long=_mean(before.goals_for_long, side.scored, LONG),
        goals_against_long=_mean(before.goals_against_long, side.conceded, LONG),
        attempts_for=_share(before.attempts_for, side.attempts[0]),
        attempts_against=_share(before.attempts_against, side.attempts[1]),
        corners_for=_share(before.corners_for, side.corners[0]),
        corners_against=_share(before.corners_against, side.corners[1]),
        expected_goals_for=_mean(before.expected_goals_for, side.expected_goals[0], TWELVE),
        expected_goals_against=_mean(before.expected_goals_against, side.expected_goals[1], TWELVE),
        expected_goals_known=moved(before.expected_goals_known, float(side.expected_goals_known), TWELVE),
        points_short=moved(before.points_short, points, FORM_SHORT),
        points_long=moved(before.points_long, points, FORM_LONG),
        over_expected=moved(before.over_expected, score_of(side.scored, side.conceded) - side.expected, OVER),
        draws=moved(before.draws, float(side.scored == side.conceded), LONG),
        overs=moved(before.overs, float(total >= GOALS_OF_AN_OVER), LONG),
        both_scored=moved(before.both_scored, float(side.scored > 0 and side.conceded > 0), LONG),
        unbeaten=_streak(before.unbeaten, side.scored >= side.conceded),
        winless=_streak(before.winless, side.scored <= side.conceded),
        scoring=_streak(before.scoring, side.scored > 0),
        clean_sheets=_streak(before.clean_sheets, side.conceded == 0),
        season_points=(season_points + SEASON_PRIOR * form.PRIOR) / (played + SEASON_PRIOR),
        season_goal_difference=season_goals / (played + SEASON_PRIOR),
        **_on_ground(before, lately, side, points),
    )
    return TeamState(team.season, values, lately, season_points, season_goals, team.as_of, team.document_set)


def _on_ground(before: TeamValues, lately: Lately, side: Side, points: int) -> dict[str, float]:
    """What only a match at home, or only one away, changes."""
    if side.at_home:
        return {
            "home_goals_for": goals.goals_per_match(lately.home_goals_for, goals.HOME_PRIOR),
            "home_goals_against": goals.goals_per_match(lately.home_goals_against, goals.AWAY_PRIOR),
            "home_points": moved(before.home_points, points, FORM_AT_HOME),
        }
    return {
        "away_goals_for": goals.goals_per_match(lately.away_goals_for, goals.AWAY_PRIOR),
        "away_goals_against": goals.goals_per_match(lately.away_goals_against, goals.HOME_PRIOR),
        "away_points": moved(before.away_points, points, FORM_AT_HOME),
    }


def _lately(before: Lately, side: Side) -> Lately:
    made, faced = side.shots_on_target or (None, None)
    points = form.points_of(side.scored, side.conceded)
    home, away = side.at_home, not side.at_home
    return Lately(
        _push(before.points, points, form.LAST),
        _push(before.home_goals_for, side.scored, goals.LAST) if home else before.home_goals_for,
        _push(before.home_goals_against, side.conceded, goals.LAST) if home else before.home_goals_against,
        _push(before.away_goals_for, side.scored, goals.LAST) if away else before.away_goals_for,
        _push(before.away_goals_against, side.conceded, goals.LAST) if away else before.away_goals_against,
        before.shots_for if made is None else _push(before.shots_for, made, shots.LAST),
        before.shots_against if faced is None else _push(before.shots_against, faced, shots.LAST),
    )


def _push(latest: tuple[T, ...], value: T, last: int) -> tuple[T, ...]:
    """The latest `last` values with one more at the end."""
    return (*latest, value)[-last:]


def _mean(before: float, value: float, weight: float) -> float:
    return min(20.0, moved(before, value, weight))


def _share(before: float, share: float | None) -> float:
    return before if share is None else moved(before, share, TWELVE)


def _streak(before: float, goes_on: bool) -> float:
    return min(LONGEST_STREAK, before + 1.0) if goes_on else 0.0
