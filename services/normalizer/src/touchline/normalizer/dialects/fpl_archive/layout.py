"""Where the columns of a gameweek stand: found once in its header, used for every row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from touchline.normalizer.dialects.cells import whole_number
from touchline.normalizer.dialects.fpl.matches import player_counts
from touchline.normalizer.dialects.fpl.specification import COUNTS, EXPECTED
from touchline.normalizer.dialects.rows import PlayerCounts

SIDE = ("fixture", "was_home", "opponent_team")
APPEARANCE = (*SIDE, "kickoff_time", "team_h_score", "team_a_score")
COUNTED = (*(count.column for count in COUNTS.values()), *EXPECTED, "starts", "value")
Pick = Callable[[Sequence[str]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a document that are read; each picks its cells from a line's values and a blank after them."""

    side: Pick
    appearance: Pick
    counted: Pick
    element: int
    position: int

    @classmethod
    def of(cls, places: Mapping[str, int]) -> "Layout":
        """Of the document whose named columns stand at these places; a column that it lacks is blank in each row.

        >>> layout = Layout.of({"element": 0, "value": 1, "fixture": 2, "was_home": 3, "opponent_team": 4})
        >>> layout.side(["191", "55", "8", "True", "3", ""])
        ('8', 'True', '3')
        """

        def pick(columns: Sequence[str]) -> Pick:
            return itemgetter(*(places.get(column, -1) for column in columns))

        return cls(pick(SIDE), pick(APPEARANCE), pick(COUNTED), places["element"], places.get("position", -1))


def counter() -> Callable[[tuple[str, ...]], PlayerCounts]:
    """What cells mean that count something, each worked out once a document: many players have done nothing."""
    count = cache(whole_number)

    @cache
    def counts(cells: tuple[str, ...]) -> PlayerCounts:
        return player_counts(dict(zip(COUNTED, cells, strict=True)), count)

    return counts
