"""A message can be read by anybody who knows Arrow, and says the same each time."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from touchline.ingestor.announcing import TopicAnnouncer
from touchline.ingestor.fetching import Answer
from touchline.ingestor.record import record_of
from touchline.ingestor.sources.football_data import plan
from touchline.schemas import codec
from touchline.schemas.envelope import Envelope
from touchline.schemas.records import RawDocument

FEBRUARY = datetime(2020, 2, 28, 18, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass
class MemoryProducer:
    """Keeps what it is given."""

    sent: list[tuple[str, bytes | None, bytes, list[tuple[str, bytes]]]] = field(default_factory=list)

    async def send(self, topic: str, key: bytes | None, value: bytes, headers: list[tuple[str, bytes]]) -> None:
        self.sent.append((topic, key, value, headers))


async def test_an_announcement_is_one_row_keyed_by_its_document() -> None:
    planned = plan(FEBRUARY)[-1]
    record = record_of(planned, Answer(200, "http://provider/fixtures.csv", {}, b"Div\n", FEBRUARY), None, NOVEMBER, 2)
    producer = MemoryProducer()
    announcer = TopicAnnouncer(producer)
    await announcer.announce(record)
    await announcer.announce(record)
    (topic, key, value, headers), again = producer.sent
    assert (topic, key) == ("raw.documents.v1", b"football-data/fixtures.csv")
    assert codec.rows_of(RawDocument, codec.decode(RawDocument, value)) == [record.announcement()]
    envelope = Envelope.from_headers(headers)
    assert envelope.time == FEBRUARY
    assert envelope.id == Envelope.from_headers(again[3]).id
    assert value == again[2]
    assert record.revision == (2 << 32) + 1


def test_the_plan_reaches_the_season_of_its_football_time() -> None:
    before, after = plan(datetime(2020, 7, 31, tzinfo=UTC)), plan(datetime(2020, 8, 1, tzinfo=UTC))
    assert next(document.key for document in before) == "football-data/mmz4281/0001/E0.csv"
    assert [document.key for document in before][-2] == "football-data/mmz4281/1920/E0.csv"
    assert [document.key for document in after][-2] == "football-data/mmz4281/2021/E0.csv"
    assert [document.complete for document in after][-2:] == [True, False]
