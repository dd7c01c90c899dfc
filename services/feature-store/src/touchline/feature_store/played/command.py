"""`history --records FOLDER --competition E0 --out FILE`: played matches with their vectors, as one Parquet file."""

import argparse

from touchline.feature_store.made import add_arguments, made
from touchline.feature_store.played.messages import asserted
from touchline.feature_store.played.table import played_table

COMMAND = "history"


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Say how it is called."""
    making = commands.add_parser(COMMAND, help="fold files of messages in memory: a row a played match, as Parquet")
    add_arguments(making)


def run(chosen: argparse.Namespace) -> str:
    """Make the table, unless the same code has made it of the same messages before.

    Raises:
        Refused: the folder holds no whole set of messages, or tells of no match of the competition.
    """
    asked = f"{COMMAND} {chosen.competition}"
    table = made(chosen.out, chosen.records, asked, lambda: played_table(asserted(chosen.records, chosen.competition)))
    if table is None:
        return f"{chosen.out}: made before, nothing has changed"
    first, last = str(table["season"].min()), str(table["season"].max())
    return f"{chosen.out}: {table.height} matches of {table['season'].n_unique()} seasons, {first} to {last}"
