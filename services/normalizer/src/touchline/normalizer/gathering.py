"""Rows that wait for names of which nothing has been stated yet are parked together, not one by one.

A provider's numbers mean nothing until the document that explains them has come, which may be a moment later.
"""

from collections import defaultdict
from dataclasses import replace

from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import Parsed, Row, Scope, Unreadable
from touchline.schemas.records import ParkedKind


def gathered(parsed: Parsed, names: Names) -> Parsed:
    """The same with one parked row for all that wait for a scope in which nothing is known.

    What is said to be incomplete then says nothing of the provider, only that we cannot read it yet.
    """
    groups: dict[Scope, list[Unreadable]] = defaultdict(list)
    others: list[Row] = []
    for row in parsed.rows:
        scope = _unknown_scope(row, names)
        if scope is None:
            others.append(row)
        else:
            groups[scope].append(row)  # type: ignore[arg-type]  # only a parked row waits
    if not groups:
        return parsed
    kept = [row for row in others if not (isinstance(row, Unreadable) and row.kind is ParkedKind.INCOMPLETE)]
    return replace(parsed, rows=(*kept, *(_together(scope, rows) for scope, rows in sorted(groups.items()))))


def _unknown_scope(row: Row, names: Names) -> Scope | None:
    if not isinstance(row, Unreadable) or row.waits_for is None or row.kind is not ParkedKind.ROW:
        return None
    scope = row.waits_for.scope
    return None if names.known.get(scope) else scope


def _together(scope: Scope, rows: list[Unreadable]) -> Unreadable:
    number = sum(row.rows for row in rows)
    reason = f"{number} rows wait for the document that says what a {scope.kind} is called in {scope.name}"
    return replace(rows[0], column=scope.name, reason=reason, rows=number)
