"""Columns that a gameweek has and does not state: zeros for everybody, from before the provider began to collect them.

Line-ups and expected goals stand in all of 2022/23 and were collected from gameweek 16 on. Before, they are 0 even for
who played ninety minutes and scored three, and would be believed: a starter who came on, a scorer without a chance.
"""

from collections.abc import Iterable, Mapping

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.fpl.specification import EXPECTED
from touchline.normalizer.dialects.fpl_archive.attempts import Attempt

STARTS = "starts"
TOGETHER = (STARTS, *EXPECTED)  # collected from the same gameweek on
NOBODY = frozenset(("", "0", "0.0", "False"))


def stated(places: Mapping[str, int], rows: Iterable[Attempt[list[str]]]) -> Mapping[str, int]:
    """The columns that say something: where nobody starts, and eleven of each side do, not those collected later."""
    column = places.get(STARTS)
    if column is None or any(_cell(row, column) not in NOBODY for row in rows):
        return places
    return {name: place for name, place in places.items() if name not in TOGETHER}


def _cell(row: Attempt[list[str]], column: int) -> str:
    return "" if isinstance(row.found, UnreadableCell) else row.found[column]
