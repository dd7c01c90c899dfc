"""Answers as messages: the same fields under the same names; one that the contract lacks is an error, never dropped."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from google.protobuf.descriptor import Descriptor, FieldDescriptor

M = TypeVar("M")

TIMESTAMP = "google.protobuf.Timestamp"
VALUE = "touchline.predictor.v1.Value"
GRIDS = {f"touchline.predictor.v1.{message}.grid" for message in ("Prediction", "WithOdds")}
KINDS = {str: "text", bool: "truth", int: "number"}  # of a field's value, which may be any of these


def message_of(kind: type[M], answer: Mapping[str, Any]) -> M:
    """An answer as a message.

    Raises:
        ValueError: it has a field that the contract lacks.

    >>> from touchline.schemas.rpc import predictor_pb2
    >>> message_of(predictor_pb2.Prediction, {"match_id": None, "grid": [[0.25, 0.5], [0.25, 0.0]]}).grid
    [0.25, 0.5, 0.25, 0.0]
    """
    return kind(**_fitted(kind.DESCRIPTOR, answer))  # type: ignore[attr-defined]


def _fitted(descriptor: Descriptor, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """As a message's constructor takes it; what needs no change is passed as it is."""
    special = _special(descriptor)
    if not special:
        return answer
    return {
        name: _value(special[name], value) if name in special and value is not None else value
        for name, value in answer.items()
    }


def _value(field: FieldDescriptor, value: Any) -> Any:
    if field.full_name in GRIDS:
        return [cell for row in value for cell in row]
    inner = field.message_type
    if inner.GetOptions().map_entry:
        return {name: _message(inner.fields_by_name["value"].message_type, one) for name, one in value.items()}
    return [_message(inner, one) for one in value] if field.is_repeated else _message(inner, value)


def _message(descriptor: Descriptor, value: Any) -> Any:
    if descriptor.full_name == TIMESTAMP:
        return datetime.fromisoformat(value)
    if descriptor.full_name == VALUE:
        return {} if value is None else {KINDS[type(value)]: value}
    return _fitted(descriptor, value)


@cache
def _special(descriptor: Descriptor) -> Mapping[str, FieldDescriptor]:
    """The fields whose values are shown otherwise in JSON, or hold such fields."""
    return {field.name: field for field in descriptor.fields if field.full_name in GRIDS or _differs(field)}


def _differs(field: FieldDescriptor) -> bool:
    inner = field.message_type
    return inner is not None and (inner.full_name in (TIMESTAMP, VALUE) or bool(_special(inner)))
