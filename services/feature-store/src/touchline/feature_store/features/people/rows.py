"""The rows that timelines keep of a player and of a team's squad, from what is remembered of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from touchline.feature_store.features.people import absence, minutes, points, scoring
from touchline.feature_store.features.people.recent import recent
from touchline.feature_store.features.people.remembered import Played, PlayerState, TeamPeople
from touchline.feature_store.features.people.state import PeopleState
from touchline.football.player_meeting import BREAK, MINUTES_SHARE, STARTS_SHARE, PlayerRow, PlayerValues
from touchline.schemas.records import AvailabilityStatus, Position

PRICE = 5.2  # millions: the mean over every listed player, 2016/17 to 2018/19
HIGHEST_PRICE = 100.0  # ten times that of an ordinary player
FEWEST_PRICED = 11
OLDER = 0.75  # weight of a match beside the next newer one
MOST_OUT = 60.0  # players; no squad is larger


@dataclass(frozen=True, slots=True)
class SquadRow:
    """Whom a team misses, in the order of `SQUAD`; `season` is that of its latest match, empty before the first."""

    season: str
    values: tuple[float, float, float, float, float, float]


def player_row(state: PeopleState, player: str) -> PlayerRow | None:
    """What is known of a player; None when nothing was ever said of him."""
    known = state.players.get(player)
    if known is None:
        return None
    team = None if known.team is None else state.teams[known.team]
    return PlayerRow(known.season.name, player_values(known, team).values())


def player_values(known: PlayerState, team: TeamPeople | None) -> PlayerValues:
    """The features of a player; `team` is the one that he is a member of.

    >>> unknown = player_values(PlayerState(), None)
    >>> unknown.minutes_expected, unknown.points_last_5, unknown.chance
    (33.1, 1.38, 1.0)
    """
    matches, career, position, word = recent(known, team), known.career, known.position, known.word
    in_season = team is not None and team.season == known.season.name
    played = team.played if team is not None and in_season else 0
    at_team = _of_team(known, team)
    together = () if team is None else team.matches
    return PlayerValues(
        minutes_expected=minutes.minutes_expected(matches),
        starts_expected=minutes.starts_expected(matches),
        plays_expected=minutes.plays_expected(matches),
        minutes_last=minutes.mean_minutes(matches, 1),
        minutes_last_5=minutes.mean_minutes(matches, 5),
        minutes_if_started=minutes.minutes_if_started(matches),
        minutes_if_substitute=minutes.minutes_if_substitute(matches),
        missed_in_a_row=float(minutes.missed_in_a_row(matches)),
        minutes_share_season=_share(known.season.minutes, minutes.FULL * played, MINUTES_SHARE),
        starts_share_season=_share(known.season.starts, played, STARTS_SHARE),
        goals_per_90=scoring.goals_per_90(career, position),
        assists_per_90=scoring.assists_per_90(career, position),
        expected_goals_per_90=scoring.expected_goals_per_90(career, position),
        expected_assists_per_90=scoring.expected_assists_per_90(career, position),
        expected_known=scoring.expected_known(career),
        goals_share=scoring.goals_share(at_team, together, position),
        expected_goals_share=scoring.expected_goals_share(at_team, together, position),
        goals_last_5=scoring.per_match([match.goals for match in matches[-5:]]),
        assists_last_5=scoring.per_match([match.assists or 0 for match in matches[-5:]]),
        expected_goals_last_5=scoring.per_match([match.expected_goals or 0.0 for match in matches[-5:]]),
        points_last_3=points.mean_points(known.matches, 3),
        points_last_5=points.mean_points(known.matches, 5),
        points_last_10=points.mean_points(known.matches, 10),
        points_season=points.points_of_season(known.season),
        points_form=points.points_form(known.form),
        points_per_90=points.points_per_90(career, position),
        full_matches=career.full_matches,
        matches_known=float(len(known.matches)),
        matches_season=float(played),
        goalkeeper=float(position == Position.GOALKEEPER),
        defender=float(position == Position.DEFENDER),
        midfielder=float(position == Position.MIDFIELDER),
        forward=float(position == Position.FORWARD),
        price=PRICE if known.price is None else _price(known.price),
        price_change=_price_change(known),
        price_known=float(known.price is not None),
        availability_known=float(word is not None),
        chance=absence.chance(word),
        injured=float(word is not None and word.status is AvailabilityStatus.INJURED),
        suspended=float(word is not None and word.status is AvailabilityStatus.SUSPENDED),
        said_at=word.said_at if word else 0.0,
        absent_since=word.since if word and word.status is not AvailabilityStatus.AVAILABLE else 0.0,
        last_played_at=known.last_played,
        last_match_at=known.last_match,
        at_team=float(team is not None),
    )


def squad_row(state: PeopleState, team: str) -> SquadRow | None:
    """Whom a team misses; None when nothing was ever known of its players."""
    known = state.teams.get(team)
    if known is None:
        return None
    words = [(player, word) for player in sorted(known.members) if (word := state.players[player].word) is not None]
    out = [state.players[player] for player, word in words if absence.is_out(word)]
    missed = sum(_minutes(player, known) for player in out)
    doubted = [1.0 - absence.chance(word) for _, word in words if word.status is AvailabilityStatus.DOUBTFUL]
    together = sum(match.minutes for match in known.matches)
    values = (
        min(MOST_OUT, float(len(out))),
        min(1.0, missed / together) if together else 0.0,
        min(MOST_OUT, sum(doubted)),
        float(known.last_word > 0.0),
        *_worth(known, [state.players[player] for player in sorted(known.members)]),
    )
    return SquadRow(known.season, values)


def squad_documents(state: PeopleState, team: str) -> tuple[str, ...]:
    """What a team's row is read from: what was said of its members, and its last ten matches. Sorted sha256."""
    known = state.teams[team]
    words = (state.players[player].word for player in known.members)
    stated = [*(word.documents for word in words if word is not None), *(match.documents for match in known.matches)]
    return tuple(sorted({document for documents in stated for document in documents}))


