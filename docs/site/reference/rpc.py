"""The page of gRPC, of the comments and declarations of the .proto."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "schemas" / "proto" / "touchline" / "predictor" / "v1" / "predictor.proto"
BEFORE = """\
# gRPC

Of [`predictor.proto`](../../schemas/proto/touchline/predictor/v1/predictor.proto). {} Reflection and health checking
are on: `grpcurl -plaintext ADDRESS list`. [Push and gRPC](../push-and-grpc.md) has the first calls.
"""
BLOCK = re.compile(r"((?:^//[^\n]*\n)*)^message (\w+) \{(\}|\n.*?^\})", re.MULTILINE | re.DOTALL)
METHOD = re.compile(r"((?:^  //[^\n]*\n)*)^  rpc (\w+)\((\w+)\) returns \((stream )?(\w+)\);", re.MULTILINE)
FIELD = re.compile(r"^ +((?:optional |repeated )?[\w.<>, ]+?) (\w+) = \d+;(?: // (.*))?$", re.MULTILINE)


def page() -> str:
    """Methods first, then what they are asked and answer."""
    text = FILE.read_text("utf-8")
    head = words_of("".join(re.findall(r"^//[^\n]*\n", text.split("syntax =")[0], re.MULTILINE)))
    lines = [BEFORE.format(head).rstrip("\n"), "\n## Methods\n", "| method | asked | answers | |", "|---|---|---|---|"]
    for comment, name, asked, stream, answer in METHOD.findall(text):
        lines.append(f"| `{name}` | `{asked}` | {stream}`{answer}` | {words_of(comment)} |")
    for comment, name, body in BLOCK.findall(text):
        lines += [f"\n## {name}\n", *([words_of(comment), ""] if comment else []), *fields(body)]
    return "\n".join(lines) + "\n"


def words_of(comment: str) -> str:
    """A comment as one line.

    >>> words_of("// One match,\\n// by its id.\\n")
    'One match, by its id.'
    """
    return " ".join(line.strip().removeprefix("//").strip() for line in comment.splitlines()).strip()


def fields(body: str) -> Iterator[str]:
    """A line a field."""
    found = FIELD.findall(body)
    if not found:
        yield "Nothing is asked."
        return
    yield "| field | kind | meaning |"
    yield "|---|---|---|"
    for kind, name, words in found:
        yield f"| `{name}` | `{kind.strip()}` | {words} |"
