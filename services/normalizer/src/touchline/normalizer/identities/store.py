"""Identities in MariaDB: what providers state of their own numbers, and what persons decided."""

from collections.abc import Iterable, Sequence

from touchline.normalizer.dialects.names import MOST_NAME, Names, club_scope, folded
from touchline.normalizer.dialects.rows import IdentityRow, Name, Scope
from touchline.normalizer.identities.reviewed import reviewed
from touchline.runtime.logs import log
from touchline.runtime.transaction import Connection, Transaction
from touchline.schemas.competitions import INTERNATIONAL
from touchline.schemas.records import IdentityDecision, IdentityKind

MOST_IDENTITY = 64  # characters that the table holds; INSERT IGNORE would cut a longer one, which means another
DECIDED = "decision"  # what `stated_by` holds where a person decided


class Identities:
    """Names in the handler's own transaction. A person's decision goes before the reviewed list, that before providers.

    Whoever writes names of a scope, or waits for one, holds that scope's row: so nobody waits for what has been said.
    """

    def __init__(self, connection: Connection | Transaction) -> None:
        self._connection = connection

    async def names(self, scopes: Sequence[Scope]) -> Names:
        """Everything known, of provider-stated names only those in these scopes."""
        decided = await self._connection.fetch_all(
            "SELECT kind, scope, name, identity, version FROM normalizer_identities WHERE stated_by = %s", (DECIDED,)
        )
        version = max((row[4] for row in decided), default=0)
        persons = Names.of(((_name(*row[:3]), row[3]) for row in decided), version)
        known = persons.over(reviewed())
        return known.over(await self._stated(scopes)) if scopes else known

    async def _stated(self, scopes: Sequence[Scope]) -> Names:
        places = " OR ".join(["(kind = %s AND scope = %s)"] * len(scopes))
        rows = await self._connection.fetch_all(
            f"SELECT kind, scope, name, identity FROM normalizer_identities WHERE stated_by <> %s AND ({places})",
            (DECIDED, *(part for scope in scopes for part in (scope.kind.value, scope.name))),
        )
        return Names.of((_name(*row[:3]), row[3]) for row in rows)

    async def lock(self, scopes: Iterable[Scope]) -> None:
        """Hold these scopes until the transaction ends; always in the same order."""
        for scope in sorted(scopes):
            key = (scope.kind.value, scope.name)
            query = "SELECT kind FROM normalizer_scopes WHERE kind = %s AND scope = %s FOR UPDATE"
            if await self._connection.fetch_one(query, key) is None:
                await self._connection.execute(
                    "INSERT IGNORE INTO normalizer_scopes (kind, scope) VALUES (%s, %s)", key
                )
                await self._connection.fetch_one(query, key)

    async def state(self, source: str, rows: Sequence[IdentityRow]) -> set[Scope]:
        """Keep what a provider states of its own names; the scopes in which something is new.

        What was stated first stays: a provider that says something else of the same name is for a person to look at.
        """
        scopes = sorted({row.name.scope for row in rows})
        await self.lock(scopes)
        known = await self._stated(scopes)
        new: dict[tuple[str, str, str], IdentityRow] = {}
        for row in rows:
            first = new.get(_key(row.name))
            found = first.identity if first else known.find(row.name)
            if len(folded(row.name.text)) > MOST_NAME or len(row.identity) > MOST_IDENTITY:
                log.warning("identity too long to keep", name=row.name.key[:MOST_NAME], source=source)
            elif found is None:
                new[_key(row.name)] = row
            elif found != row.identity:
                log.warning("identity restated", name=row.name.key, stands=found, stated=row.identity, source=source)
        await self._connection.execute_many(
            "INSERT IGNORE INTO normalizer_identities (kind, scope, folded, name, identity, stated_by, version)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [(*_key(row.name), row.name.text[:MOST_NAME], row.identity, source, 0) for row in new.values()],
        )
        return {row.name.scope for row in new.values()}

    async def decide(self, decision: IdentityDecision) -> set[str]:
        """Keep a person's decision, if it is newer; the documents that must be read again.

        Those are the ones that wait for the name, and, where the name meant something else before, all of its pool's.
        """
        name = _name(decision.kind, decision.scope, decision.name)
        await self.lock(_asked_in(name.scope))
        before = (await self.names([name.scope])).find(name)
        key = (*_key(name), DECIDED)
        row = await self._connection.fetch_one(
            "SELECT version FROM normalizer_identities WHERE kind = %s AND scope = %s AND folded = %s"
            " AND stated_by = %s",
            key,
        )
        if row is not None and row[0] >= decision.revision:
            return set()
        await self._connection.execute(
            "REPLACE INTO normalizer_identities (kind, scope, folded, stated_by, name, identity, version)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (*key, name.text[:MOST_NAME], decision.identity, decision.revision),
        )
        return set() if before == decision.identity else await self._affected(name, corrected=before is not None)

    async def _affected(self, name: Name, *, corrected: bool) -> set[str]:
        if corrected:  # any document may have used it
            # One that is just being read for the first time is waited for, and seen.
            rows = await self._connection.fetch_all("SELECT document_key FROM normalizer_documents LOCK IN SHARE MODE")
            return {document_key for (document_key,) in rows}
        waiting = [
            row
            for scope in _asked_in(name.scope)
            for row in await self._connection.fetch_all(
                "SELECT document_key, name FROM normalizer_waiting WHERE kind = %s AND scope = %s",
                (scope.kind.value, scope.name),
            )
        ]
        return {document_key for document_key, text in waiting if folded(text) == folded(name.text)}


def _asked_in(scope: Scope) -> set[Scope]:
    """Where documents may wait for a name of this scope: those of cups across countries ask all clubs."""
    return {scope, club_scope(INTERNATIONAL)} if scope.kind is IdentityKind.CLUB else {scope}


def _name(kind: str, scope: str, name: str) -> Name:
    return Name(Scope(IdentityKind(kind), scope), name)


def _key(name: Name) -> tuple[str, str, str]:
    return name.scope.kind.value, name.scope.name, folded(name.text)[:MOST_NAME]
