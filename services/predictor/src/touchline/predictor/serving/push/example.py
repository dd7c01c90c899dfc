"""The stream as it looks, for OpenAPI: made by what writes it."""

from typing import Any

from touchline.predictor.serving.examples import PREDICTION, PREDICTION_ANSWER
from touchline.predictor.serving.push.events import Model, Opened, Told
from touchline.predictor.serving.push.frames import body_of, frames_of
from touchline.predictor.serving.push.position import Position
from touchline.predictor.serving.push.stream import MEDIA_TYPE

_AT = Position("3f2a9c1b", ((0, 0), (41, 3)))
_OPENED = Opened(_AT, False, "2019-12-26T06:00:00Z", Model("touchline-match", "3", "2026-01-01T12:00:00Z"))
_CHANGE = f"id: {_AT.at(1, (42, 1))}\n".encode() + body_of("prediction", PREDICTION_ANSWER)
_TEXT = (frames_of([Told(_OPENED, _AT)], 2500) + _CHANGE).decode()
STREAM: dict[int | str, dict[str, Any]] = {
    **PREDICTION,
    200: {"description": "Events, without end", "content": {MEDIA_TYPE: {"example": _TEXT}}},
}
