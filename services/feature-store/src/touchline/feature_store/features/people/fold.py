"""Listings, appearances and statements in the order in which they became known, folded into the state of a pool.

No number passes from one player to another but the sums of a team, so facts known at one moment can be taken in any
fixed order: lists, then matches by kick-off, then statements.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from touchline.feature_store.features.people.absence import heard, lapsed
from touchline.feature_store.features.people.appearing import appeared
from touchline.feature_store.features.people.facts import Appearance, Event, Listing, Statement
from touchline.feature_store.features.people.remembered import PlayerState, TeamPeople
from touchline.feature_store.features.people.state import PeopleState
from touchline.feature_store.features.people.together import begins_anew, rested, with_match
from touchline.feature_store.features.state import document_set_of

UNSEEN, NOBODY = PlayerState(), TeamPeople()


@dataclass(frozen=True, slots=True)
class Step:
    """The state after everything of one moment, and whose rows it changed; all other rows are what they were."""

    state: PeopleState
    players: tuple[str, ...]  # player_id
    teams: tuple[str, ...]  # team_id


def fold(state: PeopleState, events: Iterable[Event]) -> PeopleState:
    """The state after these events, whatever order they arrive in.

    A fold goes on from any state with later events and ends as one fold of all. ValueError when an event is not later
    than `state.as_of`: refold from an earlier checkpoint.
    """
    for step in steps(state, events):
        state = step.state
    return state


def steps(state: PeopleState, events: Iterable[Event]) -> Iterator[Step]:
    """The fold, one moment of knowledge after the other."""
    for moment, together in groupby(in_order(events), key=lambda event: event.available_at):
        step = _after(state, moment, list(together))
        yield step
        state = step.state


def in_order(events: Iterable[Event]) -> list[Event]:
    """The order of the fold: available_at, kind, kick-off, id."""
    return sorted(events, key=lambda event: event.place)


@dataclass(slots=True)
class _Draft:
    """The state being made, and what has changed of it."""

    players: dict[str, PlayerState]
    teams: dict[str, TeamPeople]
    document_set: str
    changed: set[str] = field(default_factory=set)
    squads: set[str] = field(default_factory=set)

    def put(self, player: str, known: PlayerState) -> None:
        """Remember a player, and of which team he is a member."""
        before = self.players.get(player, UNSEEN).team
        self.players[player] = replace(known, document_set=self.document_set)
        self.changed.add(player)
        if before != known.team:
            self._move(player, before, known.team)
        if known.team is not None:
            self.squads.add(known.team)

    def _move(self, player: str, left: str | None, joined: str | None) -> None:
        if left is not None:
            team = self.teams[left]
            self.teams[left] = replace(team, members=team.members - {player})
            self.squads.add(left)
        if joined is not None:
            team = self.teams.get(joined, NOBODY)
            self.teams[joined] = replace(team, members=team.members | {player})


def _after(state: PeopleState, moment: datetime, together: Sequence[Event]) -> Step:
    if state.as_of is not None and moment <= state.as_of:
        raise ValueError(
            f"{together[0].place[-1]} became known at {moment}, the state is already of {state.as_of}: "
            "fold again from an earlier checkpoint"
        )
    news = {document for event in together for document in event.documents} - state.documents
    documents = state.documents | news if news else state.documents
    named = document_set_of(documents) if news else state.document_set
    draft = _Draft(dict(state.players), dict(state.teams), named)
    for event in together:
        if isinstance(event, Listing):
            _listed(draft, event)
    played = [event for event in together if isinstance(event, Appearance)]
    for _, rows in groupby(sorted(played, key=_match), key=_match):
        _played(draft, list(rows))
    for event in together:
        if isinstance(event, Statement):
            _stated(draft, event)
    after = PeopleState(moment, draft.players, draft.teams, documents, named)
    return Step(after, tuple(sorted(draft.changed)), tuple(sorted(draft.squads)))


def _match(one: Appearance) -> tuple[datetime, str, str]:
    return one.kick_off, one.match_id, one.team


def _listed(draft: _Draft, one: Listing) -> None:
    """Where he plays, and for whom; a list of a season before the one that he was last seen in says nothing new."""
    known = draft.players.get(one.player, UNSEEN)
    if one.season and one.season < known.season.name:
        return
    position, team = one.position or known.position, one.team or known.team
    if (position, team) == (known.position, known.team) and one.player in draft.players:
        return
    joined = known.joined if team == known.team else one.available_at.timestamp()
    draft.put(one.player, replace(known, position=position, team=team, joined=joined))


def _played(draft: _Draft, rows: Sequence[Appearance]) -> None:
    """What the rows of one match change of a team: of its players, of those together, and who is one of them."""
    name = rows[0].team
    team = draft.teams.get(name, NOBODY)
    if begins_anew(team, rows[0]):
        _forget_words(draft, team)
        team = rested(team)
    draft.teams[name] = with_match(team, rows)
    draft.squads.add(name)
    for row in rows:
        draft.put(row.player, appeared(draft.players.get(row.player, UNSEEN), row))
    for player in draft.teams[name].members.difference(row.player for row in rows):
        _passed_over(draft, player, name)


def _forget_words(draft: _Draft, team: TeamPeople) -> None:
    for player in team.members:
        known = draft.players[player]
        if known.word is not None and lapsed(known.word.said_at, team.last_match):
            draft.players[player] = replace(known, word=None)


def _passed_over(draft: _Draft, player: str, team: str) -> None:
    """A member whom no row names: he leaves once none of the matches that are kept lists him."""
    known, kept = draft.players[player], {match.match_id for match in draft.teams[team].matches}
    if any(match.team == team and match.match_id in kept for match in known.matches):
        draft.put(player, known)
    else:
        draft.put(player, replace(known, team=None, matches=()))


def _stated(draft: _Draft, one: Statement) -> None:
    known = draft.players.get(one.player, UNSEEN)
    word = heard(known.word, one)
    if word is known.word:
        return
    team = known.team or one.team
    joined = known.joined if team == known.team else one.available_at.timestamp()
    draft.put(one.player, replace(known, team=team, joined=joined, word=word))
    if team is not None:
        draft.teams[team] = replace(draft.teams[team], last_word=one.available_at.timestamp())
