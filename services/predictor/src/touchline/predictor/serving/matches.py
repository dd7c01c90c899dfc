"""A match as its sources have it: each field's value, whose it is, and what the others say instead."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from touchline.football.belief import Verdict, believed, verdict_on
from touchline.football.resolution import COUNTS, NAMED, resolved, taken_from
from touchline.predictor.answers import instant
from touchline.predictor.serving.answering import near, times
from touchline.predictor.serving.facts import Facts
from touchline.predictor.serving.lineage import raw_document
from touchline.predictor.serving.problems import Fault, not_found
from touchline.predictor.serving.state import State
from touchline.schemas.records import Match, MatchStatus

FIELDS = (*COUNTS, *NAMED)


async def answer_facts(state: State, facts: Facts, match_id: str) -> dict[str, Any]:
    """Everything that is asserted about a match, and what is believed of it."""
    asserted = await facts.assertions(match_id)
    if not asserted:
        season = ":".join(match_id.split(":")[:2])  # names of other seasons would be no help
        alike = near(match_id, [one for one in {*state.known_matches(), *state.latest} if one.startswith(season)])
        fault = Fault("match_id", "the id of a match that some document names" + alike, match_id)
        raise not_found("unknown-match", "Unknown match", "no document names a match of this id", fault)
    verdict = verdict_on(asserted)
    return {
        **_head(asserted[0], verdict),
        "fields": {} if verdict is None else fields_of(verdict),
        "assertions": [_shown(state, one, verdict) for one in sorted(asserted, key=_order)],
        **times(state, max(one.available_at for one in asserted) if verdict is None else verdict.available_at),
    }


def fields_of(verdict: Verdict[Match]) -> dict[str, Any]:
    """Each field that anybody states: its value, the document it is taken from, and the values that lost."""
    kick_off = verdict.kick_off
    return {
        "kick_off": _field("event_time", kick_off, verdict.standing),
        **{name: _field(name, one, verdict.standing) for name, one in taken_from(verdict).items() if name in FIELDS},
    }


def _field(name: str, believed_one: Match, standing: Sequence[Match]) -> dict[str, Any]:
    value = getattr(believed_one, name)
    others = [one for one in sorted(standing, key=_order) if getattr(one, name) not in (None, value)]
    return {
        "value": _plain(value),
        **_source(believed_one),
        "provenance": believed_one.provenance.value,
        "lost": [{"value": _plain(getattr(one, name)), **_source(one)} for one in others],
    }


def _head(one: Match, verdict: Verdict[Match] | None) -> dict[str, Any]:
    match = None if verdict is None else resolved(verdict)
    return {
        "match_id": one.match_id,
        "pool": one.pool,
        "competition": one.competition,
        "season": one.season,
        "home_team": one.home_team,
        "away_team": one.away_team,
        "status": (MatchStatus.WITHDRAWN if match is None else match.status).value,
        "kick_off_known": match is not None and match.kick_off_known,
        "available_at": None if match is None else instant(match.available_at),
        "provenance": None if match is None else match.provenance.value,
    }


def _shown(state: State, one: Match, verdict: Verdict[Match] | None) -> dict[str, Any]:
    """An assertion with what it is believed for: nothing, when others are believed about everything."""
    taken = {} if verdict is None else {"kick_off": verdict.kick_off, **taken_from(verdict)}
    return {
        **_source(one),
        "status": one.status.value,
        "kick_off": instant(one.event_time),
        "home_goals": one.home_goals,
        "away_goals": one.away_goals,
        "available_at": instant(one.available_at),
        "believed_for": [name for name, other in taken.items() if other is one],
        "raw": raw_document(state, one.document),
    }


def _source(one: Match) -> dict[str, str]:
    return {"source": one.source, "document_key": one.document_key, "document": one.document}


def _order(one: Match) -> tuple[object, ...]:
    return believed("result", one)


def _plain(value: Any) -> Any:
    return instant(value) if isinstance(value, datetime) else value
