"""One function per method: a request's fields into the function that REST asks too, its answer into a message."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from touchline.football.simulation import MOST_RUNS, RUNS
from touchline.predictor.serving.answering import answer_fixtures, answer_match, prediction_named, standing_of, whole
from touchline.predictor.serving.matches import answer_facts
from touchline.predictor.serving.parts import Parts
from touchline.predictor.serving.players import answer_points
from touchline.predictor.serving.problems import Fault, bad_request
from touchline.predictor.serving.rpc.messages import message_of
from touchline.schemas.rpc import predictor_pb2 as rpc

LONGEST = 160  # characters of a text, as over REST
LEAST_RUNS = 100

Method = Callable[[Parts, Any], Awaitable[Any]]


async def predict_match(parts: Parts, asked: rpc.PredictMatchRequest) -> rpc.Prediction:
    """A match by its id, or two teams with an optional day."""
    match_id, home, away, date = (_text(asked, name) for name in ("match_id", "home", "away", "date"))
    return message_of(rpc.Prediction, answer_match(parts.state, match_id, home, away, date))


async def predict_player(parts: Parts, asked: rpc.PredictPlayerRequest) -> rpc.PlayerPoints:
    """The points that a player can expect."""
    player_id, name, match_id = (_text(asked, name) for name in ("player_id", "name", "match_id"))
    answer = await answer_points(parts.state, parts.facts, parts.squads, player_id, name, match_id)
    return message_of(rpc.PlayerPoints, answer)


async def list_fixtures(parts: Parts, asked: rpc.ListFixturesRequest) -> rpc.Fixtures:
    """Every coming match."""
    return message_of(rpc.Fixtures, answer_fixtures(parts.state))


async def get_match(parts: Parts, asked: rpc.GetMatchRequest) -> rpc.Match:
    """A match as its sources have it."""
    return message_of(rpc.Match, await answer_facts(parts.state, parts.facts, _named(asked.match_id, "match_id")))


async def get_prediction(parts: Parts, asked: rpc.GetPredictionRequest) -> rpc.Prediction:
    """A sealed prediction."""
    return message_of(rpc.Prediction, whole(parts.state, prediction_named(parts.state, asked.prediction_id)))


async def get_explanation(parts: Parts, asked: rpc.GetExplanationRequest) -> rpc.ExplainedPrediction:
    """Why a sealed prediction says what it says."""
    which = asked.WhichOneof("of")
    if which is None:
        raise bad_request(Fault("of", "either prediction_id or match_id"))
    by_match = which == "match_id"
    row = standing_of(parts.state, asked.match_id) if by_match else prediction_named(parts.state, asked.prediction_id)
    answer = await parts.explainer.answer(row)
    said = {name: value for name, value in answer.items() if name != "explanation"}
    return message_of(rpc.ExplainedPrediction, {"prediction": said, "explanation": answer["explanation"]})


async def simulate_season(parts: Parts, asked: rpc.SimulateSeasonRequest) -> rpc.Season:
    """The table so far, and where each club may end."""
    runs = asked.runs if asked.HasField("runs") else RUNS
    if not LEAST_RUNS <= runs <= MOST_RUNS:
        raise bad_request(Fault("runs", f"a number from {LEAST_RUNS} to {MOST_RUNS}", str(runs)))
    if asked.seed < 0:
        raise bad_request(Fault("seed", "a number from 0 on", str(asked.seed)))
    competition = _named(asked.competition, "competition")
    return message_of(rpc.Season, await parts.seasons.answer(competition, asked.seed, runs))


METHODS: Mapping[str, Method] = {
    "PredictMatch": predict_match,
    "PredictPlayer": predict_player,
    "ListFixtures": list_fixtures,
    "GetMatch": get_match,
    "GetPrediction": get_prediction,
    "GetExplanation": get_explanation,
    "SimulateSeason": simulate_season,
}


def _text(asked: Any, name: str) -> str | None:
    return _named(getattr(asked, name), name) if asked.HasField(name) else None


def _named(value: str, field: str) -> str:
    if not 1 <= len(value) <= LONGEST:
        raise bad_request(Fault(field, f"1 to {LONGEST} characters", value))
    return value
