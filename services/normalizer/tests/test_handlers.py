"""A document comes in; only what changed goes out, once, in batches by pool."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from normalizer_fakes import (
    FETCHED_AT,
    FakeObjects,
    MemoryConnection,
    announced_as_other_bytes,
    message_of,
    raw_document,
)

from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.handlers import normalize_documents
from touchline.normalizer.reading import Normalizer
from touchline.runtime.errors import InvalidRecord, Unavailable
from touchline.runtime.transaction import Transaction
from touchline.schemas import decode, rows_of
from touchline.schemas.records import Match, MatchStatus, Odds, ParkedRow, Provenance, RawDocument, Team
from touchline.schemas.topics import BY_NAME

Record = TypeVar("Record")

SEASON = "football-data/mmz4281/1920/E0.csv"
FIXTURES = "football-data/fixtures.csv"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
HEADER = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,B365H,B365D,B365A"
CLUBS = ("Arsenal", "Chelsea", "Everton", "Fulham", "Leeds", "Burnley")
PAIRS = [(home, away) for home in CLUBS for away in CLUBS if home != away][:20]


@dataclass(slots=True)
class Pipeline:
    """The handler with its store and its tables, one transaction a message."""

    objects: FakeObjects = field(default_factory=FakeObjects)
    connection: MemoryConnection = field(default_factory=MemoryConnection)
    sent: Transaction = field(init=False)
    offset: int = 0

    async def fetch(self, text: str, revision: int = 1, key: str = SEASON) -> None:
        document = raw_document(text.encode(), revision, key)
        self.objects.content[document.object_key] = text.encode()
        await self.announce(document)

    async def announce(self, *documents: RawDocument) -> None:
        self.sent = Transaction(self.connection, "normalizer")
        message = message_of(*documents, offset=self.offset)
        self.offset += 1
        await normalize_documents(Normalizer(self.objects, lambda: NOW, DIALECTS), message, self.sent)
        for callback in self.sent.callbacks:
            await callback()

    def rows(self, record: type[Record]) -> list[Record]:
        messages = [row for row in self.sent.pending if BY_NAME[row.topic].record is record]
        return [row for message in messages for row in rows_of(record, decode(record, message.value))]


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline()


def season(*, without: int = 0, goals: str = "1", extra: str = "") -> str:
    rows = [f"E0,10/08/2019,{home},{away},{goals},0,2.1,3.4,3.6" for home, away in PAIRS[without:]]
    return "\n".join([HEADER, *rows, extra])


async def test_a_referee_whom_no_table_downstream_can_hold_is_parked_and_holds_up_no_match(pipeline: Pipeline) -> None:
    table = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,Referee\nE0,10/08/2019,Arsenal,Chelsea,1,0,M Oliver\n"
    await pipeline.fetch(f"{table}E0,10/08/2019,Leeds,Everton,1,0,{'x' * 129}\n")
    assert [match.referee for match in pipeline.rows(Match)] == ["M Oliver", None]
    assert [(row.line, row.column) for row in pipeline.rows(ParkedRow)] == [(3, "referee")]


async def test_a_document_goes_out_in_one_batch_for_each_topic_of_the_pool(pipeline: Pipeline) -> None:
    await pipeline.fetch(season())
    assert [(row.topic, row.key) for row in pipeline.sent.pending] == [
        ("football.teams.v1", b"ENG"),
        ("football.matches.v1", b"ENG"),
        ("football.odds.v1", b"ENG"),
    ]
    assert (len(pipeline.rows(Team)), len(pipeline.rows(Match)), len(pipeline.rows(Odds))) == (6, 20, 20)


async def test_what_a_season_file_says_was_known_by_the_providers_rule_and_is_derived(pipeline: Pipeline) -> None:
    await pipeline.fetch(season())
    match, odds = pipeline.rows(Match)[0], pipeline.rows(Odds)[0]
    assert (match.event_time, match.available_at) == (
        datetime(2019, 8, 10, 15, tzinfo=UTC),
        datetime(2019, 8, 11, tzinfo=UTC),
    )
    assert odds.available_at == datetime(2019, 8, 9, 16, tzinfo=UTC)
    assert {match.provenance, odds.provenance} == {Provenance.DERIVED}
    assert match.recorded_at == NOW


async def test_what_fixtures_say_was_known_when_they_were_fetched(pipeline: Pipeline) -> None:
    fixture = "Div,Date,HomeTeam,AwayTeam,B365H,B365D,B365A\nE0,17/08/2019,Arsenal,Chelsea,2.1,3.4,3.6\n"
    await pipeline.fetch(fixture, key=FIXTURES)
    match, odds = pipeline.rows(Match)[0], pipeline.rows(Odds)[0]
    assert match.status is MatchStatus.SCHEDULED
    assert {match.available_at, odds.available_at} == {FETCHED_AT + timedelta(days=1)}
    assert {match.provenance, odds.provenance} == {Provenance.REAL}


async def test_the_same_content_fetched_again_is_no_news(pipeline: Pipeline) -> None:
    await pipeline.fetch(season(), revision=1)
    await pipeline.fetch(season() + "\n", revision=2)
    assert pipeline.sent.pending == []


async def test_an_unchanged_fixture_keeps_the_time_it_was_first_seen(pipeline: Pipeline) -> None:
    fixture = "Div,Date,HomeTeam,AwayTeam\nE0,17/08/2019,Arsenal,Chelsea\n"
    await pipeline.fetch(fixture, revision=1, key=FIXTURES)
    await pipeline.fetch(fixture + "E0,17/08/2019,Leeds,Fulham\n", revision=2, key=FIXTURES)
    assert [match.home_team for match in pipeline.rows(Match)] == ["leeds"]


async def test_only_a_corrected_row_goes_out_again_with_a_greater_revision(pipeline: Pipeline) -> None:
    await pipeline.fetch(season(), revision=1)
    first = pipeline.rows(Match)[0]
    await pipeline.fetch(season().replace("Chelsea,1,0", "Chelsea,3,0", 1), revision=2)
    (corrected,) = pipeline.rows(Match)
    assert (corrected.match_id, corrected.home_goals) == (first.match_id, 3)
    assert corrected.revision > first.revision
    assert corrected.available_at == first.available_at
    assert not pipeline.rows(Odds)


async def test_a_repeated_or_older_version_changes_nothing(pipeline: Pipeline) -> None:
    await pipeline.fetch(season(goals="2"), revision=5)
    for revision in (5, 4):
        await pipeline.fetch(season(goals="1"), revision=revision)
        assert pipeline.sent.pending == []


async def test_a_reverted_correction_is_news(pipeline: Pipeline) -> None:
    for revision, goals in enumerate(("1", "2", "1"), start=1):
        await pipeline.fetch(season(goals=goals), revision=revision)
        assert {match.home_goals for match in pipeline.rows(Match)} == {int(goals)}


async def test_a_complete_document_withdraws_what_it_no_longer_holds(pipeline: Pipeline) -> None:
    await pipeline.fetch(season(), revision=1)
    gone = pipeline.rows(Match)[0]
    await pipeline.fetch(season(without=1), revision=2)
    (withdrawn,) = pipeline.rows(Match)
    assert (withdrawn.match_id, withdrawn.status) == (gone.match_id, MatchStatus.WITHDRAWN)
    assert (withdrawn.event_time, withdrawn.home_goals) == (gone.event_time, None)
    assert withdrawn.available_at == FETCHED_AT + timedelta(days=2)
    assert [(odds.match_id, odds.prices, odds.withdrawn) for odds in pipeline.rows(Odds)] == [
        (gone.match_id, [2.1, 3.4, 3.6], True)
    ]
    await pipeline.fetch(season(), revision=3)
    assert [match.match_id for match in pipeline.rows(Match)] == [gone.match_id]
    assert [(odds.match_id, odds.withdrawn) for odds in pipeline.rows(Odds)] == [(gone.match_id, None)]


async def test_prices_that_vanish_from_a_whole_document_are_withdrawn_and_their_match_stays(pipeline: Pipeline) -> None:
    await pipeline.fetch(season(), revision=1)
    await pipeline.fetch(season().replace("1,0,2.1,3.4,3.6", "1,0,,,", 1), revision=2)
    assert [odds.withdrawn for odds in pipeline.rows(Odds)] == [True]
    assert pipeline.rows(Match) == []


async def test_what_a_damaged_version_lacks_is_no_news_when_the_next_one_holds_it(pipeline: Pipeline) -> None:
    await pipeline.fetch(season(), revision=1)
    await pipeline.fetch("<html>busy</html>", revision=2)
    await pipeline.fetch(season(), revision=3)
    assert pipeline.sent.pending == []


async def test_a_document_with_a_parked_row_withdraws_nothing(pipeline: Pipeline) -> None:
    await pipeline.fetch(season(), revision=1)
    await pipeline.fetch(season(without=1, extra="E0,10/08/2019,Arsenal"), revision=2)
    assert pipeline.rows(Match) == []
    (parked,) = pipeline.rows(ParkedRow)
    assert (parked.document_key, parked.line) == (SEASON, 21)
    await pipeline.fetch(season(without=1), revision=3)
    assert [match.status for match in pipeline.rows(Match)] == [MatchStatus.WITHDRAWN]


async def test_a_document_that_lost_more_than_a_tenth_of_its_matches_withdraws_nothing(pipeline: Pipeline) -> None:
    await pipeline.fetch(season(), revision=1)
    await pipeline.fetch(season(without=3), revision=2)
    assert pipeline.sent.pending == []
    await pipeline.fetch(season(without=2), revision=3)
    assert len(pipeline.rows(Match)) == 2


async def test_a_rolling_document_withdraws_nothing(pipeline: Pipeline) -> None:
    header = "Div,Date,HomeTeam,AwayTeam\n"
    await pipeline.fetch(header + "E0,17/08/2019,Arsenal,Chelsea\n", revision=1, key=FIXTURES)
    await pipeline.fetch(header + "E0,24/08/2019,Leeds,Fulham\n", revision=2, key=FIXTURES)
    assert [match.home_team for match in pipeline.rows(Match)] == ["leeds"]


async def test_a_web_page_served_as_a_table_is_one_parked_row_keyed_by_its_document(pipeline: Pipeline) -> None:
    await pipeline.fetch(season(), revision=1)
    await pipeline.fetch("<html>busy</html>", revision=2)
    assert [(row.topic, row.key) for row in pipeline.sent.pending] == [("parked.rows.v1", SEASON.encode())]
    assert [(row.line, row.row) for row in pipeline.rows(ParkedRow)] == [(1, "<html>busy</html>")]


async def test_a_document_without_a_dialect_is_parked(pipeline: Pipeline) -> None:
    await pipeline.fetch("anything", key="football-data/notes.txt")
    assert "is no season file" in pipeline.rows(ParkedRow)[0].reason


async def test_bytes_that_are_not_those_announced_are_refused(pipeline: Pipeline) -> None:
    document = raw_document(season().encode(), 1, SEASON)
    pipeline.objects.content[document.object_key] = season().encode()
    with pytest.raises(InvalidRecord, match="sha256"):
        await pipeline.announce(announced_as_other_bytes(document))


async def test_bytes_that_are_not_there_are_refused(pipeline: Pipeline) -> None:
    with pytest.raises(InvalidRecord, match="not in the store"):
        await pipeline.announce(raw_document(b"", 1, SEASON))


async def test_a_store_that_does_not_answer_is_waited_for(pipeline: Pipeline) -> None:
    pipeline.objects.down = Unavailable("S3: timeout")
    with pytest.raises(Unavailable):
        await pipeline.fetch(season())


async def test_the_same_message_gives_the_same_events_again() -> None:
    events = []
    for _ in range(2):
        pipeline = Pipeline()
        await pipeline.fetch(season())
        events.append([(row.topic, row.value, dict(row.headers)["ce_id"]) for row in pipeline.sent.pending])
    assert events[0] == events[1]
