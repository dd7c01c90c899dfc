"""How strong teams were as they entered a match, by the fold of results. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from touchline.feature_store.features.fold import occasion_of
from touchline.feature_store.features.result import Fixture
from touchline.feature_store.features.rows import team_row
from touchline.feature_store.features.state import PoolState
from touchline.feature_store.replaying import Replayed, replay
from touchline.feature_store.versions import Told, versions_of
from touchline.football.player_meeting import team_entering
from touchline.schemas.records import Match


@dataclass(frozen=True, slots=True)
class Strengths:
    """The states of a pool, to be asked as of a moment."""

    replayed: Replayed

    def of(self, team: str, fixture: Fixture, moment: datetime) -> Sequence[float] | None:
        """A team's values, in the order of the latest team catalogue, as it enters a match's season; None: unknown."""
        state = self.replayed.at(moment)
        row = team_row(state, fixture.competition, team)
        occasion = occasion_of(state, fixture)
        return team_entering(row, occasion)


def strengths(matches: Iterable[Match]) -> Strengths:
    """Fold results, each from the moment on at which it could be known."""
    ordered = sorted(matches, key=lambda one: one.match_id)
    versions = [
        version
        for _, told in groupby(ordered, key=lambda one: one.match_id)
        for version in versions_of(Told(one, one.available_at) for one in told)
    ]
    return Strengths(replay(PoolState(), [], versions))
