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
    planned = plan(FEBRUARY, {})[-1]
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
    assert record.revision == (2 << 24) + 1


def test_the_plan_is_what_the_pages_link_to_oldest_first_and_the_coming_matches() -> None:
    page = b"".join(b'<a href="mmz4281/%s.csv">' % name for name in (b"1920/E0", b"9900/E0", b"0001/E0", b"1920/X9"))
    planned = plan(FEBRUARY, {"page": page})
    assert [document.path for document in planned] == ["mmz4281/0001/E0.csv", "mmz4281/1920/E0.csv", "fixtures.csv"]
    assert [document.complete for document in planned] == [True, True, False]
    assert [document.settled for document in planned] == [True, False, False]
