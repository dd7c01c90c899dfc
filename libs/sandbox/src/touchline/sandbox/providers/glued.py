"""Recorded files that hold two seasons of a division one after the other, under the header of the first.

Each season becomes a file of its own, as the provider has it. The later rows have other columns than the header names,
because bookmakers came and went in summer: they get the header of another division's file of that season.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from touchline.sandbox.providers.season import Season, cells_of, read_date
from touchline.schemas.competitions import Competition

ONLY_SOME_HAVE = "Referee"  # a column that most divisions lack


def parted(content: bytes, competition: Competition, headers: Mapping[str, Sequence[str]]) -> dict[str, Season]:
    """The seasons of a file by the provider's names for them; `headers` are those of other files of these seasons.

    >>> from touchline.schemas.competitions import COMPETITIONS
    >>> glued = b"Div,Date,HomeTeam\\nD1,24/08/2024,Mainz\\nD1,22/08/2025,Mainz,2.1\\n"
    >>> headers = {"2526": ["Div", "Date", "HomeTeam", "Referee", "B365H"]}
    >>> parted(glued, COMPETITIONS["D1"], headers)["2526"].content
    b'Div,Date,HomeTeam,B365H\\nD1,22/08/2025,Mainz,2.1\\n'
    """
    first, *lines = content.splitlines(keepends=True)
    own, parts = cells_of(first), defaultdict[str, list[bytes]](list)
    name = ""
    for line in lines:
        name = _season(line, own, competition) or name
        parts[name].append(line)
    return {
        name: Season(name, b"".join([_header(first, own, rows, headers.get(name)), *rows]), whole=False)
        for name, rows in parts.items()
        if name
    }


def _season(line: bytes, header: Sequence[str], competition: Competition) -> str | None:
    """The provider's name for the season of a row: 2526."""
    day = read_date(dict(zip(header, cells_of(line), strict=False)).get("Date", ""))
    if day is None:
        return None
    first, second = competition.season_of(day).split("/")
    return f"{first[2:]}{second}"


def _header(first: bytes, own: Sequence[str], rows: Sequence[bytes], other: Sequence[str] | None) -> bytes:
    """The file's own header, or where the rows are wider the other one without the columns that this division lacks."""
    width = max(len(cells_of(row)) for row in rows)
    if width <= len(own) or other is None:
        return first
    names = [name for name in other if name and (name != ONLY_SOME_HAVE or name in own)]
    line_end = first[len(first.rstrip(b"\r\n")) :]
    return ",".join(names).encode() + line_end if len(names) == width else first
