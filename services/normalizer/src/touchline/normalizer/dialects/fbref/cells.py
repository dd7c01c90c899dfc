"""A row of a schedule as cells, and a squad's row seen as the league's."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from selectolax.lexbor import LexborNode

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.fbref.specification import COMPETITION_LINK, GOALS, RENAMED
from touchline.normalizer.dialects.html import words


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows and holds."""

    text: str = ""
    name: str = ""  # of its link: clubs of other countries have a flag beside it
    competition: str | None = None  # the provider's number of the competition that it links to
    epoch: str | None = None  # the kick-off, in seconds since 1970


NOTHING = Cell()
Cells = Mapping[str, Cell]


def cells_of(row: LexborNode) -> Cells:
    """The row's cells by the name of their column."""
    return {column_of(node): _cell(node) for node in row.css("th[data-stat], td[data-stat]")}


def column_of(node: LexborNode) -> str:
    """What a cell's `data-stat` says, by the name that it had first."""
    name = node.attributes["data-stat"] or ""
    return RENAMED.get(name, name)


def _cell(node: LexborNode) -> Cell:
    link, time = node.css_first("a"), node.css_first(".venuetime")  # beside it stands the reader's own time
    text = words(node if time is None else time)
    found = COMPETITION_LINK.search(link.attributes.get("href") or "") if link is not None else None
    return Cell(
        text=text,
        name=words(link) or text,
        competition=found[1] if found else None,
        epoch=time.attributes.get("data-venue-epoch") if time is not None else None,
    )


# What a squad's page calls the same, at home and away.
_AT_HOME = {"goals_for": "home_goals", "goals_against": "away_goals", "xg_for": "home_xg", "xg_against": "away_xg"}
_AWAY = {"goals_for": "away_goals", "goals_against": "home_goals", "xg_for": "away_xg", "xg_against": "home_xg"}
SIDES = MappingProxyType({"Home": _AT_HOME, "Away": _AWAY, "Neutral": _AT_HOME})


def seen_from_the_ground(cells: Cells, club: str) -> Cells:
    """A squad's row with home and away, as a league's has them.

    Raises:
        UnreadableCell: it does not say where the squad played.
    """
    venue = cells.get("venue", NOTHING).text
    if venue not in SIDES:
        raise UnreadableCell("venue", f"expected Home, Away or Neutral, got {venue[:60]!r}")
    turned = {new: cells.get(old, NOTHING) for old, new in SIDES[venue].items()}
    us, them = Cell(club, club), cells.get("opponent", NOTHING)
    home, away = (them, us) if venue == "Away" else (us, them)
    return {**cells, **turned, "home_team": home, "away_team": away}


def goals_in(column: str, cell: Cell) -> int | None:
    """Goals of one side without those of a shoot-out; None where the match is still to come.

    >>> goals_in("goals_for", Cell("0 (3)")), goals_in("goals_for", Cell(""))
    (0, None)

    Raises:
        UnreadableCell: no number of goals.
    """
    match = GOALS.fullmatch(cell.text)
    if match is None and cell.text:
        raise UnreadableCell(column, f"expected goals, got {cell.text[:60]!r}")
    return int(match[1]) if match else None
