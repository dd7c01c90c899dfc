"""What a bookmaker's prices say about a match."""

from touchline.football.outcome import Probabilities

# Real triples, market maxima included, lie well inside; what lies outside is a slip of the provider.
LOWEST_SUM, HIGHEST_SUM = 0.9, 1.4


def implied_probabilities(home: float, draw: float, away: float) -> Probabilities:
    """Decimal odds as probabilities: 1/odds, scaled to sum to 1.

    Raises ValueError when a price is not above 1 or the sum of 1/odds lies outside 0.9 to 1.4. Normalising ignores that
    margins lean towards outsiders; see Štrumbelj (2014), https://doi.org/10.1016/j.ijforecast.2014.02.008.

    >>> implied_probabilities(2.0, 4.0, 4.0)
    Probabilities(home=0.5, draw=0.25, away=0.25)
    """
    if not all(price > 1 for price in (home, draw, away)):
        raise ValueError(f"decimal odds are above 1, not {(home, draw, away)}")
    inverse = (1 / home, 1 / draw, 1 / away)
    total = sum(inverse)
    if not LOWEST_SUM <= total <= HIGHEST_SUM:
        raise ValueError(
            f"the sum of 1/odds of {(home, draw, away)} is {total:.3f}, outside {LOWEST_SUM} to {HIGHEST_SUM}"
        )
    return Probabilities(*(share / total for share in inverse))
