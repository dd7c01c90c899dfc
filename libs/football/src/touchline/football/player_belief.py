"""Whom to believe about a player's match when its documents differ: the order of arrival never matters."""

from datetime import datetime
from typing import Protocol

from touchline.schemas.records import Provenance

# Whose word comes first: the archive is complete and corrected.
ORDER = ("fpl-archive", "fpl")


class PlayerAssertion(Protocol):
    """The part of the record `PlayerMatch` by which documents are weighed."""

    @property
    def source(self) -> str: ...
    @property
    def provenance(self) -> Provenance: ...
    @property
    def available_at(self) -> datetime: ...
    @property
    def document_key(self) -> str: ...


def belief_in(one: PlayerAssertion) -> tuple[bool, int, datetime, str]:
    """The greatest of what documents say of one player and match is believed.

    Real before simulated, the archive before the live list, then the newest.
    """
    place = ORDER.index(one.source) if one.source in ORDER else len(ORDER)
    return one.provenance is not Provenance.SIMULATED, -place, one.available_at, one.document_key
