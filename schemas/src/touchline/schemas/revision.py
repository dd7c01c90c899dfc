"""Revisions: numbers that grow with every change of a key and survive a database restore."""

COUNTER_BITS = 32
LOGIC_BITS = 8


def first_of(incarnation: int) -> int:
    """The smallest revision of an incarnation; a restore raises the incarnation, so later changes still look greater.

    >>> first_of(0), first_of(1) > first_of(0) + 2**31
    (0, True)
    """
    return incarnation << COUNTER_BITS


def derived(revision: int, logic_version: int) -> int:
    """The revision of what was read from a document: a newer document, or newer logic on the same one, is greater.

    >>> derived(7, 1) < derived(7, 2) < derived(8, 1)
    True
    """
    if not 0 < logic_version < 1 << LOGIC_BITS:
        raise ValueError(f"logic_version must lie in 1..{(1 << LOGIC_BITS) - 1}, got {logic_version}")
    return revision << LOGIC_BITS | logic_version
