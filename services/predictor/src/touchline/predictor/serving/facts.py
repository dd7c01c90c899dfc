"""What is asserted about matches and players, read from the feature-store's published views."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

import orjson

from touchline.predictor.serving.asking import Asking
from touchline.predictor.stores import aware, naive
from touchline.schemas.arrow import record_enums
from touchline.schemas.records import Availability, Match, Player, PlayerMatch
from touchline.schemas.views import VIEWS

R = TypeVar("R")
TRUTHS = frozenset({"kick_off_known", "at_home", "started"})  # MariaDB keeps them as 0 and 1
# How people type a name: accents and capitals do not matter.
LOOSE = "COLLATE utf8mb4_unicode_ci"


class Facts(Protocol):
    """The facts that answers about matches and players are made of."""

    async def assertions(self, match_id: str) -> list[Match]:
        """What each document says of a match."""

    async def player(self, player_id: str) -> list[Player]:
        """Every way in which sources know a player."""

    async def named(self, name: str) -> list[Player]:
        """Every player of that name, however sources know him."""

    async def names(self) -> list[str]:
        """Every name of a player."""

    async def appearances(self, player_id: str) -> list[PlayerMatch]:
        """What documents say he did in matches."""

    async def availability(self, player_id: str) -> list[Availability]:
        """What was said of whether he can be picked."""

    async def season_revision(self, competition: str, season: str, catalogue: int, known_by: datetime) -> str:
        """Another word whenever an assertion or a vector of the season is another."""

    async def season_assertions(self, competition: str, season: str, known_by: datetime) -> list[Match]:
        """What each document had said of a season's matches by then."""

    async def season_vectors(self, competition: str, season: str, catalogue: int) -> dict[str, Sequence[float]]:
        """The vectors of a season's matches, by match, as they stand."""


class MariaFacts:
    """Looks in MariaDB."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def assertions(self, match_id: str) -> list[Match]:
        """What each document says of a match."""
        return await self._all(Match, "pub_assertions", "match_id = %s", match_id)

    async def player(self, player_id: str) -> list[Player]:
        """Every way in which sources know a player."""
        return await self._all(Player, "pub_players", "player_id = %s", player_id)

    async def named(self, name: str) -> list[Player]:
        """Every player of that name, however sources know him."""
        whole = f"CONCAT_WS(' ', first_name, last_name) {LOOSE} = %s"
        return await self._all(Player, "pub_players", f"name {LOOSE} = %s OR {whole}", name, name)

    async def names(self) -> list[str]:
        """Every name of a player."""
        return [str(name) for (name,) in await self._asking.rows("SELECT DISTINCT name FROM pub_players")]

    async def appearances(self, player_id: str) -> list[PlayerMatch]:
        """What documents say he did in matches."""
        return await self._all(PlayerMatch, "pub_player_matches", "player_id = %s", player_id)

    async def availability(self, player_id: str) -> list[Availability]:
        """What was said of whether he can be picked."""
        return await self._all(Availability, "pub_availability", "player_id = %s", player_id)

    async def season_revision(self, competition: str, season: str, catalogue: int, known_by: datetime) -> str:
        """Another word whenever an assertion or a vector of the season is: revisions only grow."""
        counted = "SELECT COUNT(*), COALESCE(SUM(revision), 0) FROM"
        rows = await self._asking.rows(
            f"{counted} pub_assertions WHERE match_id LIKE %s AND available_at <= %s"
            f" UNION ALL {counted} pub_match_features WHERE match_id LIKE %s AND catalogue_version = %s",
            (ids := ids_of(competition, season), naive(known_by), ids, catalogue),
        )
        return "-".join(str(number) for row in rows for number in row)

    async def season_assertions(self, competition: str, season: str, known_by: datetime) -> list[Match]:
        """What each document had said of a season's matches by then."""
        names = VIEWS["pub_assertions"]
        query = f"SELECT {', '.join(names)} FROM pub_assertions WHERE match_id LIKE %s AND available_at <= %s"
        rows = await self._asking.rows(query, (ids_of(competition, season), naive(known_by)))
        # a thousand rows and more: beside the event loop
        return await asyncio.to_thread(lambda: [as_record(Match, names, row) for row in rows])

    async def season_vectors(self, competition: str, season: str, catalogue: int) -> dict[str, Sequence[float]]:
        """The vectors of a season's matches, by match, as they stand."""
        query = (
            "SELECT match_id, feature_values FROM pub_match_features WHERE match_id LIKE %s AND catalogue_version = %s"
        )
        rows = await self._asking.rows(query, (ids_of(competition, season), catalogue))
        return await asyncio.to_thread(lambda: {str(match_id): orjson.loads(values) for match_id, values in rows})

    async def _all(self, record: type[R], view: str, condition: str, *args: object) -> list[R]:
        query = f"SELECT {', '.join(VIEWS[view])} FROM {view} WHERE {condition}"
        return [as_record(record, VIEWS[view], row) for row in await self._asking.rows(query, args)]


def ids_of(competition: str, season: str) -> str:
    """The ids of a season's matches, as LIKE takes them."""
    return f"{competition}:{season.replace('/', '-')}:%"


def as_record(record: type[R], names: Sequence[str], row: Sequence[Any]) -> R:
    """A record from a row of the view that shows it whole."""
    enums = record_enums(record)  # type: ignore[arg-type]
    return record(**{name: _value(name, value, enums) for name, value in zip(names, row, strict=True)})


def _value(name: str, value: Any, enums: Mapping[str, type[StrEnum]]) -> Any:
    if value is None:
        return None
    if name in enums:
        return enums[name](value)
    if isinstance(value, datetime):
        return aware(value)
    return bool(value) if name in TRUTHS else value
