"""Who a player is, by the fields that the API and the archive share."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.fpl.numbers import number, player_id, players_in
from touchline.normalizer.dialects.fpl.specification import COMPETITION, POSITIONS
from touchline.normalizer.dialects.meetings import season_begins
from touchline.normalizer.dialects.names import folded
from touchline.normalizer.dialects.rows import IdentityRow, Name, PlayerRow, Scope
from touchline.schemas.records import IdentityKind

FIELDS = ("id", "code", "first_name", "second_name", "element_type", "team")
OPTIONAL = ("web_name", "known_name")
SPOKEN = Scope(IdentityKind.PLAYER, f"name:{COMPETITION.pool}")
"""Where the names of players, as people write them, mean something: for news."""

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A player as the provider lists him."""

    number: int  # of this season
    player_id: str
    first_name: str
    last_name: str
    known_name: str

    @property
    def name(self) -> str:
        """As people say it."""
        return self.known_name or f"{self.first_name} {self.last_name}".strip()

    @property
    def spoken(self) -> frozenset[str]:
        """Full names only: a surname alone may be anybody's."""
        full = f"{self.first_name} {self.last_name}".strip()
        return frozenset(name for name in (full, self.known_name) if name and len(folded(name).split()) > 1)


def listed(cells: Cells) -> Listed:
    """The player of a row.

    Raises:
        UnreadableCell: a number or his name is missing.
    """
    first, last = cells["first_name"], cells["second_name"]
    if not first and not last:
        raise UnreadableCell("second_name", "the player has no name")
    return Listed(
        number=number("id", cells["id"]),
        player_id=player_id(number("code", cells["code"])),
        first_name=first,
        last_name=last,
        known_name=cells.get("known_name", "") or _full(cells.get("web_name", ""), first),
    )


def _full(web_name: str, first_name: str) -> str:
    """The name on the shirt, where it is more than a surname: it begins with his first name.

    >>> _full("Bernardo Silva", "Bernardo"), _full("van Dijk", "Virgil"), _full("Alisson", "Alisson")
    ('Bernardo Silva', '', '')
    """
    first, rest = folded(first_name).split()[:1], folded(web_name).split()
    return web_name if first and len(rest) > 1 and rest[:1] == first and not web_name.endswith(".") else ""


def of_two(players: Iterable[Listed]) -> frozenset[str]:
    """Folded names that mean two players of one document (Ben Davies of 2020/21): nobody may be called so."""
    owners: dict[str, set[str]] = defaultdict(set)
    for player in players:
        for name in player.spoken:
            owners[folded(name)].add(player.player_id)
    return frozenset(name for name, ids in owners.items() if len(ids) > 1)


def identities(player: Listed, season: str, ambiguous: frozenset[str]) -> Iterator[IdentityRow]:
    """What his number and his names mean."""
    yield IdentityRow(Name(players_in(season), str(player.number)), player.player_id)
    for name in sorted(player.spoken):
        if folded(name) not in ambiguous:
            yield IdentityRow(Name(SPOKEN, name), player.player_id)


def player_row(player: Listed, cells: Cells, season: str, team_id: str, known_at: datetime | None) -> PlayerRow:
    """The record of him.

    Raises:
        UnreadableCell: he plays nowhere that we know.
    """
    if cells["element_type"] not in POSITIONS:
        raise UnreadableCell("element_type", f"expected 1 to 4, got {cells['element_type']!r}")
    return PlayerRow(
        pool=COMPETITION.pool,
        player_id=player.player_id,
        name=player.name,
        first_name=player.first_name or None,
        last_name=player.last_name or None,
        position=POSITIONS[cells["element_type"]],
        team_id=team_id,
        season=season,
        since=season_begins(COMPETITION, season),
        known_at=known_at,
    )
