"""What follows from what is said of people: what was known of them, and which pools that makes stale."""

from collections.abc import Sequence
from datetime import datetime

from touchline.feature_store.people.versions import Record, revised, versions_of
from touchline.feature_store.stores import facts, people_told, people_versions
from touchline.runtime.transaction import Transaction


async def follow(transaction: Transaction, records: Sequence[Record], told_at: datetime) -> None:
    """Keep every version of what was said, and mark the pools' people stale where a fact really changed.

    The records are of one type, of one message of the football time `told_at`.
    """
    await facts.keep_documents(transaction, records)
    await people_told.keep(transaction, records, told_at)
    told = await people_told.told_beside(transaction, records)  # waits for whoever is just deciding
    before = await people_versions.versions_beside(transaction, records)
    revision = revised(before, versions_of(told))
    await people_versions.write(transaction, revision)
    await people_versions.mark_stale(transaction, revision, told_at)
