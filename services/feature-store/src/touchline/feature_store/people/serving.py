"""What was served of people at any moment: the fold in parts, so that memory stays small. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from touchline.feature_store.features.people.state import PeopleState
from touchline.feature_store.people.replaying import replay
from touchline.feature_store.people.versions import FactVersion
from touchline.feature_store.replaying import Row

PART = 20_000  # versions whose states are held in memory at once


def served_rows(versions: Iterable[FactVersion]) -> Iterator[Row]:
    """Replay everything that was known: the rows that were served, in the order in which they became known.

    Raises:
        ValueError: a correction reaches back before a part: complete documents read once hold none.
    """
    state = PeopleState()
    for part in _parts(sorted(versions, key=lambda one: (one.known_at, one.fact))):
        replayed = replay(state, [], part)
        yield from (row for row in replayed.rows if row.served)
        state = replayed.final


def _parts(ordered: Sequence[FactVersion]) -> Iterator[list[FactVersion]]:
    """Whole moments of knowledge, so many at once."""
    part: list[FactVersion] = []
    for _, together in groupby(ordered, key=lambda one: one.known_at):
        part += together
        if len(part) >= PART:
            yield part
            part = []
    if part:
        yield part
