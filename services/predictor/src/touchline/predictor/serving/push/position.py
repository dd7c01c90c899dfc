"""Where a subscriber stands in the feed, in words that mean the same on every replica.

Replicas read the partitions of one topic, each in its own interleaving. So a position names, for each partition, the
last event told: what has been seen is a question of one partition at a time, whoever is asked.
"""

import hashlib
import re
from dataclasses import dataclass
from itertools import zip_longest

Place = tuple[int, int]  # a message's offset, and how many of its rows

START: Place = (0, 0)  # before the first row of the first message
LONGEST = 400  # characters of a position; one partition takes some ten
WRITTEN = re.compile(r"[0-9a-f]{8}(:[0-9]{1,18}\.[0-9]{1,9})+")


@dataclass(frozen=True, slots=True)
class Position:
    """The last place of each partition, in the log of that name: offsets of another log mean nothing here."""

    log: str
    places: tuple[Place, ...] = ()

    def place(self, partition: int) -> Place:
        """The last place of a partition; a partition not named is at its start."""
        return self.places[partition] if partition < len(self.places) else START

    def at(self, partition: int, place: Place) -> "Position":
        """The same with one partition elsewhere.

        >>> str(Position("0a1b2c3d").at(1, (12, 3)))
        '0a1b2c3d:0.0:12.3'
        """
        places = [self.place(number) for number in range(max(len(self.places), partition + 1))]
        places[partition] = place
        return Position(self.log, tuple(places))

    def joined(self, other: "Position") -> "Position":
        """All that either has seen.

        >>> str(Position("0a1b2c3d", ((1, 1), (7, 1))).joined(Position("0a1b2c3d", ((5, 2),))))
        '0a1b2c3d:5.2:7.1'
        """
        pairs = zip_longest(self.places, other.places, fillvalue=START)
        return Position(self.log, tuple(max(pair) for pair in pairs))

    def covers(self, other: "Position") -> bool:
        """Whether everything that the other has seen has been seen here."""
        return all(self.place(number) >= place for number, place in enumerate(other.places))

    def __str__(self) -> str:
        return ":".join([self.log, *(f"{offset}.{rows}" for offset, rows in self.places or (START,))])


def position_of(text: str) -> Position | None:
    """A position as `str` writes it; None where it is none.

    >>> position_of("0a1b2c3d:12.3:0.0")
    Position(log='0a1b2c3d', places=((12, 3), (0, 0)))
    >>> position_of("yesterday")
    """
    if len(text) > LONGEST or not WRITTEN.fullmatch(text):
        return None
    log, *places = text.split(":")
    split = (place.split(".") for place in places)
    return Position(log, tuple((int(offset), int(rows)) for offset, rows in split))


def log_name(topic_id: str) -> str:
    """A topic's id in eight digits: a topic that is made anew has another.

    >>> log_name("8Zk3rXq2T0mYw1hJ5cVb7A")
    'cfc204fd'
    """
    return hashlib.sha256(topic_id.encode()).hexdigest()[:8]
