import pytest

from tests.contract.examples import example_rows
from touchline.schemas import batch_of, decode, encode, rows_of
from touchline.schemas.topics import TOPICS, Topic


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_an_example_of_every_record_survives_the_wire(topic: Topic) -> None:
    rows = example_rows(topic.record)
    assert rows_of(topic.record, decode(topic.record, encode(batch_of(topic.record, rows)))) == rows
