"""Records as files of messages, as a normalizer writes them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from touchline.feature_store.latest import TOPICS
from touchline.runtime.message_files import MessageFiles
from touchline.runtime.transaction import OutboxRow
from touchline.schemas import batch_of, encode


def write_messages(folder: Path, records: Iterable[Any]) -> Path:
    """A message for each record, in order."""
    folder.mkdir(exist_ok=True)
    files = MessageFiles(folder)
    for one in records:
        value = encode(batch_of(type(one), [one]))
        files.write(OutboxRow(TOPICS[type(one)], one.pool.encode(), value, [("ce_id", one.document.encode())]))
    files.close("test", 0.0, [])
    return folder
