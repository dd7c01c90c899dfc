"""What was landed and not read, parked, or left open is counted, and named once it is more than may be."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from normalizer_fakes import MemoryConnection

from touchline.normalizer.completeness import USUAL, Completeness, documents, where, with_rows
from touchline.schemas.records import ParkedKind, ParkedRow
from touchline.schemas.revision import of_document

SEASON = "football-data/mmz4281/1920/E0.csv"
TIME = datetime(2020, 2, 28, tzinfo=UTC)
NARROW = replace(USUAL, open_names=0, parked_share=0.02)
WHOLE = Completeness(landed={SEASON: 2}, read={SEASON: 2}, read_again=0, rows={"football-data": 98})


def parked(kind: ParkedKind | None, line: int = 7, column: str | None = "FTHG") -> ParkedRow:
    return ParkedRow(SEASON.split("/")[0], SEASON, "0" * 64, line, column, "why", "…", TIME, TIME, TIME, 1, kind, 1)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (replace(WHOLE, landed={SEASON: 3}), f"1 landed documents were not read: {SEASON}; look at `make logs`"),
        (replace(WHOLE, landed={SEASON: 2, "a/b": 1}), "1 landed documents were not read: a/b; look at `make logs`"),
        (replace(WHOLE, read_again=4), "4 documents wait to be read again"),
        (replace(WHOLE, open_names=2), "2 names wait for a decision; `make resolve` lists them"),
        (replace(WHOLE, incomplete=("a/b: 9 of 10",)), "1 documents hold less than they must: a/b: 9 of 10"),
        (
            replace(WHOLE, parked={"football-data": {"row": 3}}),
            "football-data: 3 rows could not be read, 3.0% of its rows",
        ),
    ],
)
def test_what_is_out_of_bounds_is_a_sentence(found: Completeness, sentence: str) -> None:
    assert found.wrong(NARROW) == [sentence]


@pytest.mark.parametrize(
    "found",
    [
        WHOLE,
        replace(WHOLE, parked={"football-data": {"row": 2}}),  # exactly two in a hundred
        replace(WHOLE, parked={"football-data": {"part": 90, "not-followed": 90, "schema-drift": 90}}),
        Completeness({}, {}, 0),
    ],
)
def test_what_is_within_bounds_is_none(found: Completeness) -> None:
    assert found.wrong(NARROW) == []


def test_bounds_can_be_wider() -> None:
    found = replace(WHOLE, landed={SEASON: 3}, open_names=2, incomplete=("a",), parked={"football-data": {"row": 90}})
    assert len(found.wrong(NARROW)) == 4
    assert found.wrong(replace(NARROW, unread=1, open_names=2, incomplete=1, parked_share=0.5)) == []


async def test_a_document_is_read_when_its_latest_version_was_in_whichever_incarnation() -> None:
    connection = MemoryConnection()
    for key, revision in (("a/old", of_document(0, 1)), ("a/new", of_document(3, 2))):
        await connection.execute("INSERT INTO normalizer_documents VALUES (%s, %s, 1, 0, '', '')", (key, revision))
    found = await documents(connection, {"a/old": 2, "a/new": 2, "a/never": 1})
    assert found.unread == ["a/never", "a/old"]


async def test_parked_rows_are_counted_by_the_kind_that_their_topic_says() -> None:
    connection = MemoryConnection()
    rows = [
        parked(ParkedKind.ROW),
        parked(ParkedKind.PART, 8),
        parked(ParkedKind.INCOMPLETE, 1, "matches"),
        parked(ParkedKind.NOT_FOLLOWED, 9, "E5"),
        parked(None, 10),
    ]
    said = {where(row): row for row in rows}
    keys = [*said, (SEASON, "parked:99:forgotten by the topic"), (SEASON, "match:E0:2019/20:a:b")]
    for key in keys:
        await connection.execute("INSERT INTO normalizer_rows VALUES (%s, %s, '', 0, NULL)", key)
    said |= {where(parked(ParkedKind.ROW, 77)): parked(ParkedKind.ROW, 77)}  # was corrected since
    found = await with_rows(connection, WHOLE, said)
    kinds = {"row": 1, "part": 1, "incomplete": 1, "not-followed": 1, "unknown": 2}
    assert found.parked == {"football-data": kinds}
    assert found.rows == {"football-data": 1}
    assert found.incomplete == (f"{SEASON}: why",)


async def test_a_name_that_many_documents_wait_for_is_one() -> None:
    connection = MemoryConnection()
    for document in ("a/1", "a/2"):
        await connection.execute("INSERT INTO normalizer_waiting VALUES (%s, 'club', 'ENG', 'Spurs')", (document,))
    assert (await with_rows(connection, WHOLE, {})).open_names == 1
