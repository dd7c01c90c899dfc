"""Which matches of a pool are watched for a shift."""

from touchline.schemas.competitions import COMPETITIONS

EVERYTHING = "%"
POOLED = "all"
"""In place of a pool's name: the watched matches of all pools together."""


def watched_matches(pool: str) -> str:
    """A pattern of match ids: the first competition of the pool, which is its top division.

    The rule's window is a season of one league and its limits were measured on top divisions: second divisions and
    cups among them would shift the mixture whenever one joins. Predictions of all of them are settled all the same.

    >>> watched_matches("ENG"), watched_matches("a pool without a competition")
    ('E0:%', '%')
    """
    first = next((one.code for one in COMPETITIONS.values() if one.pool == pool), None)
    return EVERYTHING if first is None else f"{first}:%"


def watched_in(pool: str) -> tuple[str, tuple[str, ...]]:
    """The same as a condition on rows with a pool and a match id, and what stands in its slots.

    >>> watched_in("ENG")
    ('(pool = %s AND match_id LIKE %s)', ('ENG', 'E0:%'))
    >>> condition, slots = watched_in(POOLED)
    >>> condition.count("%s") == len(slots) > 2
    True
    """
    pools = sorted({one.pool for one in COMPETITIONS.values()}) if pool == POOLED else [pool]
    condition = " OR ".join(["pool = %s AND match_id LIKE %s"] * len(pools))
    return f"({condition})", tuple(slot for name in pools for slot in (name, watched_matches(name)))
