"""Squads beside each meeting as they were served: the fold of people over the same messages. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from touchline.feature_store.people.content import SQUAD, says
from touchline.feature_store.people.serving import served_rows
from touchline.feature_store.people.versions import FactVersion
from touchline.feature_store.replaying import Row

Squads = dict[str, list[Row]]
"""Rows of each team in the order in which they became known."""


def squads_of(versions: Iterable[FactVersion]) -> Squads:
    """What was served of squads when everything that was known is replayed."""
    found: Squads = defaultdict(list)
    for row in served_rows(versions):
        if row.kind == SQUAD:
            found[row.entity].append(row)
    return dict(found)


def squad_before(squads: Squads, team: str, moment: datetime, kick_off: datetime) -> tuple[float, ...] | None:
    """What was known of a squad before a moment, if it says anything of a match at that kick-off."""
    rows = squads.get(team, [])
    place = bisect_left(rows, moment, key=lambda row: row.known_at)
    row = rows[place - 1] if place else None
    return row.values if row is not None and says(row.values, row.as_of, kick_off) else None
