"""The tables that a service's migrations leave, by running them against an Alembic that only listens."""

import re
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace

MADE = re.compile(r"^CREATE TABLE (?:IF NOT EXISTS )?`?(\w+)`?", re.IGNORECASE)
GONE = re.compile(r"^DROP TABLE (?:IF EXISTS )?`?(\w+)`?", re.IGNORECASE)
RENAMED = re.compile(r"^RENAME TABLE `?(\w+)`? TO `?(\w+)`?", re.IGNORECASE)


def statements(versions: Path) -> Iterator[str]:
    """What the migrations of a folder execute, in their order."""
    said: list[str] = []
    for file in sorted(versions.glob("*.py")):
        spec = spec_from_file_location(f"migration_{file.stem}", file)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        vars(module)["op"] = SimpleNamespace(execute=lambda text: said.append(str(text).strip()))
        module.upgrade()
    yield from said


def tables_after(said: Iterator[str]) -> list[str]:
    """Names of the tables that stand after these statements.

    >>> tables_after(iter(["CREATE TABLE a (x INT)", "CREATE TABLE b LIKE a", "RENAME TABLE b TO c", "DROP TABLE a"]))
    ['c']
    """
    standing: set[str] = set()
    for statement in said:
        if made := MADE.match(statement):
            standing.add(made[1])
        elif gone := GONE.match(statement):
            standing.discard(gone[1])
        elif renamed := RENAMED.match(statement):
            standing = (standing - {renamed[1]}) | {renamed[2]}
    return sorted(standing)
