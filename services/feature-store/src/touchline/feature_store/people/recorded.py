"""What files of messages say of people, as versions of facts: the first word of each document, known when available."""

from collections.abc import Iterable, Iterator

from touchline.feature_store.people.versions import FactVersion, Record, Told, versions_of
from touchline.feature_store.stores.people import statement_of
from touchline.schemas.records import Availability, Player


def recorded_versions(records: Iterable[Iterable[Record]]) -> Iterator[FactVersion]:
    """Versions of the facts in records of one kind after the other."""
    for of_record in records:
        yield from versions_of(map(told, of_record))


def told(one: Record) -> Told:
    """A record as it was told: the first word of a complete document, so known when it was available."""
    return Told(one, _key_of(one), one.available_at)


def _key_of(one: Record) -> str:
    """What later versions of its document would have in common with it, as the tables of what was told have it."""
    if isinstance(one, Availability):
        return f"{one.document_key} {statement_of(one)}"
    return f"{one.document_key} {one.season or ''}" if isinstance(one, Player) else one.document_key
