"""The page of MariaDB: the views that anyone may read with every column, and every table with what it is for."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from docs.site.reference.laid import statements, tables_after
from docs.site.reference.meanings import COLUMNS, LEDGER, TABLES, VIEW_MEANINGS
from touchline.runtime.database import TABLES as RUNTIME
from touchline.schemas.describing.meanings import MEANINGS
from touchline.schemas.views import VIEWS

ROOT = Path(__file__).resolve().parents[3]
BEFORE = """\
# Tables

One MariaDB database; every service makes and changes its own tables (`migrate`) and no other service writes them.
**Others read the views `pub_*`**, whose columns are added, never renamed or dropped. Tables beneath are a service's
own and may change with any version. Times are UTC with microseconds; tables marked *ledger* are never rebuilt, all
others can be made again from topics and raw documents.
"""


def page() -> str:
    """Views first, then each service's tables."""
    lines = [BEFORE.rstrip("\n"), "\n## Views\n"]
    for view, columns in VIEWS.items():
        lines += [f"### {view}\n", VIEW_MEANINGS[view], "", "| column | meaning |", "|---|---|"]
        lines += [f"| `{name}` | {meaning(name)} |" for name in columns]
        lines.append("")
    lines += ["## Tables of the runtime\n", "Every service that consumes works through these, under its own name.\n"]
    lines += listed(sorted(tables_after(iter(RUNTIME))))
    for service, names in standing().items():
        lines += [f"\n## Tables of {service}\n", *listed(names)]
    return "\n".join(lines) + "\n"


def standing() -> Mapping[str, list[str]]:
    """Each service's tables, as its migrations leave them."""
    folders = sorted((ROOT / "services").glob("*/src/touchline/*/migrations/versions"))
    return {folder.relative_to(ROOT).parts[1]: tables_after(statements(folder)) for folder in folders}


def listed(names: list[str]) -> Iterator[str]:
    """A line a table."""
    yield "| table | one row is |"
    yield "|---|---|"
    for name in names:
        yield f"| `{name}`{', *ledger*' if name in LEDGER else ''} | {TABLES[name]} |"


def meaning(column: str) -> str:
    """What a column of a view means: as in the records, since one name means one thing everywhere."""
    return COLUMNS.get(column) or MEANINGS[column].words
