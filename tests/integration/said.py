"""What the normalizer says on its topics, without what differs from run to run: our clock and the trace."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.faults.logs import log_ends, read_log
from touchline.schemas import decode
from touchline.schemas.topics import BY_NAME, TOPICS

OUTPUTS = tuple(topic.name for topic in TOPICS if topic.producer == "normalizer")

Ends = Mapping[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Said:
    """One message: its topic, key and CloudEvents attributes, and its rows, column by column."""

    topic: str
    key: bytes
    ce_id: str
    envelope: tuple[tuple[str, bytes], ...]
    columns: tuple[tuple[str, tuple[Any, ...]], ...]

    @property
    def document(self) -> str:
        """The sha256 of the document that it is about."""
        return str(dict(self.columns)["document"][0])

    @property
    def rows(self) -> int:
        """How many."""
        return len(self.columns[0][1])


def ends(kafka: str) -> dict[tuple[str, int], int]:
    """Where the topics end now."""
    return {(name, number): end for name in OUTPUTS for number, (_, end) in log_ends(kafka, name).items()}


def said_since(kafka: str, since: Ends) -> list[Said]:
    """Everything after these ends, in the order of each partition."""
    return [
        _said(record)
        for name in OUTPUTS
        for record in read_log(kafka, name)
        if record.offset >= since[name, record.partition]
    ]


def by_id(messages: Iterable[Said]) -> dict[str, Said]:
    """By event id; a repeat under the same id must say the same.

    Raises:
        AssertionError: one id says two things.
    """
    found: dict[str, Said] = {}
    for message in messages:
        assert found.setdefault(message.ce_id, message) == message
    return found


def in_order(messages: Iterable[Said], document_of: Mapping[str, str]) -> dict[tuple[str, bytes, str], list[str]]:
    """Event ids by topic, key and document key, in the order in which they were sent."""
    order: dict[tuple[str, bytes, str], list[str]] = defaultdict(list)
    for message in messages:
        order[message.topic, message.key, document_of[message.document]].append(message.ce_id)
    return dict(order)


def _said(record: Any) -> Said:
    headers = dict(record.headers)
    rows = decode(BY_NAME[record.topic].record, record.value).drop_columns(["recorded_at"]).to_pydict()
    return Said(
        record.topic,
        record.key,
        headers["ce_id"].decode(),
        tuple(sorted((name, value) for name, value in headers.items() if name != "traceparent")),
        tuple((name, tuple(map(_frozen, values))) for name, values in rows.items()),
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
