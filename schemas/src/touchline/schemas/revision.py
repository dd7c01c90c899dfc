"""Revisions: numbers that grow with every change of a key and survive a database restore.

What is read from a document has 63 bits: the incarnation (15), the version of the document (24), the version of the
logic that read it (8), and the version of the identity decisions it was read under (16).
"""

COUNTER_BITS = 32
VERSION_BITS = 24
LOGIC_BITS = 8
DECISION_BITS = 16


def first_of(incarnation: int) -> int:
    """The smallest revision of an incarnation; a restore raises the incarnation, so later changes still look greater.

    >>> first_of(0), first_of(1) > first_of(0) + 2**31
    (0, True)
    """
    return incarnation << COUNTER_BITS


def of_document(incarnation: int, version: int) -> int:
    """The revision of a version of a document.

    >>> of_document(0, 7), of_document(1, 1) > of_document(0, 2**24 - 1)
    (7, True)
    """
    if not 0 < version < 1 << VERSION_BITS:
        raise ValueError(f"version must lie in 1..{(1 << VERSION_BITS) - 1}, got {version}")
    return incarnation << VERSION_BITS | version


def derived(revision: int, logic_version: int, decisions_version: int = 0) -> int:
    """The revision of what was read from a document: a newer document, newer logic or newer decisions are greater.

    >>> derived(7, 1) < derived(7, 1, 9) < derived(7, 2) < derived(8, 1)
    True
    """
    if not 0 < logic_version < 1 << LOGIC_BITS:
        raise ValueError(f"logic_version must lie in 1..{(1 << LOGIC_BITS) - 1}, got {logic_version}")
    if not 0 <= decisions_version < 1 << DECISION_BITS:
        raise ValueError(f"decisions_version must lie in 0..{(1 << DECISION_BITS) - 1}, got {decisions_version}")
    return (revision << LOGIC_BITS | logic_version) << DECISION_BITS | decisions_version
