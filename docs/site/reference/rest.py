"""The page of REST, of the application's own OpenAPI."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from docs.site.reference.bounds import bounds
from touchline.predictor.serving.api import build_api
from touchline.predictor.serving.state import State

BEFORE = """\
# REST

What a replica's own `/openapi.json` says, in short; that document has every field of every answer. Paths under `/v1`
are answered without it as well, as the current version. [What answers hold](../answers.md) tells of markets and
explanations, [keys](../keys.md) who may ask, and [push](../push-and-grpc.md) of the stream. Errors are problem+json
(RFC 9457).
"""


def described() -> dict[str, Any]:
    """The description of an application that is never asked: its routes need nothing to be described."""
    nothing = cast(Any, None)
    return build_api(State(timedelta(days=8)), nothing, nothing, nothing, cast(Any, object()), nothing).openapi()


def page() -> str:
    """A section a path."""
    lines = [BEFORE.rstrip("\n")]
    for path, methods in described()["paths"].items():
        for method, said in methods.items():
            lines += [f"\n## {method.upper()} {path}\n", said.get("description") or said["summary"], ""]
            lines += list(parameters(said))
            lines += ["| status | |", "|---|---|"]
            lines += [f"| {status} | {told(answer)} |" for status, answer in sorted(said["responses"].items())]
            lines += list(answered(said))
    return "\n".join(lines) + "\n"


def told(answer: dict[str, Any]) -> str:
    """What a status says; the framework's own words for a success say nothing."""
    words: str = answer["description"]
    return "The answer" if words == "Successful Response" else words


def parameters(said: dict[str, Any]) -> Iterator[str]:
    """What may be asked."""
    named = [one for one in said.get("parameters", ()) if one["in"] != "header"]
    if not named:
        return
    yield "| parameter | in | kind | needed |"
    yield "|---|---|---|---|"
    for one in named:
        kind = ", ".join(kinds(one["schema"]))
        yield f"| `{one['name']}` | {one['in']} | {kind} | {'yes' if one.get('required') else 'no'} |"
    yield ""


def kinds(schema: dict[str, Any]) -> Iterator[str]:
    """In words.

    >>> list(kinds({"type": "integer", "minimum": 100, "maximum": 9, "default": 5}))
    ['integer', '≥ 100', '≤ 9', '5 by itself']
    """
    chosen = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
    yield chosen.get("type", "text")
    yield from bounds(chosen)
    if schema.get("default") is not None:
        yield f"{schema['default']} by itself"


def answered(said: dict[str, Any]) -> Iterator[str]:
    """The names at the top of an answer."""
    schema = said["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
    shapes = schema.get("anyOf", [schema])
    names = dict.fromkeys(name for shape in shapes for name in shape.get("properties", {}))
    if names:
        yield "\nAn answer has " + ", ".join(f"`{name}`" for name in names) + "."
