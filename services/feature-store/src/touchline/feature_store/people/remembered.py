"""What a worker keeps of a pool's people between two folds, so that a fresh word is folded without reading the past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from touchline.feature_store.documents import Anchors
from touchline.feature_store.features.people.state import PeopleState
from touchline.feature_store.vectors import Key, Stored

RECENT = 16  # states: what comes a few days late needs no checkpoint


@dataclass(frozen=True, slots=True)
class RememberedPeople:
    """The standing states up to the latest, oldest first, and the snapshots of players that were read."""

    states: tuple[PeopleState, ...] = ()
    anchors: Anchors = field(default_factory=Anchors)
    reached: datetime | None = None  # nothing stored rests on later knowledge; None: not known
    features: Mapping[Key, Stored] = field(default_factory=dict)

    def before(self, moment: datetime) -> PeopleState | None:
        """The latest state before a moment, if it is among them."""
        return next((one for one in reversed(self.states) if one.as_of is not None and one.as_of < moment), None)

    def with_states(self, states: Sequence[PeopleState]) -> tuple[PeopleState, ...]:
        """The latest, once a fold went on from the first of these."""
        start = states[0].as_of
        earlier = [one for one in self.states if start is not None and one.as_of is not None and one.as_of < start]
        return tuple([*earlier, *states][-RECENT:])
