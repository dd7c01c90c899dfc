"""What was served of each player at any moment. Pure."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from touchline.feature_store.people.content import PLAYER
from touchline.feature_store.people.serving import served_rows
from touchline.feature_store.people.versions import FactVersion
from touchline.football.player_meeting import UNHEARD, PlayerRow


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
    """What was served of players when everything that was known is replayed."""
    served = Served()
    for row in served_rows(versions):
        if row.kind == PLAYER:
            served.put(row.entity, row.known_at, PlayerRow(row.season, row.values) if row.values else UNHEARD)
    return served
