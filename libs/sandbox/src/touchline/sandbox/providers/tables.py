"""A source that is a folder of tables of matches, each shown as far as its results were known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from touchline.sandbox.providers.provider import CSV, Served, whole_or_past
from touchline.sandbox.providers.season import Season


@dataclass(frozen=True)
class Tables:
    """Tables by their paths."""

    files: Mapping[str, Season]

    def answer(self, path: str, moment: datetime, query: Mapping[str, str]) -> Served | None:
        """A table's header and the matches whose results were known; none before the first."""
        table = self.files.get(path)
        content = table.as_of(moment) if table else None
        return whole_or_past(content, table.content, CSV) if table and content is not None else None


def tables_in(folder: Path, pattern: str) -> Tables | None:
    """The files below a folder that match a pattern; None when there are none."""
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.glob(pattern))}
    return Tables({path: Season(path, file.read_bytes()) for path, file in files.items()}) if files else None
