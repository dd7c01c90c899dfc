"""What one appearance changes of a player."""

from touchline.feature_store.features.people import points, scoring
from touchline.feature_store.features.people.absence import cleared_by
from touchline.feature_store.features.people.facts import Appearance
from touchline.feature_store.features.people.minutes import started
from touchline.feature_store.features.people.recent import in_time
from touchline.feature_store.features.people.remembered import LAST, Played, PlayerState, Season


def appeared(player: PlayerState, one: Appearance) -> PlayerState:
    """The player with one more match; it moves him to its team unless he was listed for a later one."""
    kick_off = one.kick_off.timestamp()
    moves = one.team != player.team and kick_off > player.last_match
    plays = one.minutes > 0
    return PlayerState(
        position=one.position or player.position,
        team=one.team if moves else player.team,
        joined=kick_off if moves else player.joined,
        last_match=max(player.last_match, kick_off),
        last_played=max(player.last_played, kick_off) if plays else player.last_played,
        price=player.price if one.price is None else one.price,
        word=None if plays and cleared_by(player.word, kick_off) else player.word,
        matches=_with(player.matches, one, kick_off),
        season=_counted(player.season, one),
        career=scoring.played_on(player.career, one) if plays else player.career,
        form=points.formed(player.form, one),
    )


def _with(matches: tuple[Played, ...], one: Appearance, kick_off: float) -> tuple[Played, ...]:
    match = Played(
        kick_off,
        one.match_id,
        one.team,
        one.minutes,
        started(one.started, one.minutes),
        one.goals,
        one.assists,
        one.points,
        one.expected_goals,
        one.expected_assists,
    )
    if not matches or in_time(matches[-1]) < in_time(match):
        return (*matches, match)[-LAST:]
    return tuple(sorted((*matches, match), key=in_time)[-LAST:])


def _counted(season: Season, one: Appearance) -> Season:
    """The sums of the latest season; a match of an earlier one, known late, is none of them."""
    if one.season < season.name:
        return season
    before = season if season.name == one.season else Season(one.season)
    return Season(
        one.season,
        before.minutes + one.minutes,
        before.starts + started(one.started, one.minutes),
        before.points + (one.points or 0),
        before.rewarded + (one.points is not None),
        one.price if before.price is None else before.price,
    )
