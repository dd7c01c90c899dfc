"""What was served of each player at any moment: the fold of people in parts, so that memory stays small. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from touchline.feature_store.features.people.remembered import PlayerState
from touchline.feature_store.features.people.rows import player_values
from touchline.feature_store.features.people.state import PeopleState
from touchline.feature_store.people.content import PLAYER
from touchline.feature_store.people.replaying import replay
from touchline.feature_store.people.versions import FactVersion
from touchline.football.player_meeting import PlayerRow

PART = 20_000  # versions whose states are held in memory at once

UNHEARD = PlayerRow("", player_values(PlayerState(), None).values())
"""A player of whom nothing was ever said: the priors of every feature."""


@dataclass(slots=True)
class Served:
    """Rows of players in the order in which they became known."""

    moments: dict[str, list[datetime]] = field(default_factory=dict)
    rows: dict[str, list[PlayerRow]] = field(default_factory=dict)

    def at(self, player: str, moment: datetime) -> PlayerRow:
        """The row that was served at a moment, one known at just that moment included."""
        place = bisect_right(self.moments.get(player, []), moment) - 1
        return self.rows[player][place] if place >= 0 else UNHEARD

    def put(self, player: str, known_at: datetime, row: PlayerRow) -> None:
        """One more, known later than all before."""
        self.moments.setdefault(player, []).append(known_at)
        self.rows.setdefault(player, []).append(row)


def serve(versions: Iterable[FactVersion]) -> Served:
    """Replay everything that was known, and keep what was served.

    Raises:
        ValueError: a correction reaches back before a part: complete documents read once hold none.
    """
    served, state = Served(), PeopleState()
    for part in _parts(sorted(versions, key=lambda one: (one.known_at, one.fact))):
        replayed = replay(state, [], part)
        for row in replayed.rows:
            if row.kind == PLAYER and row.served:
                kept = PlayerRow(row.season, row.values) if row.values else UNHEARD
                served.put(row.entity, row.known_at, kept)
        state = replayed.final
    return served


def _parts(ordered: Sequence[FactVersion]) -> Iterator[list[FactVersion]]:
    """Whole moments of knowledge, so many at once."""
    part: list[FactVersion] = []
    for _, together in groupby(ordered, key=lambda one: one.known_at):
        part += together
        if len(part) >= PART:
            yield part
            part = []
    if part:
        yield part
