"""Whose prices stand in which columns: letters for the bookmaker, a C for closing, an ending for what can be won.

    B365H, B365D, B365A       home, draw, away                    at closing B365CH, B365CD, B365CA
    B365>2.5, B365<2.5        over and under 2.5 goals            B365C>2.5, B365C<2.5
    B365AHH, B365AHA          home and away with a handicap       B365CAHH, B365CAHA; its size in AHh and AHCh

The letters are those of the provider's notes (https://www.football-data.co.uk/notes.txt).
"""

from collections.abc import Iterator, Mapping, Set
from types import MappingProxyType
from typing import NamedTuple

from touchline.normalizer.dialects.rows import HOME_DRAW_AWAY
from touchline.schemas.records import OddsMoment

# Betbrain's averages and maxima (Bb*) were replaced by the provider's own (Avg, Max) in 2019/20. A bookmaker with two
# sets of letters was renamed, or is shortened in some markets; the first that a document has whole is read.
BOOKMAKERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "average": ("Avg", "BbAv"),
        "maximum": ("Max", "BbMx"),
        "1xbet": ("1XB",),
        "b365": ("B365",),
        "betfair": ("BF",),
        "betfair-exchange": ("BFE",),
        "betfred": ("BFD",),
        "betmgm": ("BMGM",),
        "betvictor": ("BV", "VC"),  # Victor Chandler, VC Bet, until 2014
        "blue-square": ("BS",),
        "bwin": ("BW",),
        "coral": ("CL",),
        "gamebookers": ("GB",),
        "interwetten": ("IW",),
        "ladbrokes": ("LB",),
        "pinnacle": ("PS", "P"),
        "sporting-odds": ("SO",),
        "sportingbet": ("SB",),
        "stan-james": ("SJ",),
        "stanleybet": ("SY",),
        "william-hill": ("WH",),
    }
)
MOMENTS: Mapping[OddsMoment, str] = MappingProxyType({OddsMoment.BEFORE: "", OddsMoment.CLOSING: "C"})


class Market(NamedTuple):
    """What can be won, and how its columns end; `line` where it is the same in every document."""

    name: str
    selections: tuple[str, ...]
    endings: tuple[str, ...]
    line: float | None = None


HANDICAP = Market("asian-handicap", ("home", "away"), ("AHH", "AHA"))
MARKETS = (
    Market("1x2", HOME_DRAW_AWAY, ("H", "D", "A")),
    Market("over-under", ("over", "under"), (">2.5", "<2.5"), 2.5),
    HANDICAP,
)


class Book(NamedTuple):
    """One bookmaker's prices on one market at one moment, and the columns that hold them."""

    bookmaker: str
    moment: OddsMoment
    market: Market
    columns: tuple[str, ...]
    line_column: str | None = None

    @property
    def all_columns(self) -> frozenset[str]:
        """Everything that it needs."""
        return frozenset((*self.columns, self.line_column) if self.line_column else self.columns)


def books_in(names: Set[str]) -> list[Book]:
    """The books that a document with these columns holds whole.

    >>> [(book.bookmaker, book.columns) for book in books_in({"PSH", "PSD", "PSA", "PSCH", "P>2.5", "P<2.5"})]
    [('pinnacle', ('PSH', 'PSD', 'PSA')), ('pinnacle', ('P>2.5', 'P<2.5'))]
    """
    found = (next((book for book in ways if names >= book.all_columns), None) for ways in _BOOKS)
    return [book for book in found if book]


def without_the_rest(names: Set[str]) -> list[str]:
    """The price columns of a document whose book lacks another column, so that they cannot be read.

    >>> without_the_rest({"B365H", "B365D", "AvgH", "AvgD", "AvgA", "AHh"})
    ['B365D', 'B365H']
    """
    whole = {name for ways in _BOOKS for book in ways if names >= book.all_columns for name in book.all_columns}
    return sorted((names & _PRICES) - whole)


def _ways(bookmaker: str, moment: OddsMoment, market: Market) -> Iterator[Book]:
    for letters in BOOKMAKERS[bookmaker]:
        columns = tuple(f"{letters}{MOMENTS[moment]}{ending}" for ending in market.endings)
        if market is not HANDICAP:
            yield Book(bookmaker, moment, market, columns)
        else:
            for line in _sizes(letters, moment):
                yield Book(bookmaker, moment, market, columns, line)


def _sizes(letters: str, moment: OddsMoment) -> tuple[str, ...]:
    """Where the size of the handicap stands: a bookmaker's own until 2004/05, then Betbrain's, then the market's."""
    if moment is OddsMoment.CLOSING:
        return ("AHCh",)
    return (f"{letters}AH", "BbAHh" if letters.startswith("Bb") else "AHh")


_BOOKS = tuple(
    tuple(_ways(bookmaker, moment, market)) for bookmaker in BOOKMAKERS for moment in MOMENTS for market in MARKETS
)
_PRICES = frozenset(name for ways in _BOOKS for book in ways for name in book.columns)
PRICE_COLUMNS = _PRICES | {book.line_column for ways in _BOOKS for book in ways if book.line_column}