def squad_at(row: SquadRow | None, as_of: datetime, kick_off: datetime) -> tuple[float, ...] | None:
    """What a row of `as_of` says of a match; None, nothing known, when a break as long as a summer lies between.

    >>> from datetime import UTC
    >>> may, august = datetime(2019, 5, 12, tzinfo=UTC), datetime(2019, 8, 10, tzinfo=UTC)
    >>> squad_at(SquadRow("2018/19", (2.0, 0.1, 0.0, 1.0)), may, august) is None
    True
    """
    if row is None or kick_off.timestamp() > as_of.timestamp() + BREAK:
        return None
    return row.values


def _of_team(known: PlayerState, team: TeamPeople | None) -> Sequence[Played]:
    """His matches among the last ten of his team."""
    if team is None:
        return ()
    kept = {match.match_id for match in team.matches}
    return [match for match in known.matches if match.team == known.team and match.match_id in kept]


def _minutes(known: PlayerState, team: TeamPeople) -> int:
    return sum(match.minutes for match in _of_team(known, team))


def _worth(known: TeamPeople, members: Sequence[PlayerState]) -> tuple[float, float]:
    """Mean price of the members, each weighing his minutes, and the share of price times minutes that is out.

    Of a team's last ten matches each weighs three quarters of the next newer one. (0, 0) while less than eleven members
    have a price and minutes.
    """
    weights = {match.match_id: OLDER**age for age, match in enumerate(reversed(known.matches))}
    priced = [
        (_price(one.price), minutes, absence.is_out(one.word))
        for one in members
        if one.price is not None
        and (minutes := sum(weights[match.match_id] * match.minutes for match in _of_team(one, known))) > 0
    ]
    if len(priced) < FEWEST_PRICED:
        return 0.0, 0.0
    whole = sum(price * minutes for price, minutes, _ in priced)
    missing = sum(price * minutes for price, minutes, out in priced if out)
    return whole / sum(minutes for _, minutes, _ in priced), missing / whole


def _share(of_his: float, of_all: float, missing: float) -> float:
    return min(1.0, of_his / of_all) if of_all else missing


def _price(price: float) -> float:
    return min(HIGHEST_PRICE, max(0.0, price))


def _price_change(known: PlayerState) -> float:
    first = known.season.price
    return 0.0 if known.price is None or first is None else round(_price(known.price) - _price(first), 1)
