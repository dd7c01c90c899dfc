"""Changes that keep a document's shape, so that the fuzzer gets past its reader: cells, values and elements.

Half of all changes are these, the other half libFuzzer's own on bytes.
"""

import json
import random
import re
from collections.abc import Callable
from typing import Any

Value = Any  # of a JSON document

TEXTS = (
    *(
        "",
        " ",
        "NaN",
        "inf",
        "-1",
        "-0",
        "0",
        "0.5",
        "1e999",
        "9" * 400,
        "٣",
        "½",
        "²",
        "1_000",
        "0x10",
        "true",
        "null",
    ),
    *(
        "31/02/2019",
        "2019-02-30",
        "0001-01-01",
        "9999-12-31",
        "2019-08-09T25:00:00Z",
        "24:00",
        "2019-13-01",
        "\x00",
        "\ufeff",
    ),
    *('"', "<", "&#0;", "<!--", "]]>", "Arsenal", "arsenal ", "A" * 300, "é" * 200, "\u202e", ",,,,", "\r", "a:b:c"),
)
VALUES = (
    *TEXTS,
    None,
    True,
    False,
    0,
    -1,
    1,
    2.5,
    1e308,
    10**400,
    [],
    {},
    [None],
    {"": None},
    [[[[]]]],
    "\ud800",
    [1, 2, 3],
)
_CELLS = re.compile(rb"[^,\r\n]*")
_ATTRIBUTES = re.compile(rb"\"[^\"<>]{0,80}\"|>[^<>]{1,200}<")
_ELEMENTS = re.compile(rb"<(tr|td|li|a|p|item|entry|event|period|total|market|participant)\b.{0,600}?</\1>", re.DOTALL)


def changed(content: bytes, dice: random.Random) -> bytes:
    """One to four changes of the kind that the content asks for."""
    change = kind_of(content)
    for _ in range(dice.randint(1, 4)):
        content = change(content, dice)
    return content


def kind_of(content: bytes) -> Callable[[bytes, random.Random], bytes]:
    """How such a document is changed, by how it begins."""
    first = content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    return in_json if first in (b"{", b"[") else in_markup if first == b"<" else in_table


def in_json(content: bytes, dice: random.Random) -> bytes:
    """A value replaced, taken away, doubled or renamed somewhere in the document."""
    try:
        document = json.loads(content)
        holder = _holder(document, dice)
        _change(holder, dice)
        return json.dumps(document).encode()
    except (ValueError, RecursionError):
        return content


def _holder(value: Value, dice: random.Random) -> Value:
    """A list or object somewhere in the document, deeper ones as likely as shallow ones."""
    while inner := [
        one for one in (value.values() if isinstance(value, dict) else value) if isinstance(one, (list, dict)) and one
    ]:
        if dice.random() < 0.25:
            break
        value = dice.choice(inner)
    return value


def _change(holder: Value, dice: random.Random) -> None:
    if not isinstance(holder, (list, dict)) or not holder:
        raise ValueError("nothing to change")
    place = dice.choice(list(holder)) if isinstance(holder, dict) else dice.randrange(len(holder))
    match dice.randrange(5):
        case 0:
            del holder[place]
        case 1 if isinstance(holder, list):
            holder.insert(place, holder[dice.randrange(len(holder))])
        case 1:
            holder[dice.choice(TEXTS)] = holder[place]
        case _:
            holder[place] = dice.choice(VALUES)


def in_table(content: bytes, dice: random.Random) -> bytes:
    """A cell replaced, or a line doubled, taken away or swapped with another."""
    lines = content.split(b"\n")
    line = dice.randrange(len(lines))
    match dice.randrange(5):
        case 0:
            lines.insert(line, dice.choice(lines))
        case 1:
            del lines[line]
        case _:
            lines[line] = _replaced(lines[line], _CELLS, dice)
    return b"\n".join(lines)


def in_markup(content: bytes, dice: random.Random) -> bytes:
    """A text or an attribute replaced, or an element doubled or taken away."""
    if dice.random() < 0.7:
        return _replaced(content, _ATTRIBUTES, dice, around=1)
    elements = list(_ELEMENTS.finditer(content))
    if not elements:
        return content
    one = dice.choice(elements)
    again = b"" if dice.random() < 0.5 else one[0] + dice.choice(elements)[0]
    return content[: one.start()] + again + content[one.end() :]


def _replaced(content: bytes, pattern: re.Pattern[bytes], dice: random.Random, around: int = 0) -> bytes:
    """One place that the pattern finds holds something else, but for so many characters at its edges."""
    places = [found.span() for found in pattern.finditer(content)]
    if not places:
        return content
    start, end = dice.choice(places)
    return content[: start + around] + dice.choice(TEXTS).encode() + content[end - around :]
