"""Players, what they did in matches, whether they can be picked, news and ratings: one table each, latest word kept.

Every key holds the document: revisions count the versions of one document, so those of two say nothing about which of
them is right. Who reads chooses, and the order of arrival never matters.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from touchline.feature_store.stores.rows import columns, to_row, upsert_greater
from touchline.runtime.transaction import Connection
from touchline.schemas import event_id
from touchline.schemas.records import Article, Availability, Player, PlayerMatch, TeamRating


class Revised(Protocol):
    """A record with a revision."""

    @property
    def revision(self) -> int: ...


R = TypeVar("R", bound=Revised)


async def keep_players(connection: Connection, players: Iterable[Player]) -> None:
    """Keep how each document knows a player in each season; season_key is the season, empty where none is stated."""
    statement = upsert_greater("players", (*columns(Player), "season_key"), ("player_id", "document_key", "season_key"))
    rows = [(*to_row(one), one.season or "") for one in _oldest_first(players)]
    await connection.execute_many(statement, rows)


async def keep_player_matches(connection: Connection, played: Iterable[PlayerMatch]) -> None:
    """Keep what each document says a player did in a match; no foreign key, it may come before its match."""
    statement = upsert_greater("player_matches", columns(PlayerMatch), ("player_id", "match_id", "document_key"))
    await connection.execute_many(statement, map(to_row, _oldest_first(played)))


async def keep_availability(connection: Connection, stated: Iterable[Availability]) -> None:
    """Keep each statement about a player, earlier ones of the same document too: what was known when needs them."""
    names = (*columns(Availability), "statement_key")
    statement = upsert_greater("availability", names, ("player_id", "document_key", "statement_key"))
    await connection.execute_many(statement, [(*to_row(one), statement_of(one)) for one in _oldest_first(stated)])


async def keep_articles(connection: Connection, articles: Iterable[Article]) -> None:
    """Keep each piece of news, as the feed that announced it has it and as its own page has it."""
    statement = upsert_greater("articles", columns(Article), ("article_id", "document_key"))
    await connection.execute_many(statement, map(to_row, _oldest_first(articles)))


async def keep_ratings(connection: Connection, ratings: Iterable[TeamRating]) -> None:
    """Keep what each rating system said of a team before a match."""
    statement = upsert_greater("ratings", columns(TeamRating), ("match_id", "team_id", "system", "document_key"))
    await connection.execute_many(statement, map(to_row, _oldest_first(ratings)))


def statement_of(one: Availability) -> str:
    """What tells the statements of one document about one player apart.

    The record does not carry the normalizer's own name for the row. Two absences differ in when they began or in their
    reason, two mentions in article or sentence, two looks at a provider's list in when it was said; what may be put
    right later (status, chance, the end) is no part of it.
    """
    return event_id(one.event_time.isoformat(), one.since, one.reason, one.sentence, one.article_id)


def _oldest_first(records: Iterable[R]) -> Sequence[R]:
    return sorted(records, key=lambda one: one.revision)
