"""`history --records FOLDER --competition E0 --out FILE`: played matches with their vectors, as one Parquet file."""

import argparse
from pathlib import Path

import polars as pl

from touchline.feature_store.played.messages import asserted
from touchline.feature_store.played.table import played_table
from touchline.football.catalogue import LATEST
from touchline.runtime.errors import Refused
from touchline.runtime.fingerprint import code_of, fingerprint
from touchline.runtime.message_files import CONTENTS, contents_of

COMMAND = "history"
CODE = ("touchline.feature_store", "touchline.football", "touchline.schemas")
INPUTS, CATALOGUE = "touchline.inputs", "touchline.catalogue_version"  # in the file's metadata


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Say how it is called."""
    making = commands.add_parser(COMMAND, help="fold files of messages in memory: a row a played match, as Parquet")
    making.add_argument("--records", type=Path, required=True, metavar="FOLDER", help="files of messages")
    making.add_argument("--competition", default="E0", help="as football-data.co.uk has it")
    making.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the table goes")


def run(chosen: argparse.Namespace) -> str:
    """Make the table, unless the same code has made it of the same messages before.

    Raises:
        Refused: the folder holds no whole set of messages, or tells of no match of the competition.
    """
    files = [(one.name, one.sha256) for one in contents_of(chosen.records).files]
    inputs = fingerprint(chosen.competition, LATEST, *files, code_of(*CODE))
    if chosen.out.is_file() and pl.read_parquet_metadata(chosen.out).get(INPUTS) == inputs:
        return f"{chosen.out}: made before, nothing has changed"
    if not files:
        raise Refused(f"{chosen.records}/{CONTENTS} lists no file")
    table = played_table(asserted(chosen.records, chosen.competition))
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    half = chosen.out.with_suffix(".half")
    table.write_parquet(half, metadata={INPUTS: inputs, CATALOGUE: str(LATEST)})
    half.replace(chosen.out)  # a run that is ended early leaves no half a table behind
    first, last = str(table["season"].min()), str(table["season"].max())
    return f"{chosen.out}: {table.height} matches of {table['season'].n_unique()} seasons, {first} to {last}"
