"""Sets of documents, each written as what it adds to an earlier one. Pure.

Every result may add a document to what its competition rests on; a season's worth of whole lists would be larger than
everything else that is kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from touchline.feature_store.features.state import CompetitionState, PoolState
from touchline.feature_store.folding import MatchVector

MOST_ADDED = 128  # documents; beyond, a whole list is written and later sets add to that one


@dataclass(frozen=True, slots=True)
class DocumentSet:
    """A set, the earlier set whose documents belong to it too, and its further documents, sorted."""

    name: str
    base: str | None
    documents: tuple[str, ...]


def whole(name: str, documents: Iterable[str]) -> DocumentSet:
    """A set that lists all its documents."""
    return DocumentSet(name, None, tuple(sorted(documents)))


@dataclass(slots=True)
class Anchors:
    """The set of each competition that was last written whole."""

    held: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)

    def sets_of(self, states: Iterable[PoolState]) -> Iterator[DocumentSet]:
        """The sets of all competitions after each state, each once."""
        seen: dict[str, CompetitionState] = {}
        for state in states:
            for code, competition in state.competitions.items():
                if seen.get(code) is not competition:
                    seen[code] = competition
                    yield self.set_of(code, competition.document_set, competition.documents)

    def set_of(self, code: str, name: str, documents: frozenset[str]) -> DocumentSet:
        """The next set of those that grow under a code."""
        anchor, listed = self.held.get(code, ("", frozenset[str]()))
        if not listed or not listed <= documents or len(documents) - len(listed) > MOST_ADDED:
            self.held[code] = (name, documents)
            return whole(name, documents)
        return (
            whole(name, documents) if name == anchor else DocumentSet(name, anchor, tuple(sorted(documents - listed)))
        )


def sets_of_vectors(vectors: Iterable[MatchVector]) -> Mapping[str, DocumentSet]:
    """The sets that vectors name."""
    return {
        one.document_set: DocumentSet(one.document_set, one.rests_on or None, one.documents)
        for one in vectors
        if one.documents
    }
