"""What names mean: identities that a person reviewed or a provider stated, never a guess."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.rows import Name, Scope
from touchline.schemas.competitions import INTERNATIONAL
from touchline.schemas.records import IdentityKind

MOST_NAME = 190  # characters; what is longer is no name, and no table holds it


class UnknownName(UnreadableCell):
    """Nobody has decided yet what this name means; its row waits for that decision."""

    def __init__(self, column: str | None, name: Name) -> None:
        super().__init__(
            column, f"unknown {name.scope.kind} {name.text!r} in {name.scope.name}; decide by make resolve"
        )
        self.name = name


def folded(text: str) -> str:
    """A name as it is compared: composed, without case, blanks collapsed.

    >>> folded("  Nott'm   FOREST ") == folded("Nott'm Forest")
    True
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@cache
def club_scope(pool: str) -> Scope:
    """The clubs of a pool."""
    return Scope(IdentityKind.CLUB, pool)


@dataclass(frozen=True, slots=True)
class Names:
    """Identities by scope and folded name; `decisions_version` counts the decisions that persons have made.

    >>> names = Names.of([(Name(club_scope("ENG"), "Man Utd"), "man-united")])
    >>> names.club("ENG", "man utd")
    'man-united'
    """

    known: Mapping[Scope, Mapping[str, str]] = field(default_factory=dict)
    decisions_version: int = 0

    @classmethod
    def of(cls, pairs: Iterable[tuple[Name, str]], decisions_version: int = 0) -> "Names":
        """From names and what they mean."""
        known: dict[Scope, dict[str, str]] = {}
        for name, identity in pairs:
            known.setdefault(name.scope, {})[folded(name.text)] = identity
        return cls(known, decisions_version)

    def over(self, others: "Names") -> "Names":
        """Ours, and where we know nothing those of others."""
        scopes = {*self.known, *others.known}
        known = {scope: {**others.known.get(scope, {}), **self.known.get(scope, {})} for scope in scopes}
        return Names(known, max(self.decisions_version, others.decisions_version))

    def find(self, name: Name) -> str | None:
        """What a name means, or None."""
        if name.scope == club_scope(INTERNATIONAL):
            return self._anywhere(name.text)
        return self.known.get(name.scope, {}).get(folded(name.text))

    def need(self, name: Name, column: str | None = None) -> str:
        """What a name means.

        Raises:
            UnknownName: nobody has decided.
            UnreadableCell: longer than any name, so nobody ever can.
        """
        if max(len(name.text), len(folded(name.text))) > MOST_NAME:
            raise UnreadableCell(column, f"expected a name, got {len(name.text)} characters")
        found = self.find(name)
        if found is None:
            raise UnknownName(column, name)
        return found

    def club(self, pool: str, text: str, column: str | None = None) -> str:
        """The club that a name means in a pool; in the international one, the only club of any pool with that name.

        Raises:
            UnknownName: nobody has decided.
        """
        return self.need(Name(club_scope(pool), text), column)

    def _anywhere(self, text: str) -> str | None:
        wanted = folded(text)
        decided = self.known.get(club_scope(INTERNATIONAL), {}).get(wanted)
        if decided is not None:  # its own list decides between clubs of one name: Red Star of Belgrade or of Paris
            return decided
        clubs = (
            known for scope, known in self.known.items() if scope.kind is IdentityKind.CLUB and ":" not in scope.name
        )
        found = {known[wanted] for known in clubs if wanted in known}
        return found.pop() if len(found) == 1 else None
