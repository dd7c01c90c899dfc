"""What was parked for a name goes in once the name means something: nothing is lost, nothing is guessed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from normalizer_fakes import FETCHED_AT, FakeObjects, MemoryConnection, message_of, raw_document

from touchline.normalizer.dialects.dialect import Dialect, Document
from touchline.normalizer.dialects.names import Names, UnknownName, club_scope
from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.registry import DIALECTS
from touchline.normalizer.dialects.rows import IdentityRow, Name, Parsed, PlayerRow, Scope
from touchline.normalizer.handlers import normalize_documents, take_decisions
from touchline.normalizer.reading import Normalizer
from touchline.normalizer.rereading import read_next, read_one_again
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import Envelope, batch_of, decode, encode, rows_of
from touchline.schemas.records import IdentityDecision, IdentityKind, Match, MatchStatus, ParkedRow, Player
from touchline.schemas.topics import BY_NAME, IDENTITY_DECISIONS, PLAYERS

Record = TypeVar("Record")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIXTURES = "football-data/fixtures.csv"
SEASON = "football-data/mmz4281/1920/E0.csv"
TABLE = (
    "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\nE0,10/08/2019,Arsenal,Chelsea,1,0\nE0,10/08/2019,Cosmos United,Everton,2,2\n"
)
NUMBERS = Scope(IdentityKind.PLAYER, "made:2019/20")


def read_numbers(content: bytes, document: Document, names: Names) -> Parsed:
    """A made dialect: `list` and `number-7` say which number is which player, `squad` and `news` use the numbers."""
    reading = Reading()
    for line, text in enumerate(content.decode().split(), start=1):
        with reading.row(line, text) as draft:
            if document.path == "list":
                number, player = text.split("=")
                draft.add(IdentityRow(Name(NUMBERS, number), player))
            elif document.path.startswith("number-"):
                number = document.path.removeprefix("number-")
                draft.add(IdentityRow(Name(NUMBERS, number), f"{text}-{number}"))
            elif document.path == "news":
                named = names.find(Name(NUMBERS, text))
                draft.add(player_called("news", f"names {named or 'nobody'}"))
                if named is None:
                    draft.park_part(UnknownName("number", Name(NUMBERS, text)))
            else:
                player = names.need(Name(NUMBERS, text), "number")
                draft.add(player_called(player, player))
    return reading.parsed()


def player_called(player: str, name: str) -> PlayerRow:
    return PlayerRow("ENG", player, name, None, None, None, None, None, FETCHED_AT, None)


@dataclass(slots=True)
class Pipeline:
    """Handlers and background work on one memory of tables."""

    objects: FakeObjects = field(default_factory=FakeObjects)
    connection: MemoryConnection = field(default_factory=MemoryConnection)
    offset: int = 0

    @property
    def normalizer(self) -> Normalizer:
        made = Dialect("made", read_numbers, lambda document: (NUMBERS,))
        return Normalizer(self.objects, lambda: NOW, {**DIALECTS, "made": made})

    async def fetch(self, text: str, key: str = SEASON, revision: int = 1) -> Transaction:
        document = raw_document(text.encode(), revision, key)
        self.objects.content[document.object_key] = text.encode()
        transaction = self.transaction()
        await normalize_documents(self.normalizer, message_of(document, offset=self.offset), transaction)
        return transaction

    async def decide(self, name: str, club: str, version: int) -> None:
        scope = club_scope("ENG")
        decision = IdentityDecision(
            Name(scope, name).key, scope.kind, scope.name, name, club, "a person", "seen", NOW, NOW, NOW, version
        )
        envelope = Envelope(f"decision-{version}", "/test", "test", FETCHED_AT, "test", "")
        value = encode(batch_of(IdentityDecision, [decision]))
        message = Message(IDENTITY_DECISIONS.name, 0, version, b"key", value, envelope.headers())
        await take_decisions(message, self.transaction())

    async def read_again(self) -> list[Transaction]:
        done = []
        while await read_one_again(self.normalizer, transaction := self.transaction()):
            done.append(transaction)
        return done

    def transaction(self) -> Transaction:
        self.offset += 1
        return Transaction(self.connection, "normalizer")


class Work(UnitOfWork):
    """Transactions on the pipeline's tables, taken back on an error; `done` are those that were not."""

    def __init__(self, pipeline: Pipeline) -> None:
        super().__init__(pipeline.connection, "normalizer")  # type: ignore[arg-type]  # opened here, not there
        self.pipeline, self.done = pipeline, list[Transaction]()

    @asynccontextmanager
    async def transaction(self, lane: str) -> AsyncIterator[Transaction]:
        transaction = self.pipeline.transaction()
        with self.pipeline.connection.whole():
            yield transaction
        self.done.append(transaction)


def rows(transactions: list[Transaction], record: type[Record]) -> list[Record]:
    messages = [row for one in transactions for row in one.pending if BY_NAME[row.topic].record is record]
    return [row for message in messages for row in rows_of(record, decode(record, message.value))]


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline()


async def test_a_row_parked_for_a_name_says_which_decision_would_let_it_in(pipeline: Pipeline) -> None:
    (parked,) = rows([await pipeline.fetch(TABLE)], ParkedRow)
    assert parked.waits_for == "club:ENG:Cosmos United"


