"""Answers as messages: every field of REST's, with its value, and nothing that the contract does not declare."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from touchline.predictor.serving import examples
from touchline.predictor.serving.player_example import PLAYER_FORECAST
from touchline.predictor.serving.rpc.messages import message_of
from touchline.predictor.serving.season_example import SEASON_ANSWER
from touchline.schemas.rpc import predictor_pb2 as rpc


def same(answer: Any, message: Any, name: str, field: Any) -> bool:
    """Whether a field of a message holds what JSON shows."""
    held = getattr(message, name)
    if answer is None:
        return len(held) == 0 if field.is_repeated else not message.HasField(name)
    if name == "grid":
        return [cell for row in answer for cell in row] == list(held)
    if field.message_type is None:
        return list(held) == answer if field.is_repeated else held == answer
    if field.message_type.name.endswith("Timestamp"):
        return bool(held.ToDatetime(UTC) == datetime.fromisoformat(answer))
    if field.message_type.name == "Value":
        return bool(getattr(held, held.WhichOneof("value")) == answer)
    if field.message_type.GetOptions().map_entry:
        return held.keys() == answer.keys() and all(
            says(answer[key], held[key]) if isinstance(answer[key], Mapping) else answer[key] == held[key]
            for key in answer
        )
    if field.is_repeated:
        return len(held) == len(answer) and all(says(one, its) for one, its in zip(answer, held, strict=True))
    return says(answer, held)


def says(answer: Mapping[str, Any], message: Any) -> bool:
    """Whether a message says all that an answer does."""
    fields = message.DESCRIPTOR.fields_by_name
    wrong = [name for name, value in answer.items() if not same(value, message, name, fields[name])]
    assert wrong == []
    return True


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (rpc.Prediction, examples.PREDICTION_ANSWER),
        (rpc.Prediction, examples.PREDICTION_ANSWER | {"markets": None, "grid": None}),
        (rpc.Prediction, examples.HYPOTHETICAL_ANSWER),
        (rpc.Fixtures, examples.FIXTURES_ANSWER),
        (rpc.Match, examples.MATCH_ANSWER),
        (rpc.PlayerPoints, examples.PLAYER_POINTS_ANSWER),
        (rpc.Season, SEASON_ANSWER),
        (rpc.Explanation, examples.EXPLANATION_ANSWER["explanation"]),
    ],
)
def test_a_message_says_all_that_an_answer_does(kind: Any, answer: Mapping[str, Any]) -> None:
    assert says(answer, message_of(kind, answer))


@pytest.mark.parametrize("where", ["markets", "assertions", "top"])
def test_a_field_that_the_contract_lacks_is_an_error_and_never_dropped(where: str) -> None:
    broken: dict[str, tuple[Any, dict[str, Any]]] = {
        "top": (rpc.Prediction, {"new": 1}),
        "markets": (rpc.Prediction, {"markets": {"corners": 9}}),
        "assertions": (rpc.Match, {"assertions": [{"referee": "m-dean"}]}),
    }
    kind, answer = broken[where]
    with pytest.raises(ValueError, match=r"no .*field"):
        message_of(kind, answer)


@pytest.mark.parametrize("value", ["a", 3, 0, True, False, None, "2020-01-01T15:00:00Z"])
def test_a_value_of_any_kind_keeps_its_kind(value: Any) -> None:
    held = message_of(rpc.Match, {"fields": {"x": {"value": value, "lost": []}}}).fields["x"].value
    kind = held.WhichOneof("value")
    assert (None if kind is None else getattr(held, kind)) == value
    assert kind == {str: "text", int: "number", bool: "truth", type(None): None}[type(value)]


def test_a_forecast_of_a_player_has_a_place_for_each_of_its_fields() -> None:
    said = message_of(rpc.PlayerPoints, {"player_id": "p1", **PLAYER_FORECAST})
    assert list(said.forecast.goals.chances) == PLAYER_FORECAST["forecast"]["goals"]["chances"]
    assert said.forecast.points.chances[0].points == -4
    assert (said.forecast.features.document_sets.HasField("opponent"), said.HasField("reason")) == (False, False)
