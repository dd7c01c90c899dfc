"""A player as sources know him, and what he can be expected to do."""

from collections.abc import Sequence
from typing import Any

from touchline.football.belief import verdict_on
from touchline.predictor.answers import instant
from touchline.predictor.prediction import player_points
from touchline.predictor.prediction.player_forecast import Meeting
from touchline.predictor.prediction.player_points import expected_points, latest_known
from touchline.predictor.serving.answering import near, times
from touchline.predictor.serving.facts import Facts
from touchline.predictor.serving.lineage import raw_document
from touchline.predictor.serving.player_forecasts import forecast_of, sealed_forecast
from touchline.predictor.serving.problems import Fault, bad_request, not_found
from touchline.predictor.serving.squads import Squads
from touchline.predictor.serving.state import State
from touchline.schemas.records import Availability, Player, PlayerMatch, PlayerPrediction, Provenance

SAID = 10  # statements on availability that are shown, the newest first


async def answer_player(state: State, facts: Facts, player_id: str) -> dict[str, Any]:
    """How sources know a player, and what they last said of whether he can be picked."""
    known = await _by_id(facts, player_id)
    said = [one for one in await facts.availability(player_id) if one.available_at <= state.football_time]
    newest = sorted(said, key=lambda one: (one.available_at, one.revision), reverse=True)[:SAID]
    return {
        **_head(known),
        "known_as": [_known_as(one) for one in _newest_first(known)],
        "availability": [_statement(one) for one in newest],
        **times(state, max(one.available_at for one in known)),
    }


async def answer_points(
    state: State, facts: Facts, squads: Squads | None, player_id: str | None, name: str | None, match_id: str | None
) -> dict[str, Any]:
    """What a player can be expected to do in his next match, or in the one that is named."""
    known = await _one_player(facts, player_id, name)
    meeting = _next(state, known) if match_id is None else await _meeting(state, facts, known, match_id)
    now = state.football_time
    kick_off = None if meeting is None else meeting.kick_off
    moment = now if kick_off is None else min(now, kick_off)
    stated = await facts.appearances(known[0].player_id)
    latest = latest_known(stated, known_by=moment, before=kick_off or now)
    sealed = None if meeting is None else state.squads.of(meeting.match_id, known[0].player_id)
    forecast, why_not = await _forecast(state, squads, known, meeting, sealed)
    return {
        **_head(known),
        "match_id": None if meeting is None else meeting.match_id,
        "kick_off": None if kick_off is None else instant(kick_off),
        **(_simply(known, latest) if forecast is None else _by_models(_model_of(state, sealed), forecast)),
        "forecast": forecast,
        "matches": [_rests_on(state, one) for one in latest],
        "reason": None if why_not is None else f"{why_not}; {_instead(latest)}",
        "sealed": sealed is not None,
        **times(state, sealed.available_at if sealed else max((one.available_at for one in latest), default=now)),
    }


async def _forecast(
    state: State,
    squads: Squads | None,
    known: Sequence[Player],
    meeting: Meeting | None,
    sealed: PlayerPrediction | None,
) -> tuple[dict[str, Any] | None, str | None]:
    """What was sealed of him, else what the served models say; or nothing, and why."""
    if sealed is not None:
        return sealed_forecast(state, sealed), None
    if state.players is None or squads is None:
        return None, "no models of players have been promoted yet"
    if meeting is None:
        return None, "no match of his club is planned"
    if meeting.competition not in state.competitions:
        return None, f"the models of players have not learned from the competition {meeting.competition}"
    team = next((one for one in _clubs(known) if one in meeting.teams), None)
    if team is None:
        return None, "nobody says for which of the two clubs he plays"
    return await forecast_of(state, state.players, squads, meeting, (known[0].player_id, team)), None


def _instead(latest: Sequence[PlayerMatch]) -> str:
    """What the simple model's answer is."""
    return f"this is the mean of his {'latest matches' if latest else 'position, for no match of his is known'}"


def _simply(known: Sequence[Player], latest: Sequence[PlayerMatch]) -> dict[str, Any]:
    """By the simple model, which is marked by its name."""
    position = next((one.position for one in _newest_first(known) if one.position), None)
    expected = expected_points(latest, position)
    return {
        "expected_points": expected.points,
        "points_if_he_plays": expected.points_if_he_plays,
        "chance_of_playing": expected.chance_of_playing,
        "model": {"name": player_points.NAME, "version": player_points.VERSION},
        "model_version": player_points.VERSION,
    }


def _model_of(state: State, sealed: PlayerPrediction | None) -> tuple[str, str]:
    """Name and version of the models that the answer is by."""
    if sealed is not None:
        return sealed.model_name, sealed.model_version
    assert state.players is not None
    return state.players.model.manifest.name, state.players.model.manifest.version


