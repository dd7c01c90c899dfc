"""What a worker keeps of a pool between two folds, so that a fresh result is folded without reading the past again."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from touchline.feature_store.documents import Anchors
from touchline.feature_store.features.state import PoolState
from touchline.feature_store.people.remembered import RememberedPeople
from touchline.feature_store.replaying import BEGINNING
from touchline.feature_store.states import continued, latest_before
from touchline.feature_store.vectors import Key, Stored
from touchline.football.resolution import ResolvedMatch

RECENT = 64  # states: the latest corrections and results of one moment need no checkpoint


@dataclass(frozen=True, slots=True)
class Coming:
    """Every match of a pool that kicks off after a moment, and the vectors of matches and teams that were read."""

    since: datetime | None
    matches: Mapping[str, ResolvedMatch]
    vectors: Mapping[Key, Stored]  # of matches
    teams: Mapping[Key, Stored]

    def of(self, teams: Collection[str], after: datetime | None) -> list[ResolvedMatch]:
        """The matches of some teams that kick off after a moment, which is not before `since`."""
        return [
            one
            for one in self.matches.values()
            if (one.home_team in teams or one.away_team in teams) and (after is None or one.event_time > after)
        ]


@dataclass(frozen=True, slots=True)
class Remembered:
    """The standing states of a pool up to the latest, oldest first, after so many folds."""

    folds: int = 0
    states: tuple[PoolState, ...] = ()
    anchors: Anchors = field(default_factory=Anchors)
    reached: datetime | None = None  # nothing stored rests on later knowledge; None: not known
    coming: Coming | None = None
    people: RememberedPeople = field(default_factory=RememberedPeople)

    def before(self, moment: datetime) -> PoolState | None:
        """The latest state before a moment, if it is among them."""
        return latest_before(self.states, moment)

    def is_latest(self, state: PoolState) -> bool:
        """Whether nothing later is stored of the pool."""
        return bool(self.states) and self.states[-1] is state

    def knows_coming(self, since: datetime | None) -> bool:
        """Whether all matches that kick off after a moment are in memory."""
        return self.coming is not None and (self.coming.since or BEGINNING) <= (since or BEGINNING)

    def succeeded(
        self, states: list[PoolState], anchors: Anchors, reached: datetime | None, coming: Coming
    ) -> "Remembered":
        """After one more fold, which went on from the first of these states."""
        kept = continued(self.states, states, RECENT)
        return Remembered(self.folds + 1, kept, anchors, reached, _from(coming, kept[0].as_of), self.people)


@dataclass(slots=True)
class Memory:
    """By pool; worth nothing once another worker has folded it."""

    pools: dict[str, Remembered] = field(default_factory=dict)

    def of(self, pool: str, folds: int) -> Remembered:
        """What is remembered of a pool that was folded so often; nothing, if somebody else has folded it since."""
        held = self.pools.get(pool)
        return held if held is not None and held.folds == folds else Remembered(folds)


def with_rows(held: Mapping[Key, Stored], rows: Iterable[Stored]) -> dict[Key, Stored]:
    """What is held after these rows were written."""
    return {**held, **{row.key: row for row in rows}}


def _from(coming: Coming, since: datetime | None) -> Coming:
    """Without the matches that have kicked off by a moment, if any has."""
    if since is None or since == coming.since:
        return coming
    matches = {match_id: one for match_id, one in coming.matches.items() if one.event_time > since}
    vectors = {key: row for key, row in coming.vectors.items() if key[0] in matches}
    return Coming(since, matches, vectors, coming.teams)
