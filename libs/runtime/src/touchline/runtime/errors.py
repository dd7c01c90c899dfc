"""Errors are named by the answer they call for."""

from touchline.schemas import InvalidRecord

__all__ = ["AlreadyDone", "Fenced", "InvalidRecord", "Refused", "Unavailable"]


class Unavailable(Exception):
    """A dependency is down: wait, then do the same again, order kept."""


class Fenced(Exception):
    """Another instance owns this partition now: drop our work and read again."""


class AlreadyDone(Exception):
    """Our own commit took effect although its acknowledgement was lost: there is nothing left to do."""


class Refused(Exception):
    """Going on would mean guessing: exit 2 with this sentence, which names the command that decides."""
