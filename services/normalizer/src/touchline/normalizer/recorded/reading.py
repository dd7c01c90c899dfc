"""`read --documents DIR --competition E0 --into FOLDER`: what recorded documents say, as files of messages.

The dialects, the reviewed names and the records are those of the stream; only transport is missing. Of the records,
what back-tests need of the one competition is kept: matches, prices, players, who played, and who was said to be out.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from touchline.normalizer.backfill.recording import empty
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.dialects.rows import (
    AvailabilityRow,
    IdentityRow,
    MatchRow,
    OddsRow,
    PlayerMatchRow,
    PlayerRow,
    Row,
)
from touchline.normalizer.identities.reviewed import list_files, reviewed
from touchline.normalizer.recorded.documents import Recorded, recorded_documents
from touchline.normalizer.records import LOGIC_VERSION, Reading, record_of
from touchline.runtime.errors import Refused
from touchline.runtime.fingerprint import code_of, files_of, fingerprint
from touchline.runtime.message_files import CONTENTS, MessageFiles, contents_of
from touchline.runtime.transaction import OutboxRow
from touchline.schemas import Envelope, batch_of, encode, event_id, split
from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.topics import Topic

CODE = ("touchline.normalizer", "touchline.schemas")


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: documents by source, records by topic, rows that no dialect could read.

    `again` is false when the same code has written the same documents there before.
    """

    documents: Counter[str]
    records: Counter[str]
    parked: int
    again: bool = True


def read_recorded(folder: Path, competition: str, into: Path) -> Read:
    """Read every recorded document of a competition and write what it says to files.

    Raises:
        Refused: there is no such competition, or nothing of it is recorded there.
    """
    if competition not in COMPETITIONS:
        raise Refused(
            f"{competition!r} is no competition that we follow; it is named as football-data.co.uk has it: E0"
        )
    documents = recorded_documents(folder, competition)
    if not documents:
        raise Refused(
            f"{folder} holds no recorded document of {competition}: set TOUCHLINE_RECORDED (for instance in .env) to a"
            " folder with football-data.co.uk/E0/E0_1920.csv and so on"
        )
    told = Read(Counter(one.document.source for one in documents), Counter(), 0)
    engine = engine_of(competition, [*(one.file for one in documents), *list_files()])
    if _holds(into, engine):
        return replace(told, again=False)
    empty(into)
    return _read_into(told, documents, competition, engine, into)


def engine_of(competition: str, files: list[Path]) -> str:
    """What reads: the code, of these documents and reviewed names; others of any give other messages."""
    return f"recorded {fingerprint(competition, files_of(files), code_of(*CODE))}"


def _holds(into: Path, engine: str) -> bool:
    return (into / CONTENTS).is_file() and contents_of(into).engine == engine


def _read_into(told: Read, documents: list[Recorded], competition: str, engine: str, into: Path) -> Read:
    begun, files, names, parked = time.monotonic(), MessageFiles(into), _names(documents), 0
    for one in documents:
        records, unread = _records(one, competition, names)
        parked += unread
        for topic, found in records.items():
            told.records[topic.name] += len(found)
            for message in _messages(one, topic, found):
                files.write(message)
    files.close(engine, round(time.monotonic() - begun, 1), [])
    return replace(told, parked=parked)


def _records(one: Recorded, competition: str, names: Names) -> tuple[dict[Topic, list[Any]], int]:
    """The records of one document about one competition, by topic, and how many of its rows are parked."""
    content = one.content
    parsed = DIALECTS[one.document.source].read(content, one.document, names)
    reading = Reading(one.raw(content), one.document.fetched_at)
    found: dict[Topic, list[Any]] = {}
    for row in parsed.rows:
        if _wanted(row, competition) and (stated := record_of(row, reading)) is not None:
            found.setdefault(stated[0], []).append(stated[1])
    return found, len(parsed.parked)


def _wanted(row: Row, competition: str) -> bool:
    if isinstance(row, AvailabilityRow | PlayerRow):
        return row.pool == COMPETITIONS[competition].pool
    return isinstance(row, MatchRow | OddsRow | PlayerMatchRow) and row.meeting.competition == competition


def _names(documents: list[Recorded]) -> Names:
    """The reviewed names, and what documents state of their own numbers.

    Some statements rest on names that other documents state, so all are read until nothing new is stated.
    """
    names, stating = reviewed(), [(one, one.content) for one in documents if one.states_names]
    while True:
        stated = [
            (row.name, row.identity)
            for one, content in stating
            for row in DIALECTS[one.document.source].read(content, one.document, names).of(IdentityRow)
        ]
        known = names.over(Names.of(stated))
        if known == names:
            return names
        names = known


def _messages(one: Recorded, topic: Topic, records: list[Any]) -> Iterator[OutboxRow]:
    """As the stream would have sent them."""
    key = getattr(records[0], topic.key or "")
    for ordinal, part in enumerate(split(batch_of(topic.record, records))):
        envelope = Envelope(
            id=event_id("recorded", one.document.key, LOGIC_VERSION, topic.name, key, ordinal),
            source="/touchline/normalizer",
            type=f"touchline.{topic.name}",
            time=one.document.fetched_at,
            schema=f"touchline:{topic.name}:{topic.record.__name__}",
            traceparent="",
        )
        yield OutboxRow(topic.name, key.encode(), encode(part), envelope.headers())
