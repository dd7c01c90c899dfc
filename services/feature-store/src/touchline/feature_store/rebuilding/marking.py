"""What the live consumer has applied, read and held."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from touchline.feature_store.rebuilding.applying import SERVICE
from touchline.runtime.errors import Refused
from touchline.runtime.message_files import End
from touchline.runtime.transaction import Connection

Where = tuple[str, int]  # topic and partition


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the live consumer goes on in a partition."""

    topic_id: str
    next_offset: int


async def marks(connection: Connection, *, held: bool = False) -> dict[Where, Mark]:
    """Each partition's mark; held, no consumer begins a unit of work before the end of the transaction."""
    query = "SELECT topic, topic_partition, topic_id, next_offset FROM marks WHERE service = %s"
    rows = await connection.fetch_all(query + (" FOR UPDATE" if held else ""), (SERVICE,))
    return {(topic, number): Mark(topic_id, offset) for topic, number, topic_id, offset in rows}


def beyond(reached: Mapping[Where, int], found: Mapping[Where, Mark]) -> dict[Where, tuple[int, int]]:
    """The offsets that the live consumer has applied and the shadow has not.

    >>> beyond({("a", 0): 3, ("b", 0): 3}, {("a", 0): Mark("", 5), ("b", 0): Mark("", 2), ("a-retry", 0): Mark("", 9)})
    {('a', 0): (3, 5)}
    """
    return {
        where: (offset, found[where].next_offset)
        for where, offset in reached.items()
        if where in found and offset < found[where].next_offset
    }


def behind(reached: Mapping[Where, int], found: Mapping[Where, Mark]) -> bool:
    """Whether the live consumer still has to read what the shadow already holds."""
    return any(where not in found or found[where].next_offset < offset for where, offset in reached.items() if offset)


def refuse_others(ends: Iterable[End], found: Mapping[Where, Mark]) -> None:
    """The offsets of two topics of one name say nothing of each other.

    Raises:
        Refused: a topic was recreated since the live consumer, or since the files.
    """
    for one in ends:
        mark = found.get((one.topic, one.partition))
        if mark is not None and mark.topic_id != one.topic_id:
            raise Refused(
                f"{one.topic}/{one.partition} is another topic than the one that {SERVICE} has read: decide with"
                f" `python -m touchline.runtime adopt-topic --service {SERVICE} --topic {one.topic}`, and rebuild again"
            )
