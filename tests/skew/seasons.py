"""Recorded seasons as they would have been told: fixtures, prices, results, and some of what goes wrong."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.football_data.parser import DIALECT
from touchline.normalizer.dialects.rows import Counts
from touchline.normalizer.identities.reviewed import reviewed
from touchline.normalizer.records import Reading, record_of
from touchline.schemas.records import Match, MatchStatus, Odds, OddsMoment, Provenance, RawDocument

ANNOUNCED = (7, 1)  # month and day on which a season's fixtures are told
WRONG, MOVED, OFF = 0.03, 0.02, 0.02  # shares: corrected results, moved fixtures, fixtures taken back for a while
CORRECTED_AFTER = (0.5, 21.0)  # days
_NOT_COUNTED = {field.name: None for field in fields(Counts)}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told at one football time, by record."""

    at: datetime
    matches: tuple[Match, ...]
    odds: tuple[Odds, ...]


def told(files: Sequence[Path], seed: int) -> list[Told]:
    """Everything that these season files say, each fact when it could be known, in the order of time.

    Of a part of the matches the seed makes a first result that is wrong, another date first, or a withdrawal.
    """
    dice = Random(seed)
    rows: dict[datetime, list[Any]] = {}
    for file in files:
        for record in _records(file):
            stated = _lived(record, dice) if isinstance(record, Match) else [(record.available_at, record)]
            for at, row in stated:
                rows.setdefault(at, []).append(row)
    return [
        Told(
            at,
            tuple(row for row in rows[at] if isinstance(row, Match)),
            tuple(row for row in rows[at] if isinstance(row, Odds)),
        )
        for at in sorted(rows)
    ]


def _records(file: Path) -> Iterator[Match | Odds]:
    """The matches of a file and the prices from before them."""
    content, season = file.read_bytes(), file.stem.rpartition("_")[2]
    key = f"football-data/mmz4281/{season}/E0.csv"
    fetched = datetime(2000 + int(season[2:]), 6, 30, tzinfo=UTC)
    parsed = DIALECT.read(content, Document(key, True, fetched), reviewed())
    reading = Reading(raw_document(key, content, fetched), fetched)
    for row in (*parsed.matches, *parsed.odds):
        found = record_of(row, reading)
        assert found is not None
        if isinstance(found[1], Match) or found[1].moment is OddsMoment.BEFORE:
            yield found[1]


def _lived(result: Match, dice: Random) -> Iterator[tuple[datetime, Match]]:
    """The versions of a season's document that name a match, each when it was told."""
    announced = datetime(int(result.season[:4]), *ANNOUNCED, tzinfo=UTC)
    fixture = replace(result, **_NOT_COUNTED, status=MatchStatus.SCHEDULED, available_at=announced)
    before, over = result.event_time - timedelta(days=5), result.available_at
    revision = iter(range(1, 9))
    if dice.random() < MOVED:
        later = replace(fixture, event_time=fixture.event_time + timedelta(days=3))
        yield announced, _version(later, next(revision))
        yield before, _version(replace(fixture, available_at=before), next(revision))
    else:
        yield announced, _version(fixture, next(revision))
    if dice.random() < OFF:
        off = before + timedelta(hours=1)
        yield off, _version(replace(fixture, status=MatchStatus.WITHDRAWN, available_at=off), next(revision))
        again = before + timedelta(days=1)
        yield again, _version(replace(fixture, available_at=again), next(revision))
    if dice.random() < WRONG and result.home_goals is not None:
        yield over, _version(replace(result, home_goals=result.home_goals + 1), next(revision))
        late = over + timedelta(days=dice.uniform(*CORRECTED_AFTER))
        yield late, _version(result, next(revision))
    else:
        yield over, _version(result, next(revision))


def _version(match: Match, revision: int) -> Match:
    name = f"{match.document_key} {match.match_id} {revision}"
    return replace(match, revision=revision, document=hashlib.sha256(name.encode()).hexdigest())


def raw_document(key: str, content: bytes, at: datetime) -> RawDocument:
    """What the ingestor would have said of a season file that was fetched at a moment."""
    sha256 = hashlib.sha256(content).hexdigest()
    return RawDocument(
        source="football-data",
        document_key=key,
        url=f"https://provider.example/{key}",
        object_key=f"raw/{sha256}",
        sha256=sha256,
        size=len(content),
        media_type="text/csv",
        previous_sha256=None,
        complete=True,
        provenance=Provenance.REAL,
        event_time=at,
        available_at=at,
        recorded_at=at,
        revision=1,
    )
