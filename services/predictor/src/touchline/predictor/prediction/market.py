"""What bookmakers said before a match, read back from its feature vector; and which of them a vector reads."""

from collections.abc import Collection, Sequence
from functools import cache
from math import exp

from touchline.football.catalogue import CATALOGUES
from touchline.football.outcome import Probabilities

NAMES = ("market_known", "market_home", "market_away")


def market_before(catalogue_version: int, values: Sequence[float]) -> Probabilities | None:
    """The market's chances before the match, margin removed; None where no prices were known or none are listed.

    The vector holds h = ln(home / draw) and a = ln(away / draw); the shares are e^h, 1 and e^a over their sum.

    >>> market_before(1, []) is None
    True
    """
    places = _places(catalogue_version)
    if places is None or len(values) <= max(places):
        return None
    known, home, away = (values[place] for place in places)
    if not known:
        return None
    shares = (exp(home), 1.0, exp(away))
    return Probabilities(*(share / sum(shares) for share in shares))


AVERAGE, PINNACLE, MAXIMUM = "average", "pinnacle", "maximum"


def read_of(bookmakers: Collection[str]) -> set[str]:
    """Whose prices on a market a vector reads, as the catalogue says: the average's, else Pinnacle's, else everybody's.

    >>> sorted(read_of({"average", "b365", "pinnacle"})), sorted(read_of({"b365", "william-hill", "maximum"}))
    (['average'], ['b365', 'william-hill'])
    """
    first = next((name for name in (AVERAGE, PINNACLE) if name in bookmakers), None)
    return {*bookmakers} - {MAXIMUM} if first is None else {first}


@cache
def _places(catalogue_version: int) -> tuple[int, ...] | None:
    held = CATALOGUES.get(catalogue_version)
    names = [] if held is None else [feature.name for feature in held.matches]
    return tuple(names.index(name) for name in NAMES) if set(NAMES) <= set(names) else None
