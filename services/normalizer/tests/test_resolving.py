"""Decisions as a person gives them."""

from datetime import UTC, datetime

import pytest
from normalizer_fakes import MemoryConnection

from touchline.normalizer.identities.reviewed import player_scope, reviewed
from touchline.normalizer.resolving import Wanted, name_of, write
from touchline.runtime.errors import Refused
from touchline.runtime.transaction import Transaction

NOW = datetime(2026, 1, 1, tzinfo=UTC)


PLAYER = "p1632"  # of the reviewed list of players


@pytest.mark.parametrize("identity", [PLAYER, "nobody"])
async def test_a_name_of_a_club_cannot_come_to_mean_a_player_or_nothing_known(identity: str) -> None:
    assert PLAYER in reviewed().known[player_scope("transfermarkt")].values()
    wanted = Wanted(name_of("club:ENG:Cosmos United"), identity, "a person", "seen")
    with pytest.raises(Refused, match=f"'{identity}' is no club that we know"):
        await write(Transaction(MemoryConnection(), "normalizer"), wanted, NOW)
