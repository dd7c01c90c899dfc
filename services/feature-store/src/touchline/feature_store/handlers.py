"""Facts in: keep what documents assert, decide what follows, mark what it makes stale. Twice changes nothing."""

from collections.abc import Sequence
from datetime import datetime

from touchline.feature_store.changes import compare
from touchline.feature_store.people.following import follow
from touchline.feature_store.stores import facts, knowledge, people, prices
from touchline.feature_store.versions import Told, revised, versions_of
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.schemas.records import (
    Article,
    Availability,
    Match,
    Odds,
    OddsMoment,
    Player,
    PlayerMatch,
    Team,
    TeamRating,
)

ROWS_AT_ONCE = 1_000  # of several messages; one that has more is taken whole


async def record_teams(message: Message, transaction: Transaction) -> None:
    """Keep what sources call their teams."""
    if teams := message.rows(Team):
        await facts.keep_teams(transaction, teams)


async def record_odds(message: Message, transaction: Transaction) -> None:
    """Keep prices; those from before a match make what is known of its market stale."""
    stated = message.rows(Odds)
    if not stated:
        return
    await facts.keep_odds(transaction, stated)
    before = {one.match_id: one.pool for one in stated if one.moment is OddsMoment.BEFORE}
    await prices.keep_told(transaction, stated, message.envelope.time)
    await prices.mark_stale(transaction, before, message.envelope.time)


async def record_matches(messages: Sequence[Message], transaction: Transaction) -> None:
    """Keep assertions, resolve the matches they touch, and mark their pools stale where a fact really changed.

    What follows does not depend on the order in which things are told, so several messages cost hardly more than one.
    """
    together: list[Told] = []
    for message in messages:
        together += [Told(one, message.envelope.time) for one in message.rows(Match)]
        if len(together) >= ROWS_AT_ONCE:
            await _keep_matches(transaction, together)
            together = []
    await _keep_matches(transaction, together)


async def _keep_matches(transaction: Transaction, told: Sequence[Told]) -> None:
    match_ids = sorted({one.assertion.match_id for one in told})
    if not match_ids:
        return
    await facts.keep_assertions(transaction, [one.assertion for one in told])
    await knowledge.keep_told(transaction, told)
    asked = knowledge.told_of(transaction, match_ids)  # waits for whoever is just deciding
    before = await knowledge.versions_of_matches(transaction, match_ids)
    ever = await asked
    after = {match_id: versions_of(ever[match_id]) for match_id in match_ids}
    found = (revised(before.get(match_id, []), after[match_id]) for match_id in match_ids)
    revisions = [one for one in found if one is not None]
    await knowledge.write_versions(transaction, revisions)
    await facts.write_matches(transaction, compare(knowledge.current(before), knowledge.current(after)))
    newest: dict[str, datetime] = {}
    for one in told:
        pool = one.assertion.pool
        newest[pool] = max(newest.get(pool, one.told_at), one.told_at)
    await knowledge.mark_stale(transaction, revisions, newest)


async def record_players(message: Message, transaction: Transaction) -> None:
    """Keep how sources know their players, and mark their pools' people stale where that says something new."""
    if players := message.rows(Player):
        await people.keep_players(transaction, players)
        await follow(transaction, players, message.envelope.time)


async def record_player_matches(message: Message, transaction: Transaction) -> None:
    """Keep what players did, and mark their pools' people stale where a fact really changed."""
    if played := message.rows(PlayerMatch):
        await people.keep_player_matches(transaction, played)
        await follow(transaction, played, message.envelope.time)


async def record_availability(message: Message, transaction: Transaction) -> None:
    """Keep who can be picked and who cannot, as it was said, and mark their pools' people stale where that is news."""
    if stated := message.rows(Availability):
        await people.keep_availability(transaction, stated)
        await follow(transaction, stated, message.envelope.time)


async def record_articles(message: Message, transaction: Transaction) -> None:
    """Keep the news."""
    if articles := message.rows(Article):
        await people.keep_articles(transaction, articles)


async def record_ratings(message: Message, transaction: Transaction) -> None:
    """Keep what rating systems said before matches."""
    if ratings := message.rows(TeamRating):
        await people.keep_ratings(transaction, ratings)
