"""A table in a file, made again only when other messages or other code make it."""

import argparse
from collections.abc import Callable
from pathlib import Path

import polars as pl

from touchline.football.catalogue import LATEST
from touchline.runtime.errors import Refused
from touchline.runtime.fingerprint import code_of, fingerprint
from touchline.runtime.message_files import CONTENTS, contents_of

CODE = ("touchline.feature_store", "touchline.football", "touchline.schemas")
INPUTS, CATALOGUE = "touchline.inputs", "touchline.catalogue_version"  # in the file's metadata


def add_arguments(making: argparse.ArgumentParser) -> None:
    """What a command that makes such a table is told."""
    making.add_argument("--records", type=Path, required=True, metavar="FOLDER", help="files of messages")
    making.add_argument("--competition", default="E0", help="as football-data.co.uk has it")
    making.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the table goes")


def made(out: Path, records: Path, asked: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame | None:
    """Write the table that `make` gives for what is asked of files of messages; None where it stands there already.

    Raises:
        Refused: the folder holds no whole set of messages.
    """
    files = [(one.name, one.sha256) for one in contents_of(records).files]
    if not files:
        raise Refused(f"{records}/{CONTENTS} lists no file")
    inputs = fingerprint(asked, LATEST, *files, code_of(*CODE))
    if out.is_file() and pl.read_parquet_metadata(out).get(INPUTS) == inputs:
        return None
    table = make()
    out.parent.mkdir(parents=True, exist_ok=True)
    half = out.with_suffix(".half")
    table.write_parquet(half, metadata={INPUTS: inputs, CATALOGUE: str(LATEST)})
    half.replace(out)  # a run that is ended early leaves no half a table behind
    return table
