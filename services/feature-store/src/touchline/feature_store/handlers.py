"""Facts in: keep what documents assert, decide what follows, mark what it makes stale. Twice changes nothing."""

from touchline.feature_store.changes import compare
from touchline.feature_store.stores import facts, people
from touchline.football.resolution import resolve_all
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.schemas.records import Article, Availability, Match, Odds, Player, PlayerMatch, Team, TeamRating


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
    after = resolve_all(await facts.assertions_of(transaction, match_ids))  # waits for whoever is just deciding
    before = await facts.matches_of(transaction, match_ids)
    changes = compare(before, after)
    await facts.write_matches(transaction, changes)
    for pool, since in sorted(changes.stale_since.items()):
        await facts.mark_stale(transaction, pool, since, message.envelope.time)


async def record_players(message: Message, transaction: Transaction) -> None:
    """Keep how sources know their players."""
    if players := message.rows(Player):
        await people.keep_players(transaction, players)


async def record_player_matches(message: Message, transaction: Transaction) -> None:
    """Keep what players did; no feature is made of it yet, so nothing becomes stale."""
    if played := message.rows(PlayerMatch):
        await people.keep_player_matches(transaction, played)


async def record_availability(message: Message, transaction: Transaction) -> None:
    """Keep who can be picked and who cannot, as it was said."""
    if stated := message.rows(Availability):
        await people.keep_availability(transaction, stated)


async def record_articles(message: Message, transaction: Transaction) -> None:
    """Keep the news."""
    if articles := message.rows(Article):
        await people.keep_articles(transaction, articles)


async def record_ratings(message: Message, transaction: Transaction) -> None:
    """Keep what rating systems said before matches."""
    if ratings := message.rows(TeamRating):
        await people.keep_ratings(transaction, ratings)
