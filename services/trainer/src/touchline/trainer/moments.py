"""Times as they are typed."""

from datetime import UTC, datetime


def moment(text: str) -> datetime:
    """An ISO time; without a zone it is UTC.

    >>> moment("2020-02-28T12:00").isoformat()
    '2020-02-28T12:00:00+00:00'
    """
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def moment_or_none(text: str) -> datetime | None:
    """The same; nothing typed is no time."""
    return moment(text) if text else None
