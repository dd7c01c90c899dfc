"""Which rows are written for players, availability, articles and ratings, and what tells them apart."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from touchline.feature_store.app import ROUTES, SERVICE
from touchline.feature_store.stores import people
from touchline.feature_store.stores.rows import columns
from touchline.runtime.message import Message
from touchline.schemas.records import Article, AvailabilityStatus, Player
from touchline.schemas.topics import TOPICS, Topic

from .football import message_parts
from .people import NOON, article, availability, player, player_match, rating

DAY = timedelta(days=1)


class Statements:
    """Keeps the statements it is given and the rows with them; nothing was ever said before."""

    def __init__(self) -> None:
        self.run: list[tuple[str, list[tuple[object, ...]]]] = []

    async def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        self.run.append((sql, [tuple(row) for row in rows]))

    async def execute(self, sql: str, args: Sequence[object] = ()) -> int:
        return 0

    async def fetch_all(self, sql: str, args: Sequence[object] = ()) -> list[tuple[object, ...]]:
        return []


def test_every_topic_that_this_service_consumes_has_a_handler() -> None:
    assert set(ROUTES) == {topic for topic in TOPICS if SERVICE in topic.consumers}


@pytest.mark.parametrize("row", [player(), player_match(), availability(), article(), rating()])
async def test_what_stands_is_one_statement_with_a_row_each(row: Any) -> None:
    (topic,) = (one for one in TOPICS if one.record is type(row))
    statements = await handed(topic, [row, row])
    sql, rows = statements.run[0]
    assert len(rows) == 2
    assert sql.count("%s") == len(rows[0])
    assert sql.endswith("revision = IF((VALUES(revision)) > (revision), VALUES(revision), revision)")


async def test_lists_are_json_and_times_lose_their_zone() -> None:
    ((_, rows),) = (await handed(topic_of(Article), [article(teams=["ash", "birch"])])).run
    written = dict(zip(columns(Article), rows[0], strict=True))
    assert orjson.loads(str(written["teams"])) == ["ash", "birch"]
    assert written["event_time"] == datetime(2019, 8, 17, 12)  # noqa: DTZ001 - as MariaDB keeps it


@pytest.mark.parametrize("row", [player(), player_match(), availability(), article(), rating()])
async def test_what_is_withdrawn_is_written_beside_what_was_stated(row: Any) -> None:
    sql, (written,) = (await handed(topic_of(type(row)), [replace(row, withdrawn=True, revision=2)])).run[0]
    assert written[columns(type(row)).index("withdrawn")] is True
    assert "withdrawn = IF((VALUES(revision)) > (revision), VALUES(withdrawn), withdrawn)" in sql


async def test_within_a_message_the_greatest_revision_is_written_last() -> None:
    newer, older = player(name="Ola N.", revision=2), player()
    _, rows = (await handed(topic_of(Player), [newer, older])).run[0]
    assert [row[2] for row in rows] == ["Ola Nordmann", "Ola N."]


async def test_a_player_without_a_season_has_a_key_too() -> None:
    _, rows = (await handed(topic_of(Player), [player(season=None), player()])).run[0]
    assert [row[-1] for row in rows] == ["", "2019/20"]


@pytest.mark.parametrize(
    "other",
    [
        {"event_time": NOON + DAY},
        {"since": NOON + DAY},
        {"reason": "Knock"},
        {"sentence": "He is out for a month."},
        {"article_id": "a2"},
    ],
)
def test_statements_about_a_player_in_one_document_stay_apart(other: dict[str, Any]) -> None:
    assert people.statement_of(availability()) != people.statement_of(availability(**other))


def test_what_is_put_right_later_stays_the_same_statement() -> None:
    first = people.statement_of(availability())
    for later in ({"until": NOON + DAY}, {"chance": 0.25}, {"status": AvailabilityStatus.DOUBTFUL}, {"revision": 9}):
        assert people.statement_of(availability(**later)) == first


def topic_of(record: type) -> Topic:
    """The topic that carries a record."""
    return next(topic for topic in TOPICS if topic.record is record)


async def handed(topic: Topic, rows: Sequence[Any]) -> Statements:
    """What a handler does with a message of these rows."""
    value, headers = message_parts(topic.record, rows, NOON)
    statements = Statements()
    handler: Callable[[Message, Any], Awaitable[None]] = ROUTES[topic]
    await handler(Message(topic.name, 0, 0, b"ENG", value, headers), statements)
    return statements
