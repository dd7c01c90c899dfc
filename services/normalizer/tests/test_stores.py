"""What the tables hold when readers meet, and when a provider sends what no table was made for."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from normalizer_fakes import MemoryConnection, raw_document

from touchline.normalizer.dialects.names import Names, club_scope
from touchline.normalizer.dialects.rows import IdentityRow, Name, Parsed, Scope, Unreadable
from touchline.normalizer.identities.store import Identities
from touchline.normalizer.records import LOGIC_VERSION
from touchline.normalizer.stores import Ledger
from touchline.schemas.records import IdentityDecision, IdentityKind, ParkedKind

KEY = "football-data/fixtures.csv"
FIRST, SECOND = (raw_document(text, revision, KEY) for revision, text in enumerate((b"one", b"two"), start=1))
ENGLAND, EUROPE = club_scope("ENG"), club_scope("EUR")
PLAYERS = Scope(IdentityKind.PLAYER, "made:2019/20")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


class MeetsAnother(MemoryConnection):
    """Somebody else commits just after our first look at a document has found nothing."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def fetch_one(self, sql: str, args: Sequence[object] = ()) -> tuple[Any, ...] | None:
        row = await super().fetch_one(sql, args)
        if self.meanwhile is not None and "FROM normalizer_documents" in sql:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        return row


@pytest.fixture
def connection() -> MeetsAnother:
    return MeetsAnother()


def decision(name: Name, identity: str) -> IdentityDecision:
    kind, scope = name.scope.kind, name.scope.name
    return IdentityDecision(name.key, kind, scope, name.text, identity, "a person", "seen", NOW, NOW, NOW, 1)


async def test_of_two_that_meet_a_document_first_the_older_version_does_not_end_on_top(
    connection: MeetsAnother,
) -> None:
    connection.meanwhile = lambda: Ledger(connection).advance(SECOND, again=False)
    assert await Ledger(connection).advance(FIRST, again=False) is None
    assert await connection.fetch_all("SELECT revision, sha256 FROM normalizer_documents") == [(2, SECOND.sha256)]


async def test_a_document_is_read_again_also_where_an_older_logic_read_it_last(connection: MeetsAnother) -> None:
    await Ledger(connection).advance(FIRST, again=False)
    await connection.execute("UPDATE normalizer_documents SET logic_version = %s", (LOGIC_VERSION - 1,))
    assert await Ledger(connection).advance(FIRST, again=True) is not None
    assert await connection.fetch_one("SELECT logic_version FROM normalizer_documents") == (LOGIC_VERSION,)


async def test_a_version_that_is_no_longer_the_latest_is_not_read_again(connection: MeetsAnother) -> None:
    await Ledger(connection).advance(SECOND, again=False)
    assert await Ledger(connection).advance(FIRST, again=True) is None


async def test_names_that_a_table_cannot_tell_apart_wait_as_one(connection: MeetsAnother) -> None:
    alike = {Name(ENGLAND, text) for text in ("Leeds", "Leeds ", "x" * 190 + "a", "x" * 190 + "b")}
    await Ledger(connection).wait_for(KEY, alike)
    assert len(await connection.fetch_all("SELECT * FROM normalizer_waiting")) == 2


async def test_a_row_under_a_column_of_a_thousand_characters_is_kept_under_a_key_of_its_own(
    connection: MeetsAnother,
) -> None:
    notes = [Unreadable(1, "c" * 1000 + end, "unknown", "", ParkedKind.SCHEMA_DRIFT, rows=0) for end in "ab"]
    assert len({key for key in Parsed(tuple(notes)).by_key() if len(key) <= 190}) == 2


async def test_a_decision_reaches_a_document_that_writes_the_name_in_other_letters(connection: MeetsAnother) -> None:
    await Ledger(connection).wait_for(KEY, {Name(ENGLAND, "COSMOS  United"), Name(ENGLAND, "Other")})
    changed = await Identities(connection).decide(decision(Name(ENGLAND, "Cosmos United"), "cosmos"))
    assert changed == {KEY}


async def test_a_decision_about_a_club_reaches_cups_across_countries(connection: MeetsAnother) -> None:
    waiting = Name(EUROPE, "Cosmos United")
    await Ledger(connection).wait_for(KEY, {waiting})
    assert await Identities(connection).decide(decision(Name(ENGLAND, "Cosmos United"), "cosmos")) == {KEY}
    assert (await Identities(connection).names([])).find(waiting) == "cosmos"


async def test_what_is_too_long_for_the_table_is_never_kept_as_something_else(connection: MeetsAnother) -> None:
    long_name, long_identity = Name(PLAYERS, "n" * 191), Name(PLAYERS, "9")
    rows = [IdentityRow(long_name, "p1"), IdentityRow(long_identity, "p" * 65), IdentityRow(Name(PLAYERS, "7"), "p7")]
    for changed in ({PLAYERS}, set[Scope]()):  # and it is not new each time, which would have others read for ever
        assert await Identities(connection).state("made", rows) == changed
    names = await Identities(connection).names([PLAYERS])
    assert (names.find(long_identity), names.find(Name(PLAYERS, "7"))) == (None, "p7")


async def test_one_name_in_two_spellings_for_two_players_of_one_document_is_told(
    connection: MeetsAnother, capsys: pytest.CaptureFixture[str]
) -> None:
    await Identities(connection).state(
        "made", [IdentityRow(Name(PLAYERS, "Ann Lee"), "p1"), IdentityRow(Name(PLAYERS, "ANN LEE"), "p2")]
    )
    assert "identity restated" in "".join(capsys.readouterr())
    assert (await Identities(connection).names([PLAYERS])).find(Name(PLAYERS, "ann lee")) == "p1"


def test_what_is_longer_than_any_name_waits_for_no_decision() -> None:
    with pytest.raises(ValueError, match="expected a name, got 500 characters"):
        Names().need(Name(ENGLAND, "x" * 500))
