"""One fact of several sources' records: real before simulated, then by a list of sources, as for matches.

The same rules as `touchline.football.belief`: within a source complete documents before rolling ones; what the most
believed leaves open comes from the next; nothing simulated fills a gap of a real row; arrival order never matters.
A fact is available when the record that it is taken from was.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Protocol, TypeVar

from touchline.feature_store.features.people.facts import Appearance, Listing, Statement
from touchline.football.belief import ROLLING, SHORTEST
from touchline.schemas.records import Availability, AvailabilityStatus, Player, PlayerMatch, Position, Provenance

# Most believed first. The archive of Fantasy Premier League is complete and corrected; its live list stands for a
# moment. Whether a player can be picked the provider itself knows best, then the archive of absences, then the news.
PLAYED = ("fpl-archive", "fpl")
PICKED = ("fpl", "absences", "news")
LISTED = ("fpl", "fpl-archive")


class Stated(Protocol):
    """The part of a record by which documents are weighed."""

    @property
    def player_id(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def document_key(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def provenance(self) -> Provenance: ...
    @property
    def available_at(self) -> datetime: ...
    @property
    def withdrawn(self) -> bool | None: ...


S = TypeVar("S", bound=Stated)
T = TypeVar("T")


def appearances(stated: Iterable[PlayerMatch]) -> list[Appearance]:
    """One appearance a player and match, by player and match."""
    ordered = sorted((one for one in stated if not one.withdrawn), key=lambda one: (one.player_id, one.match_id))
    grouped = groupby(ordered, key=lambda one: (one.player_id, one.match_id))
    return [_appearance(_by_belief(list(group), PLAYED)) for _, group in grouped]


def statements(stated: Iterable[Availability]) -> list[Statement]:
    """One statement a player and moment: of several at once the most believed; one without a known status is none."""
    told = [one for one in stated if one.status is not AvailabilityStatus.UNKNOWN]
    return [_statement(group[0]) for group in _at_once(told, PICKED)]


def listings(stated: Iterable[Player]) -> list[Listing]:
    """One listing a player and moment."""
    return [_listing(group) for group in _at_once(stated, LISTED)]


def _at_once(stated: Iterable[S], order: Sequence[str]) -> Iterator[list[S]]:
    """What is said of a player at one moment, the most believed first."""
    standing = sorted((one for one in stated if not one.withdrawn), key=lambda one: (one.player_id, one.available_at))
    for _, group in groupby(standing, key=lambda one: (one.player_id, one.available_at)):
        yield _by_belief(list(group), order)


def _by_belief(stated: list[S], order: Sequence[str]) -> list[S]:
    """The most believed first; simulated ones only where there is no other."""

    def place(one: S) -> tuple[int, str, bool, float, str, str]:
        known = order.index(one.source) if one.source in order else len(order)
        rolling = ROLLING.search(one.document_key) is not None
        # Of one document only statements can be several; which of them comes first says nothing, it only never changes.
        return known, one.source, rolling, -one.available_at.timestamp(), one.document_key, repr(one)

    if len(stated) == 1:
        return stated
    real = [one for one in stated if one.provenance is not Provenance.SIMULATED]
    return sorted(real or stated, key=place)


def _appearance(stated: list[PlayerMatch]) -> Appearance:
    first = stated[0]
    measured = next((one for one in stated if one.expected_goals is not None), first)
    return Appearance(
        player=first.player_id,
        team=first.team_id,
        opponent=first.opponent_id,
        match_id=first.match_id,
        season=season_in(first.match_id),
        kick_off=first.event_time,
        at_home=first.at_home,
        position=_first(_known(one.position) for one in stated),
        minutes=first.minutes,
        started=_first(one.started for one in stated),
        goals=first.goals,
        assists=_first(one.assists for one in stated),
        points=_first(one.points for one in stated),
        expected_goals=measured.expected_goals,
        expected_assists=measured.expected_assists,
        price=_first(one.price for one in stated),
        available_at=max(first.available_at, first.event_time + SHORTEST),
        documents=tuple(dict.fromkeys(one.document for one in stated)),
    )


def _statement(one: Availability) -> Statement:
    return Statement(
        one.player_id,
        one.team_id,
        one.status,
        one.chance,
        one.since,
        one.available_at,
        (one.document,),
        one.provenance is Provenance.SIMULATED,
    )


def _listing(stated: list[Player]) -> Listing:
    first = stated[0]
    return Listing(
        first.player_id,
        first.team_id,
        _first(_known(one.position) for one in stated),
        first.season or "",
        first.available_at,
        tuple(dict.fromkeys(one.document for one in stated)),
    )


def season_in(match_id: str) -> str:
    """The season that a match's id names.

    >>> season_in("E0:2019-20:arsenal:chelsea")
    '2019/20'
    """
    return match_id.split(":")[1].replace("-", "/")


def competition_in(match_id: str) -> str:
    """The competition that a match id names.

    >>> competition_in("E0:2019-20:arsenal:chelsea")
    'E0'
    """
    return match_id.split(":", 1)[0]


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _known(position: Position | None) -> Position | None:
    return None if position is Position.UNKNOWN else position
