"""What /openapi.json says beyond the routes: the shape of answers, which their examples have, of problems, and keys."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI

from touchline.predictor.serving.problems import MEDIA_TYPE

KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key, `touchline_…`, or a token: see docs/keys.md.",
}
PROBLEM = {
    "type": "object",
    "description": "RFC 9457, with each field at fault and what was expected of it.",
    "required": ["type", "title", "status", "detail", "instance", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "expected", "given"],
                "properties": {
                    "field": {"type": "string"},
                    "expected": {"type": "string"},
                    "given": {"type": ["string", "null"]},
                },
            },
        },
    },
}
REFERENCE = {"$ref": "#/components/schemas/Problem"}
RETRY_AFTER = {"Retry-After": {"description": "seconds", "schema": {"type": "integer"}}}
ACCESS: Mapping[str, Mapping[str, Any]] = {
    "401": {"description": "A key is needed, or the one that came does not hold"},
    "403": {"description": "The key is not made for this"},
    "429": {"description": "Too many requests, or streams, of this caller", "headers": RETRY_AFTER},
}
TAG = {"ETag": {"description": "weak, of everything but the clock", "schema": {"type": "string"}}}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "tags that are known: the answer is 304 while it says nothing new but the clock",
    "schema": {"type": "string"},
}
STANDS = {"description": "The answer of this tag stands; `Touchline-Football-Time` says as of when", "headers": TAG}
MAY_LACK = frozenset({"fields", "documents"})  # what stands in these has members that are not always known
KINDS = {bool: "boolean", int: "number", float: "number", str: "string"}


def schema_of(example: object) -> dict[str, Any]:
    """The shape of an example: names and kinds. Any value may be null, and what is null in it may be anything.

    >>> schema_of({"age": 1.5, "teams": ["arsenal"]})["properties"]["teams"]
    {'type': ['array', 'null'], 'items': {'type': ['string', 'null']}}
    """
    if isinstance(example, Mapping):
        properties = {name: schema_of(value) for name, value in example.items()}
        for name in MAY_LACK & properties.keys():
            properties[name].get("items", properties[name]).pop("required", None)
        return {"type": ["object", "null"], "properties": properties, "required": list(properties)}
    if isinstance(example, list):
        items = {"items": schema_of(example[0])} if example else {}
        return {"type": ["array", "null"], **items}
    return {} if example is None else {"type": [KINDS[type(example)], "null"]}


def describe(app: FastAPI) -> None:
    """Let the application's own description say more."""
    plain: Callable[[], dict[str, Any]] = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete(plain())
        described: dict[str, Any] = app.openapi_schema or plain()
        return described

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(described: dict[str, Any]) -> None:
    components = described.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = {"key": KEY}
    for methods in described["paths"].values():
        for method, operation in methods.items():
            responses = operation["responses"]
            if "football" in operation["tags"]:
                operation["security"] = [{"key": []}, {}]
                responses |= {status: dict(said) for status, said in ACCESS.items()}
            if method == "get" and "application/json" in responses["200"].get("content", {}):
                _tagged(operation)
            if method == "post":
                responses["413"] = {"description": "The body is larger than any question"}
            for status, said in responses.items():
                (_problem if int(status) >= 400 else _answer)(said)


def _tagged(operation: dict[str, Any]) -> None:
    if "operations" not in operation["tags"]:
        operation.setdefault("parameters", []).append(IF_NONE_MATCH)
        operation["responses"]["200"]["headers"] = TAG
        operation["responses"]["304"] = dict(STANDS)


def _problem(said: dict[str, Any]) -> None:
    shown = said.get("content", {}).get(MEDIA_TYPE, {})
    said["content"] = {MEDIA_TYPE: {**shown, "schema": REFERENCE}}


def _answer(said: dict[str, Any]) -> None:
    shown = said.get("content", {}).get("application/json")
    if shown is None:
        return
    named = [one["value"] for one in shown.get("examples", {}).values()]
    shapes = [schema_of(example) for example in ([shown["example"]] if "example" in shown else named)]
    if shapes:
        shown["schema"] = shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
