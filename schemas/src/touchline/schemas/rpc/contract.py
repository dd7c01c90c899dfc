"""What may change about the gRPC contract within a major version: fields, messages and methods are added, no more."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from google.protobuf.descriptor import FieldDescriptor

from touchline.schemas.rpc import predictor_pb2

TYPES: Mapping[int, str] = {
    number: name.removeprefix("TYPE_").lower() for name, number in vars(FieldDescriptor).items() if "TYPE_" in name[:5]
}

Shape = Mapping[str, Mapping[str, str]]  # of a message's fields, or a service's methods

SNAPSHOT = "touchline.predictor.v1.json"


def shape_of(file: Any) -> dict[str, dict[str, str]]:
    """Every message with its fields' numbers and types, every enum, and every service with its methods' types.

    >>> shape_of(predictor_pb2.DESCRIPTOR)["Total"]
    {'line': '1 double', 'over': '2 double', 'under': '3 double'}
    >>> shape_of(predictor_pb2.DESCRIPTOR)["Predictor"]["StreamPredictions"]
    'StreamPredictionsRequest -> stream StreamEvent'
    """
    messages = {name: dict(_fields(message)) for name, message in file.message_types_by_name.items()}
    enums = {name: {one.name: str(one.number) for one in enum.values} for name, enum in file.enum_types_by_name.items()}
    services = {name: dict(_methods(service)) for name, service in file.services_by_name.items()}
    return messages | enums | services


def breaking_changes(published: Shape, now: Shape) -> list[str]:
    """Why a program built on the published contract would break, a sentence each; empty when none would.

    >>> breaking_changes({"Total": {"line": "1 double"}}, {"Total": {"line": "1 double", "over": "2 double"}})
    []
    >>> breaking_changes({"Total": {"line": "1 double"}}, {"Total": {"line": "2 double"}})
    ["'line' of Total changed from 1 double to 2 double: programs built on the old one misread it"]
    """
    gone = [f"{owner} was removed: programs built on it do not find it" for owner in published if owner not in now]
    kept = [owner for owner in published if owner in now]
    return gone + [why for owner in kept for why in _changed(owner, published[owner], now[owner])]


def _changed(owner: str, published: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name, was in published.items():
        if name not in now:
            yield f"{name!r} of {owner} was removed: programs that use it find nothing"
        elif now[name] != was:
            yield f"{name!r} of {owner} changed from {was} to {now[name]}: programs built on the old one misread it"


def check(folder: Path) -> list[str]:
    """Every breaking change; or that the contract is not published as it stands."""
    path, now = folder / SNAPSHOT, shape_of(predictor_pb2.DESCRIPTOR)
    published = json.loads(path.read_text()) if path.exists() else {}
    broken = breaking_changes(published, now)
    stale = [] if published == now else ["something was added; run `python -m touchline.schemas publish`"]
    return [f"{SNAPSHOT.removesuffix('.json')}: {problem}" for problem in broken or stale]


def publish(folder: Path) -> None:
    """Write the contract as it stands.

    Raises:
        ValueError: the published one would break; a new major version is a new package.
    """
    path, now = folder / SNAPSHOT, shape_of(predictor_pb2.DESCRIPTOR)
    broken = breaking_changes(json.loads(path.read_text()), now) if path.exists() else []
    if broken:
        raise ValueError("; ".join(broken))
    path.write_text(json.dumps(now, indent=1) + "\n")


def _fields(message: Any) -> Iterator[tuple[str, str]]:
    for field in message.fields:
        yield field.name, f"{field.number} {_label(field)}{_type(field)}"
    for nested in message.nested_types:  # those of maps
        yield nested.name, ", ".join(f"{field.number} {_type(field)}" for field in nested.fields)


def _label(field: Any) -> str:
    if field.is_repeated:
        return "repeated "
    one_of = field.containing_oneof
    if one_of is None:
        return ""
    return "optional " if one_of.name == f"_{field.name}" else f"oneof {one_of.name} "


def _type(field: Any) -> str:
    if field.message_type is not None:
        return str(field.message_type.full_name)
    return TYPES[field.type]


def _methods(service: Any) -> Iterator[tuple[str, str]]:
    for method in service.methods:
        asked = f"{'stream ' if method.client_streaming else ''}{method.input_type.name}"
        answered = f"{'stream ' if method.server_streaming else ''}{method.output_type.name}"
        yield method.name, f"{asked} -> {answered}"
