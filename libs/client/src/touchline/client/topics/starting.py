"""Where to begin: at the beginning, at a moment, at offsets, after a snapshot; never elsewhere without a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from touchline.client.topics.errors import Missed
from touchline.client.topics.log import Log
from touchline.client.topics.snapshots import Snapshot
from touchline.schemas.topics import Topic


@dataclass(frozen=True, slots=True)
class Since:
    """With the first message that the brokers took in at this moment or later: their clock, not football time."""

    moment: datetime  # with a zone


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where a former reading ended: `next_offsets` of its last message, by partition; others begin at 0."""

    next_offsets: Mapping[int, int]


Start = Since | Offsets | Snapshot | None
"""None: the oldest message that is kept."""


def first_offsets(log: Log, topic: Topic, start: Start) -> dict[int, int]:
    """The offset at which each partition is read from.

    Raises:
        Missed: it was asked for a place that the topic does not hold.
    """
    match start:
        case None:
            return dict(log.starts)
        case Since(moment):
            if moment.tzinfo is None:
                raise ValueError(f"{moment} has no time zone")
            return log.offsets_at(moment)
        case Offsets(asked):
            return _held(log, asked)
        case Snapshot() if not start.reaches(topic):
            return dict(log.starts)
        case Snapshot():
            if (made_of := start.topic_id(topic)) != (is_now := log.topic_id()):
                raise Missed(
                    f"{topic.name} was made anew since the snapshot ({made_of} is {is_now} now): take a new snapshot"
                )
            return _held(log, start.next_offsets(topic))


def _held(log: Log, asked: Mapping[int, int]) -> dict[int, int]:
    found = {partition: asked.get(partition, 0) for partition in log.starts}
    for partition, offset in found.items():
        first, end = log.starts[partition], log.ends[partition]
        if not first <= offset <= end:
            what = (
                f"it begins at {first}, so {first - offset} messages are gone"
                if offset < first
                else f"it ends at {end}"
            )
            raise Missed(f"{log.topic}, partition {partition}: no offset {offset}; {what}. Start at another place")
    return found
