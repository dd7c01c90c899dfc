"""Messages in files instead of a broker: one Arrow stream a topic and key, a record batch a message, in order.

What a batch's own metadata hold is the envelope, by its CloudEvents names; any Arrow implementation reads both. The
trace context is left out, so that equal messages make equal bytes. `messages.json`, written last, says that all files
are whole.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pyarrow as pa

from touchline.runtime.errors import Refused
from touchline.runtime.message import Message
from touchline.runtime.transaction import OutboxRow
from touchline.schemas import decode, encode
from touchline.schemas.topics import BY_NAME

CONTENTS = "messages.json"
ENDING = ".arrows"
UNTOLD = frozenset({"traceparent", "content-type"})


@dataclass(frozen=True, slots=True)
class MessageFile:
    """One file of messages: which topic and key, and what it holds."""

    topic: str
    key: str
    messages: int
    rows: int
    sha256: str

    @property
    def name(self) -> str:
        """Where it lies in its folder."""
        return f"{self.topic}/{quote(self.key, safe='')}{ENDING}"


@dataclass(frozen=True, slots=True)
class End:
    """How far the log of a partition went when the first message was written: what is earlier is in the files."""

    topic: str
    partition: int
    topic_id: str
    offset: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a folder holds, what made it and in how many seconds, and where to go on reading the topics."""

    engine: str
    seconds: float
    ends: list[End]
    files: list[MessageFile]


@dataclass(slots=True)
class _Open:
    stream: Any
    writer: Any
    messages: int = 0
    rows: int = 0


@dataclass(slots=True)
class MessageFiles:
    """Writes messages; a folder that was not closed is none."""

    folder: Path
    _open: dict[tuple[str, str], _Open] = field(default_factory=dict)

    def write(self, row: OutboxRow) -> None:
        """Put one message at the end of the file of its topic and key."""
        key = (row.key or b"").decode()
        batch = decode(BY_NAME[row.topic].record, row.value)
        file = self._file(row.topic, key, batch.schema)
        told = {name: value for name, value in row.headers if name not in UNTOLD}
        file.writer.write_batch(batch, custom_metadata=told)
        file.messages += 1
        file.rows += batch.num_rows

    def close(self, engine: str, seconds: float, ends: list[End]) -> Contents:
        """End every file and say what there is."""
        files = []
        for (topic, key), file in sorted(self._open.items()):
            file.writer.close()
            file.stream.close()
            digest = _sha256(_place(self.folder, topic, key))
            files.append(MessageFile(topic, key, file.messages, file.rows, digest))
        contents = Contents(engine, seconds, ends, files)
        (self.folder / CONTENTS).write_bytes(orjson.dumps(contents, option=orjson.OPT_INDENT_2))
        return contents

    def _file(self, topic: str, key: str, schema: pa.Schema) -> _Open:
        if (topic, key) not in self._open:
            place = _place(self.folder, topic, key)
            place.parent.mkdir(parents=True, exist_ok=True)
            stream = pa.OSFile(str(place), "wb")
            self._open[topic, key] = _Open(stream, pa.ipc.new_stream(stream, schema))
        return self._open[topic, key]


def contents_of(folder: Path) -> Contents:
    """What a folder holds.

    Raises:
        Refused: nothing was written there, or not to its end.
    """
    try:
        found = orjson.loads((folder / CONTENTS).read_bytes())
    except FileNotFoundError:
        raise Refused(
            f"{folder} holds no whole set of messages ({CONTENTS} is not there): write it with"
            f" `python -m touchline.normalizer backfill --into {folder}` (the bucket) or `read` (recorded documents)"
        ) from None
    files = [MessageFile(**one) for one in found["files"]]
    return Contents(found["engine"], found["seconds"], [End(**one) for one in found["ends"]], files)


def messages_of(folder: Path, file: MessageFile) -> Iterator[Message]:
    """The messages of one file, in order; offsets count them.

    Raises:
        Refused: the file is not the one that was written.
    """
    place = folder / file.name
    if _sha256(place) != file.sha256:
        raise Refused(f"{place} is not the file that {CONTENTS} tells of: write it again")
    with pa.memory_map(str(place)) as stream, pa.ipc.open_stream(stream) as reader:
        for offset, (batch, told) in enumerate(_batches(reader)):
            headers = [(name.decode(), value) for name, value in told.items()]
            yield Message(file.topic, 0, offset, file.key.encode(), encode(batch), headers)


def _batches(reader: Any) -> Iterator[tuple[pa.RecordBatch, pa.KeyValueMetadata]]:
    while True:
        try:
            batch, told = reader.read_next_batch_with_custom_metadata()
        except StopIteration:
            return
        yield batch, told


def _place(folder: Path, topic: str, key: str) -> Path:
    return folder / MessageFile(topic, key, 0, 0, "").name


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
