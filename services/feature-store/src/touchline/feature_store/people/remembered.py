"""What a worker keeps of a pool's people between two folds, so that a fresh word is folded without reading the past."""

from collections.abc import Mapping
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
