"""What a match changes of a team's players together."""

from collections.abc import Sequence
from dataclasses import replace

from touchline.feature_store.features.people.absence import lapsed
from touchline.feature_store.features.people.facts import Appearance
from touchline.feature_store.features.people.recent import in_time
from touchline.feature_store.features.people.remembered import LAST, TeamMatch, TeamPeople
from touchline.football.player_meeting import BREAK


def begins_anew(team: TeamPeople, one: Appearance) -> bool:
    """Whether a match is the first of a new season, or after a break as long as a summer."""
    if not team.last_match:
        return False
    return one.season > team.season or one.kick_off.timestamp() > team.last_match + BREAK


def rested(team: TeamPeople) -> TeamPeople:
    """The team after a break: what was said before it holds no more."""
    return replace(team, last_word=0.0) if lapsed(team.last_word, team.last_match) else team


def with_match(team: TeamPeople, rows: Sequence[Appearance]) -> TeamPeople:
    """The team with rows of one of its matches; rows of it that become known later are added to the same match.

    A match that is older than the ten that are kept changes nothing: it was known ten matches late.
    """
    first = rows[0]
    kept = {match.match_id: match for match in team.matches}
    match = _added(
        kept.get(first.match_id, TeamMatch(first.kick_off.timestamp(), first.match_id, 0, 0, 0.0, False)), rows
    )
    ordered = tuple(sorted((kept | {match.match_id: match}).values(), key=in_time)[-LAST:])
    if match not in ordered:
        return team
    news = first.match_id not in kept
    if first.season > team.season:
        return replace(team, season=first.season, played=1, matches=ordered)
    return replace(team, played=team.played + (news and first.season == team.season), matches=ordered)


def _added(match: TeamMatch, rows: Sequence[Appearance]) -> TeamMatch:
    return TeamMatch(
        match.kick_off,
        match.match_id,
        match.minutes + sum(row.minutes for row in rows),
        match.goals + sum(row.goals for row in rows),
        match.expected_goals + sum(row.expected_goals or 0.0 for row in rows),
        match.measured or any(row.expected_goals is not None for row in rows),
        tuple(sorted({*match.documents, *(one for row in rows for one in row.documents)})),
    )
