"""Topics as they are asked for."""

from touchline.runtime.broker import AS_THE_BROKERS_SAY, new_topics
from touchline.schemas.topics import RAW_DOCUMENTS


def test_how_many_replicas_a_topic_has_is_the_brokers_to_say() -> None:
    """It was one: a broker of MSK that fails would have taken its messages along, and acks of two never come."""
    made = new_topics(RAW_DOCUMENTS)
    assert [one.name for one in made] == [
        "raw.documents.v1", "raw.documents.v1.normalizer.dlq", "raw.documents.v1.normalizer.retry",
    ]  # fmt: skip
    assert {one.replication_factor for one in made} == {AS_THE_BROKERS_SAY} == {-1}
