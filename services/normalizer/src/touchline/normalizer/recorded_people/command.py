"""`python -m touchline.normalizer read-people`: recorded documents become records, one Parquet file a record type."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from touchline.normalizer.recorded_people.places import PLACES, documents_of
from touchline.normalizer.recorded_people.telling import Told, tell
from touchline.runtime.errors import Refused
from touchline.schemas import batch_of

# Recorded seasons are all over: only that is read from the time of the fetch. A constant gives the same bytes always.
FETCHED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def read_people(folder: Path, into: Path) -> str:
    """Write `into/<record>.parquet` for each record type that is stated; returns a sentence.

    Raises:
        Refused: no document of a source is in the folder.
    """
    documents = []
    for source in PLACES:
        found = list(documents_of(source, folder))
        if not found:
            raise Refused(
                f"no document of {source} under {folder / PLACES[source].folder}: name a folder of recorded"
                " documents by --documents (make: TOUCHLINE_RECORDED in .env)"
            )
        documents += found
    told = tell(documents, FETCHED_AT)
    into.mkdir(parents=True, exist_ok=True)
    for record, rows in told.records.items():
        pq.write_table(pa.Table.from_batches([batch_of(record, rows)]), into / f"{record.__name__}.parquet")
    return _sentence(told)


def _sentence(told: Told) -> str:
    counts = ", ".join(f"{len(rows)} {record.__name__}" for record, rows in told.records.items())
    return f"{told.documents} documents: {counts}; {told.parked} rows parked"
