"""Errors are named by the answer they call for."""

from touchline.schemas import InvalidRecord

__all__ = ["Fenced", "InvalidRecord", "Refused", "Unavailable"]


class Unavailable(Exception):
    """A dependency is down: wait, then do the same again, order kept."""


class Fenced(Exception):
    """Another instance owns this partition now: drop our work and read again."""


class Refused(Exception):
    """Going on would mean guessing: exit 2 with this sentence, which names the command that decides."""
