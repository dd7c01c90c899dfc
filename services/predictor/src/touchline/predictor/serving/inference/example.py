"""The protocol's answers as they look, for OpenAPI."""

from typing import Any

from fastapi import Body

from touchline.football.scoreline import SIZE
from touchline.predictor.serving import examples

NAME = "touchline-match-lightgbm-1x2"
_TENSOR = {
    "name": "features",
    "datatype": "FP64",
    "shape": [1, 2],
    "data": [1650.0, 1480.0],
    "parameters": {"names": "elo_home,elo_away"},
}
ASKED: dict[str, Any] = {"id": "what-if", "inputs": [_TENSOR]}
ANSWERED: dict[str, Any] = {
    "model_name": NAME,
    "model_version": "3",
    "parameters": {"football_time": "2019-12-26T06:00:00Z", "topics_read_at": "2026-01-01T12:00:00Z"},
    "outputs": [{"name": "probabilities", "datatype": "FP64", "shape": [1, 3], "data": [0.51, 0.26, 0.23]}],
}
DESCRIBED: dict[str, Any] = {
    "name": "touchline-match",
    "versions": ["3"],
    "platform": "touchline_blend",
    "inputs": [{"name": "features", "datatype": "FP64", "shape": [-1, 123]}],
    "outputs": [
        {"name": "probabilities", "datatype": "FP64", "shape": [-1, 3]},
        {"name": "grid", "datatype": "FP64", "shape": [-1, SIZE, SIZE]},
    ],
}
SERVER: dict[str, Any] = {"name": "touchline", "version": "1", "extensions": []}
READY: dict[str, Any] = {"name": "touchline-match", "ready": True}


def _shown(answer: dict[str, Any]) -> examples.Responses:
    problems: examples.Responses = {status: examples.PLAYER[status] for status in (404, 422, 503)}
    return {200: {"content": {"application/json": {"example": answer}}}, **problems}


QUESTION = Body(openapi_examples={"two features": {"value": ASKED}})
ABOUT, ANSWER, METADATA, STANDING = map(_shown, (SERVER, ANSWERED, DESCRIBED, READY))
