"""Decisions as a person gives them."""

from datetime import UTC, datetime

import pytest
from normalizer_fakes import MemoryConnection

from touchline.normalizer.dialects.rows import IdentityRow
from touchline.normalizer.identities.store import Identities
from touchline.normalizer.resolving import Wanted, name_of, write
from touchline.runtime.errors import Refused
from touchline.runtime.transaction import Transaction

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("identity", ["fpl-7", "nobody"])
async def test_a_name_of_a_club_cannot_come_to_mean_a_player_or_nothing_known(identity: str) -> None:
    transaction = Transaction(MemoryConnection(), "normalizer")
    number = name_of("player:made:7")
    await Identities(transaction).state("made", [IdentityRow(number, "fpl-7")])
    await Identities(transaction).lock([number.scope])
    wanted = Wanted(name_of("club:ENG:Cosmos United"), identity, "a person", "seen")
    with pytest.raises(Refused, match=f"'{identity}' is no club that we know"):
        await write(transaction, wanted, NOW)
