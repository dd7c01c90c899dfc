"""What the row of a player or a squad says after a step of the fold, and whose rows say something new. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from touchline.feature_store.features.people.fold import Step
from touchline.feature_store.features.people.rows import player_row, squad_documents, squad_row
from touchline.feature_store.features.people.state import PeopleState
from touchline.football.meeting import NO_SQUAD
from touchline.football.player_meeting import BREAK

PLAYER, SQUAD = "player", "squad"
SAID, WORTH = 3, 4  # places in a squad's row
Entity = tuple[str, str]  # kind, player_id or team_id
HOLDS = timedelta(seconds=BREAK)  # so long a row of a squad says something of a match


@dataclass(frozen=True, slots=True)
class Content:
    """Numbers, and the set of documents behind them: the pool's of that moment, or documents of the row's own."""

    season: str
    values: tuple[float, ...]
    document_set: str
    documents: tuple[str, ...] = ()


@dataclass(slots=True)
class Made:
    """A step of the fold, and the state before it."""

    before: PeopleState
    step: Step
    _contents: dict[Entity, Content] | None = field(default=None, compare=False)

    @property
    def state(self) -> PeopleState:
        """After the step."""
        return self.step.state

    @property
    def moment(self) -> datetime:
        """Of everything in it."""
        assert self.state.as_of is not None, "a step is of a moment"
        return self.state.as_of

    def contents(self) -> dict[Entity, Content]:
        """What the rows say that it makes; found once."""
        if self._contents is None:
            self._contents = dict(self._found())
        return self._contents

    def _found(self) -> Iterator[tuple[Entity, Content]]:
        for player in self.step.players:
            now = content_of(self.state, (PLAYER, player))
            if now is not None and self._is_news(player, now):
                yield (PLAYER, player), now
        for team in self.step.teams:
            before, after = (content_of(one, (SQUAD, team)) for one in (self.before, self.state))
            # The moment of a row says how long it holds: one with the same numbers is news, if they say anything.
            if after is not None and (is_known(after) or is_known(before)):
                yield (SQUAD, team), after

    def _is_news(self, player: str, now: Content) -> bool:
        """Whether his row says something else than before; where his latest match is another one, it does."""
        known = self.before.players.get(player)
        if known is None or known.last_match != self.state.players[player].last_match:
            return True
        before = content_of(self.before, (PLAYER, player))
        return before is None or (before.season, before.values) != (now.season, now.values)


def content_of(state: PeopleState, entity: Entity) -> Content | None:
    """What a state says of a player or a squad; None when nothing was ever known."""
    kind, name = entity
    if kind == PLAYER:
        player = player_row(state, name)
        if player is None:
            return None
        return Content(player.season, tuple(player.values), state.players[name].document_set)
    squad = squad_row(state, name)
    if squad is None:
        return None
    # Later words on a squad of which nothing was said make no rows, so the one that is there must not tell of any.
    values = squad.values if squad.values[SAID] > 0.0 else (*NO_SQUAD[:WORTH], squad.values[WORTH], 0.0)
    return Content(squad.season, values, "", squad_documents(state, name))


def is_known(squad: Content | None) -> bool:
    """Whether anything is known of a squad; of one of whom nothing was said or priced, no vector reads anything."""
    return squad is not None and tells(squad.values)


def says(squad: Sequence[float], as_of: datetime, kick_off: datetime) -> bool:
    """Whether a row says anything of a match: something is known, and no break as long as a summer lies between."""
    return bool(squad) and tells(squad) and kick_off <= as_of + HOLDS


def tells(squad: Sequence[float]) -> bool:
    """Whether a squad's row says anything: who is out, or what its members are worth."""
    return squad[SAID] > 0.0 or squad[WORTH] > 0.0
