"""Rows of the published views come back as the records that were stated."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from known_facts import KNOWN, appearance, match, player

from touchline.predictor.serving.asking import Asking
from touchline.predictor.serving.facts import MariaFacts
from touchline.schemas.views import VIEWS


class Tables:
    """Answers every question with these records, as MariaDB gives values back."""

    def __init__(self, *held: Any) -> None:
        self.held = held
        self.asked: list[tuple[str, Sequence[object]]] = []

    async def rows(self, sql: str, args: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self.asked.append((sql, args))
        view = sql.split(" FROM ")[1].split()[0]
        return [tuple(_kept(getattr(one, name)) for name in VIEWS[view]) for one in self.held]


def _kept(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, StrEnum):
        return value.value
    return int(value) if isinstance(value, bool) else value


def facts(*held: Any) -> tuple[MariaFacts, Tables]:
    tables = Tables(*held)
    return MariaFacts(cast(Asking, tables)), tables


async def test_assertions_come_back_as_they_were_stated() -> None:
    stated = match((1, 2), home_expected_goals=1.5, kick_off_known=False)
    found, tables = facts(stated)
    assert await found.assertions(KNOWN) == [stated]
    assert tables.asked[0][0].endswith("FROM pub_assertions WHERE match_id = %s")


async def test_players_and_their_matches_come_back_as_they_were_stated() -> None:
    known = player(position=None)
    assert await facts(known)[0].player("p1") == [known]
    assert await facts(appearance(7))[0].appearances("p1") == [appearance(7)]


async def test_a_name_is_looked_for_as_said_and_as_first_and_last_name() -> None:
    found, tables = facts(player())
    assert await found.named("Ola Nordmann") == [player()]
    assert tables.asked[0][1] == ("Ola Nordmann", "Ola Nordmann")
