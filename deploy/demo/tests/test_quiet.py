"""Quiet means that nothing waits anywhere."""

from touchline.demo.quiet import Looked, unread
from touchline.schemas.topics import MATCHES, RAW_DOCUMENTS


def test_all_read_and_nothing_waiting_is_quiet() -> None:
    marks = {("normalizer", RAW_DOCUMENTS.name, 0): 5}
    assert Looked(marks, {"rows in the outbox": 0}, {(RAW_DOCUMENTS.name, 0): 5}).reasons() == []


def test_a_row_in_the_outbox_is_on_its_way() -> None:
    assert Looked({}, {"rows in the outbox": 2}, {}).reasons() == ["2 rows in the outbox"]


def test_a_service_that_never_read_a_topic_has_all_of_it_to_read() -> None:
    assert unread({}, {(MATCHES.name, 1): 4}) == [
        f"4 messages of {MATCHES.name} for feature-store",
        f"4 messages of {MATCHES.name} for drift-monitor",
    ]
