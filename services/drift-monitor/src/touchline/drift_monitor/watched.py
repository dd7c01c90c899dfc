"""Which matches of a pool are watched for a shift."""

from touchline.schemas.competitions import COMPETITIONS

EVERYTHING = "%"


def watched_matches(pool: str) -> str:
    """A pattern of match ids: the first competition of the pool, which is its top division.

    The rule's window is a season of one league and its limits were measured on top divisions: second divisions and
    cups among them would shift the mixture whenever one joins. Predictions of all of them are settled all the same.

    >>> watched_matches("ENG"), watched_matches("a pool without a competition")
    ('E0:%', '%')
    """
    first = next((one.code for one in COMPETITIONS.values() if one.pool == pool), None)
    return EVERYTHING if first is None else f"{first}:%"
