"""`python -m touchline.feature_store player-history`: records of players in files become one table in Parquet."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pyarrow.parquet as pq

from touchline.feature_store.people.versions import RECORDS, Record, Told, versions_of
from touchline.feature_store.player_history.served import serve
from touchline.feature_store.player_history.strengths import strengths
from touchline.feature_store.player_history.table import Known, history
from touchline.feature_store.stores.people import statement_of
from touchline.runtime.errors import Refused
from touchline.schemas import rows_of
from touchline.schemas.records import Availability, Match, Player, PlayerMatch

Kind = TypeVar("Kind")


def player_history(records: Path, out: Path) -> str:
    """Fold the records that `touchline.normalizer read-people` wrote, and write each player's matches.

    Raises:
        Refused: a file of records is missing.
    """
    said = [told_of(records, record) for record in RECORDS]
    played = [one.record for of_record in said for one in of_record if isinstance(one.record, PlayerMatch)]
    known = Known(
        serve(version for of_record in said for version in versions_of(of_record)),
        strengths(read(records, Match)),
    )
    table = history(played, known)
    out.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, out, compression="zstd")
    return f"{out}: {table.num_rows} matches of players, {table.num_columns} columns"


def told_of(records: Path, record: type[Record]) -> Sequence[Told]:
    """Records as they were told: all of them first words of complete documents, so known when they were available."""
    return [Told(one, _key_of(one), one.available_at) for one in read(records, record)]


def _key_of(one: Record) -> str:
    """What later versions of its document would have in common with it, as the tables of what was told have it."""
    if isinstance(one, Availability):
        return f"{one.document_key} {statement_of(one)}"
    return f"{one.document_key} {one.season or ''}" if isinstance(one, Player) else one.document_key


def read(records: Path, record: type[Kind]) -> list[Kind]:
    """The records of one type.

    Raises:
        Refused: there is no such file.
    """
    file = records / f"{record.__name__}.parquet"
    if not file.is_file():
        raise Refused(f"{file} is not there: write it with `python -m touchline.normalizer read-people`")
    batches = pq.read_table(file).combine_chunks().to_batches()
    return [one for batch in batches for one in rows_of(record, batch)]