def _by_models(model: tuple[str, str], forecast: dict[str, Any]) -> dict[str, Any]:
    """By the models; who does not play gets no points, so that the mean if he plays follows from both."""
    (name, version), points = model, forecast["points"]["expected"]
    playing = forecast["minutes"]["start"] + forecast["minutes"]["substitute"]
    return {
        "expected_points": points,
        "points_if_he_plays": points / playing if playing else 0.0,
        "chance_of_playing": playing,
        "model": {"name": name, "version": version},
        "model_version": version,
    }


async def _one_player(facts: Facts, player_id: str | None, name: str | None) -> Sequence[Player]:
    if (player_id is None) == (name is None):
        field = "player_id" if player_id is None else "name"
        raise bad_request(Fault(field, "either player_id, such as p78830, or name, such as Harry Kane", name))
    return await _by_id(facts, player_id) if player_id is not None else await _by_name(facts, name or "")


async def _by_id(facts: Facts, player_id: str) -> Sequence[Player]:
    known = await facts.player(player_id)
    if not known:
        fault = Fault("player_id", "the id of a player that some document names, such as p78830", player_id)
        raise not_found("unknown-player", "Unknown player", "no document names a player of this id", fault)
    return known


async def _by_name(facts: Facts, name: str) -> Sequence[Player]:
    known = await facts.named(" ".join(name.split()))
    ids = sorted({one.player_id for one in known})
    if not ids:
        fault = Fault("name", "the name of a player" + near(name, await facts.names()), name)
        raise not_found("unknown-player", "Unknown player", f"no player is called {name[:100]!r}", fault)
    if len(ids) > 1:
        raise bad_request(Fault("name", f"the name of one player; as player_id: {', '.join(ids[:10])}", name))
    return known


async def _meeting(state: State, facts: Facts, known: Sequence[Player], match_id: str) -> Meeting:
    """The match in which he is to play."""
    asserted = await facts.assertions(match_id)
    verdict = verdict_on(asserted)
    if verdict is None:
        fault = Fault("match_id", "the id of a known match" + near(match_id, state.known_matches()), match_id)
        raise not_found("unknown-match", "Unknown match", "no document names a match of this id", fault)
    one, clubs = asserted[0], set(_clubs(known))
    if clubs and not clubs & {one.home_team, one.away_team}:
        raise bad_request(Fault("match_id", f"a match of his club ({', '.join(sorted(clubs))})", match_id))
    teams = one.home_team, one.away_team
    return Meeting(match_id, one.competition, one.season, teams, verdict.kick_off.event_time)


def _next(state: State, known: Sequence[Player]) -> Meeting | None:
    """The first coming match of the club that he plays for, of those that models have learned from."""
    club = next(iter(_clubs(known)), None)
    for one in state.coming():
        if one.competition in state.competitions and club in (one.home_team, one.away_team):
            return Meeting(one.match_id, one.competition, one.season, (one.home_team, one.away_team), one.kick_off)
    return None


def _clubs(known: Sequence[Player]) -> list[str]:
    """His clubs, the newest first."""
    return [one.team_id for one in _newest_first(known) if one.team_id]


def _head(known: Sequence[Player]) -> dict[str, Any]:
    """The newest word on who he is."""
    newest = _newest_first(known)
    position = next((one.position for one in newest if one.position), None)
    return {
        "player_id": newest[0].player_id,
        "name": newest[0].name,
        "position": None if position is None else position.value,
        "team": next((one.team_id for one in newest if one.team_id), None),
        "pool": newest[0].pool,
    }


def _newest_first(known: Sequence[Player]) -> list[Player]:
    """Real before simulated, then the latest season, then the newest word."""

    def order(one: Player) -> tuple[object, ...]:
        return one.provenance is not Provenance.SIMULATED, one.season or "", one.available_at, one.source

    return sorted(known, key=order, reverse=True)


def _rests_on(state: State, one: PlayerMatch) -> dict[str, Any]:
    return {
        "match_id": one.match_id,
        "kick_off": instant(one.event_time),
        "minutes": one.minutes,
        "points": one.points,
        **_source(one),
        "provenance": one.provenance.value,
        "available_at": instant(one.available_at),
        "raw": raw_document(state, one.document),
    }


def _known_as(one: Player) -> dict[str, Any]:
    return {"season": one.season, "name": one.name, "team": one.team_id, **_source(one)}


def _statement(one: Availability) -> dict[str, Any]:
    return {
        "status": one.status.value,
        "reason": one.reason,
        "chance": one.chance,
        "since": None if one.since is None else instant(one.since),
        "sentence": one.sentence,
        "article_id": one.article_id,
        "said_at": instant(one.event_time),
        **_source(one),
    }


def _source(one: Player | PlayerMatch | Availability) -> dict[str, str]:
    return {"source": one.source, "document_key": one.document_key, "document": one.document}