async def test_a_decision_lets_in_what_was_parked_and_nothing_else_is_said_again(pipeline: Pipeline) -> None:
    first = rows([await pipeline.fetch(TABLE)], Match)
    await pipeline.decide("Cosmos United", "cosmos", version=1)
    (let_in,) = rows(await pipeline.read_again(), Match)
    assert (let_in.home_team, let_in.home_goals) == ("cosmos", 2)
    assert let_in.revision > first[0].revision
    assert let_in.available_at == datetime(2019, 8, 11, tzinfo=UTC)
    assert await pipeline.read_again() == []


async def test_a_repeated_or_older_decision_reads_nothing_again(pipeline: Pipeline) -> None:
    await pipeline.fetch(TABLE)
    await pipeline.decide("Cosmos United", "cosmos", version=2)
    assert len(await pipeline.read_again()) == 1
    await pipeline.decide("Cosmos United", "cosmos", version=2)
    await pipeline.decide("Cosmos United", "other-club", version=1)
    assert await pipeline.read_again() == []


async def test_a_corrected_decision_takes_the_wrong_match_back_and_states_the_right_one(pipeline: Pipeline) -> None:
    await pipeline.fetch(TABLE)
    await pipeline.decide("Cosmos United", "wrong-club", version=1)
    (wrong,) = rows(await pipeline.read_again(), Match)
    await pipeline.decide("Cosmos United", "cosmos", version=2)
    said = {match.home_team: match for match in rows(await pipeline.read_again(), Match)}
    assert said["cosmos"].status is MatchStatus.PLAYED
    assert said["wrong-club"].status is MatchStatus.WITHDRAWN
    assert said["cosmos"].revision > wrong.revision


async def test_what_a_document_waits_for_is_forgotten_when_its_next_version_no_longer_does(pipeline: Pipeline) -> None:
    await pipeline.fetch(TABLE)
    await pipeline.fetch(TABLE.replace("Cosmos United", "Leeds"), revision=2)
    await pipeline.decide("Cosmos United", "cosmos", version=1)
    assert await pipeline.read_again() == []


@pytest.mark.parametrize("order", [("list", "squad"), ("squad", "list")])
async def test_it_does_not_matter_whether_numbers_come_before_or_after_what_they_mean(
    pipeline: Pipeline, order: tuple[str, str]
) -> None:
    texts = {"list": "7=p1 8=p2", "squad": "7 8"}
    said = [await pipeline.fetch(texts[name], key=f"made/{name}") for name in order]
    said += await pipeline.read_again()
    players = rows(said, Player)
    assert sorted(player.player_id for player in players) == ["p1", "p2"]
    assert len({player.revision for player in players}) == 1


async def test_what_a_provider_stated_first_stays_until_a_person_decides(pipeline: Pipeline) -> None:
    await pipeline.fetch("7=p1", key="made/list")
    await pipeline.fetch("7=p9", key="made/list", revision=2)
    (player,) = rows([await pipeline.fetch("7", key="made/squad")], Player)
    assert player.player_id == "p1"


async def test_a_corrected_decision_takes_a_wrong_fixture_back_too(pipeline: Pipeline) -> None:
    await pipeline.fetch("Div,Date,HomeTeam,AwayTeam\nE0,17/08/2019,Cosmos United,Everton\n", key=FIXTURES)
    await pipeline.decide("Cosmos United", "wrong-club", version=1)
    (wrong,) = rows(await pipeline.read_again(), Match)
    await pipeline.decide("Cosmos United", "cosmos", version=2)
    said = {match.home_team: match for match in rows(await pipeline.read_again(), Match)}
    assert said["cosmos"].status is MatchStatus.SCHEDULED
    assert said["wrong-club"].status is MatchStatus.WITHDRAWN
    assert said["wrong-club"].revision > wrong.revision


async def test_a_document_whose_bytes_are_gone_is_parked_and_stands_in_no_others_way(pipeline: Pipeline) -> None:
    gone = "football-data/mmz4281/1819/E0.csv"
    await pipeline.fetch(TABLE.replace("2019", "2018"), key=gone)
    await pipeline.fetch(TABLE)
    await pipeline.decide("Cosmos United", "cosmos", version=1)
    pipeline.objects.content = {key: one for key, one in pipeline.objects.content.items() if b"2019" in one}
    work = Work(pipeline)
    assert [await read_next(pipeline.normalizer, work, "lane") for _ in range(3)] == [True, True, False]
    (parked,) = rows(work.done, ParkedRow)
    assert (parked.document_key, "not in the store" in parked.reason) == (gone, True)
    assert [match.home_team for match in rows(work.done, Match)] == ["cosmos"]


async def test_what_two_documents_of_the_same_bytes_let_in_goes_out_under_two_ids(pipeline: Pipeline) -> None:
    await pipeline.fetch("7 8", key="made/squad")
    ids = []
    for key in ("made/number-7", "made/number-8"):
        await pipeline.fetch("p1", key=key)
        said = [message for one in await pipeline.read_again() for message in one.pending]
        ids += [dict(message.headers)["ce_id"] for message in said if message.topic == PLAYERS.name]
    assert len(ids) == len(set(ids)) == 2


async def test_what_is_said_otherwise_once_a_provider_has_stated_names_has_a_greater_revision(
    pipeline: Pipeline,
) -> None:
    """As with news: an article is there at once, and which players it names shows when the provider lists them."""
    before = rows([await pipeline.fetch("7", key="made/news")], Player)
    await pipeline.fetch("7=p1", key="made/list")
    after = rows(await pipeline.read_again(), Player)
    assert [one.name for one in (*before, *after)] == ["names nobody", "names p1"]
    assert after[0].revision > before[0].revision
