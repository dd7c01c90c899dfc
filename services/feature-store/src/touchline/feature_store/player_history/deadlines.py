"""Which matches a gameweek holds and when it begins: what is known of a player until then may be used. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from touchline.schemas.records import PlayerMatch


@dataclass(frozen=True, slots=True)
class Gameweek:
    """A gameweek as one document of the archive lists it; `deadline` is the kick-off of its first match."""

    document_key: str
    number: int
    deadline: datetime
    matches: Mapping[str, int]  # by team_id


def gameweeks(rows: Iterable[PlayerMatch]) -> dict[str, Gameweek]:
    """The gameweeks by document key.

    The provider's own deadline lies 90 minutes earlier since 2019/20 and 60 before; nothing that counts here becomes
    known in between: points are known on the next day, absences at midnight.
    """
    first: dict[str, datetime] = {}
    matches: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        key = row.document_key
        first[key] = min(row.event_time, first.get(key, row.event_time))
        matches[key][row.team_id].add(row.match_id)
    return {
        key: Gameweek(key, number_in(key), first[key], {team: len(of) for team, of in matches[key].items()})
        for key in sorted(first)
    }


def number_in(document_key: str) -> int:
    """The number of a gameweek.

    >>> number_in("fpl-archive/data/2019-20/gws/gw39.csv")
    39
    """
    return int(document_key.rpartition("/gw")[2].removesuffix(".csv"))
