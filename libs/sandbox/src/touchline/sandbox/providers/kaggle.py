"""Kaggle's English Premier League: season files and the table of all seasons, at their paths in the archive.

The archive was published as a whole; a date before its last match shows what it would have held then.
"""

from pathlib import Path

from touchline.sandbox.providers.tables import Tables, tables_in

SOURCE = "kaggle"
FOLDER = "kaggle-epl"


def recorded(folder: Path) -> Tables | None:
    """The tables of matches; the final standings follow from them, and test.csv repeats the last season."""
    found = tables_in(folder / FOLDER, "Datasets/*.csv")
    left_out = ("EPLStandings.csv", "test.csv")
    return found and Tables({path: table for path, table in found.files.items() if not path.endswith(left_out)})
