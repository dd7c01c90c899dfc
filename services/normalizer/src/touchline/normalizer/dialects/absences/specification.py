"""What the archive calls things, apart from how they are read."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from touchline.normalizer.dialects.rows import Scope
from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.records import AvailabilityStatus, IdentityKind

SOURCE = "absences"
POOL = COMPETITIONS["E0"].pool
PLAYERS = Scope(IdentityKind.PLAYER, "transfermarkt")
"""Players by their number there, the end of the address that each row has."""

DOCUMENT = re.compile(r"absences_(?P<season>\d{4})\.csv", re.ASCII)
ADDRESS = re.compile(r"/[^/]*/profil/spieler/(?P<number>\d{1,9})", re.ASCII)

REQUIRED = ("season", "details", "from", "until", "reason", "url")
KNOWN = frozenset((*REQUIRED, "days", "games", "player"))
STATUSES: Mapping[str, AvailabilityStatus] = MappingProxyType(
    {
        "injury": AvailabilityStatus.INJURED,
        "suspension": AvailabilityStatus.SUSPENDED,
        "absence": AvailabilityStatus.ABSENT,  # called up, not eligible, for reasons of his own
        "Transfer": AvailabilityStatus.ABSENT,  # on loan: away until he is back
    }
)
