"""Facts in: keep what documents assert, decide what follows, mark what it makes stale. Twice changes nothing."""

from touchline.feature_store.changes import compare
from touchline.feature_store.resolution import resolve_all
from touchline.feature_store.stores import facts
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.schemas.records import Match, Odds, Team


async def record_teams(message: Message, transaction: Transaction) -> None:
    """Keep what sources call their teams."""
    if teams := message.rows(Team):
        await facts.keep_teams(transaction, teams)


async def record_odds(message: Message, transaction: Transaction) -> None:
    """Keep prices; no feature is made of them, so nothing becomes stale."""
    if prices := message.rows(Odds):
        await facts.keep_odds(transaction, prices)


async def record_matches(message: Message, transaction: Transaction) -> None:
    """Keep assertions, resolve the matches they touch, and mark their pools stale where a fact really changed."""
    asserted = message.rows(Match)
    match_ids = sorted({one.match_id for one in asserted})
    if not match_ids:
        return
    await facts.keep_assertions(transaction, asserted)
    before = await facts.matches_of(transaction, match_ids)
    after = resolve_all(await facts.assertions_of(transaction, match_ids))
    changes = compare(before, after)
    await facts.write_matches(transaction, changes)
    for pool, since in sorted(changes.stale_since.items()):
        await facts.mark_stale(transaction, pool, since, message.envelope.time)
