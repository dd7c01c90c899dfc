"""What was stated is remembered as text, so that it can be taken back as it was stated."""

from dataclasses import replace
from functools import cache

import orjson
from pydantic import TypeAdapter

from touchline.normalizer.changes import WITHDRAWABLE, Withdrawable, kind_of
from touchline.normalizer.dialects.rows import ArticleRow, Counts, MatchRow, Row
from touchline.schemas.records import MatchStatus


def remembered(key: str, row: Row) -> str | None:
    """A row as the table of rows holds it; None for what is never taken back. Of an article all but its text."""
    if kind_of(key) not in WITHDRAWABLE:
        return None
    said = replace(row, text="") if isinstance(row, ArticleRow) else row
    return orjson.dumps(said).decode()


def recalled(key: str, text: str) -> Withdrawable:
    """The row again, as it goes out to be taken back.

    That it does not stand is known as of the document that shows it, so the provider's rule says no more. A match then
    has no result, as one that was never played; of other rows the flag of their record says that nothing stands.
    """
    row = _reader(kind_of(key)).validate_json(text)
    if isinstance(row, MatchRow):
        return replace(row, status=MatchStatus.WITHDRAWN, counts=Counts(), referee=None, round=None, known_at=None)
    return replace(row, known_at=None)


@cache
def _reader(kind: str) -> TypeAdapter[Withdrawable]:
    return TypeAdapter(WITHDRAWABLE[kind])
