"""Raw documents and identity decisions in; what is new in them out."""

from touchline.normalizer.identities.store import Identities
from touchline.normalizer.reading import Normalizer, read_version
from touchline.normalizer.statements import Statements
from touchline.normalizer.stores import Ledger
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.schemas.records import IdentityDecision, RawDocument


async def normalize_documents(normalizer: Normalizer, message: Message, transaction: Transaction) -> None:
    """Read each announced document and emit the rows that its last version did not say; twice changes nothing."""
    statements = Statements()
    for raw in message.rows(RawDocument):
        await read_version(normalizer, raw, transaction, statements, cause=message.envelope.id)
    await statements.emit(transaction, cause=message.envelope.id, time=message.envelope.time)


async def take_decisions(message: Message, transaction: Transaction) -> None:
    """What was parked for a decided name is read again, and so is all that it once meant something else for."""
    for decision in message.rows(IdentityDecision):
        changed = await Identities(transaction).decide(decision)
        if changed:
            await Ledger(transaction).read_again(changed, message.envelope.id, message.envelope.time)
