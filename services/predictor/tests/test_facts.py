"""Rows of the published views come back as the records that were stated."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

from known_facts import KNOWN, NOON, appearance, match, player

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


async def test_a_seasons_assertions_are_those_known_by_the_football_clock() -> None:
    found, tables = facts(match((1, 2)))
    assert await found.season_assertions("E0", "2019/20", NOON) == [match((1, 2))]
    query, asked = tables.asked[0]
    assert query.endswith("FROM pub_assertions WHERE match_id LIKE %s AND available_at <= %s")
    assert asked == ("E0:2019-20:%", NOON.replace(tzinfo=None))


class Answers:
    """A database that gives one answer."""

    def __init__(self, *rows: tuple[Any, ...]) -> None:
        self.given = list(rows)

    async def rows(self, sql: str, args: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        assert sql.count("%s") == len(args)
        return self.given


async def test_a_seasons_vectors_come_back_by_match_and_its_revision_names_both_counts() -> None:
    vectors = MariaFacts(cast(Asking, Answers((KNOWN, "[1.5, 2.0]"))))
    assert await vectors.season_vectors("E0", "2019/20", 3) == {KNOWN: [1.5, 2.0]}
    counts = MariaFacts(cast(Asking, Answers((380, Decimal(912)), (70, Decimal(75)))))
    assert await counts.season_revision("E0", "2019/20", 3, NOON) == "380-912-70-75"
