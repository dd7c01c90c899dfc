"""A snapshot of what was told, made without a database: what a store that was told the same would write."""

from collections.abc import Iterable
from pathlib import Path

from touchline.feature_store.features.state import PoolState
from touchline.feature_store.history.snapshots.files import TIMELINE, fixture_columns, fixture_files, timeline_files
from touchline.feature_store.history.snapshots.manifest import FORMAT, NAME, Manifest
from touchline.feature_store.pricing import ToldPrices, market_rows
from touchline.feature_store.replaying import Row, replay
from touchline.feature_store.stores.history import packed
from touchline.feature_store.versions import Told, versions_of
from touchline.football.catalogue import LATEST, catalogue
from touchline.schemas.records import Match, Odds

from ..football import POOL
from .lived import Step


def write_snapshot(folder: Path, steps: Iterable[Step]) -> None:
    """Everything that these steps tell."""
    matches: dict[str, list[Told]] = {}
    books: dict[str, list[ToldPrices]] = {}
    for at, row in ((step.at, row) for step in steps for rows in step.messages for row in rows):
        if isinstance(row, Match):
            matches.setdefault(row.match_id, []).append(Told(row, at))
        elif isinstance(row, Odds):
            books.setdefault(row.match_id, []).append(ToldPrices(row, at))
    versions = [version for match_id in sorted(matches) for version in versions_of(matches[match_id])]
    replayed = replay(PoolState(), [], versions).rows
    market = [row for match_id in sorted(books) for row in market_rows(books[match_id])]
    fixtures = [
        (*(getattr(one.match, name) for name in fixture_columns()[:-3]), one.known_at, one.superseded_at, one.touches)
        for one in versions
    ]
    found = list(fixture_files(POOL, fixtures))
    for kind in ("team", "pair", "market"):
        found += timeline_files(kind, POOL, [_stored(row) for row in (*replayed, *market) if row.kind == kind])
    for file, content in found:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    newest = max(*(one.known_at for one in versions), *(row.known_at for row in (*replayed, *market)))
    names = tuple(one.name for one in catalogue(LATEST).teams)
    files = tuple(sorted((file for file, _ in found), key=lambda file: file.path))
    (folder / NAME).write_bytes(Manifest(FORMAT, LATEST, newest, names, (), (), files).to_json())


def _stored(row: Row) -> tuple[object, ...]:
    """As MariaDB gives it back: TIMELINE's columns, then the values."""
    return (*(POOL if name == "pool" else getattr(row, name) for name in TIMELINE.names), packed(row.values))
