"""When an alert on performance asks for a retraining."""

from datetime import UTC, datetime, timedelta

import pytest
from alertmanager import alert, message
from fake_ledger import FakeLedger
from watched_matches import NOW, SATURDAY

from touchline.drift_monitor.alerts import Alert, alerts_in
from touchline.drift_monitor.detectors.rule import WINDOW
from touchline.drift_monitor.requesting import Answer, consider, request_id_of
from touchline.runtime.errors import InvalidRecord


def one(**changes: object) -> Alert:
    (found,) = alerts_in(message(alert(**changes)))
    return found


def test_an_alert_is_known_by_its_labels_its_episode_and_what_it_says() -> None:
    started = datetime(2026, 1, 1, 10, 0, 0, 123456, UTC)
    assert one() == Alert("WorseThanClosingOdds", "ENG", "f-ENG", started, "ENG stands 0.02 behind closing odds")


def test_what_is_over_what_calls_for_something_else_and_what_names_no_pool_calls_for_nothing() -> None:
    labels = alert()["labels"]
    assert alerts_in(message(alert(status="resolved"))) == []
    assert alerts_in(message(alert(labels={**labels, "cause": "drift"}))) == []
    assert alerts_in(message(alert(labels={"alertname": "LagInTime", "pool": "ENG"}))) == []
    assert alerts_in(message(alert(labels={**labels, "pool": "nowhere"}))) == []


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"", "body: Invalid JSON"),
        (b"{", "body: Invalid JSON"),
        (b"[]", "body: "),
        (b'{"alerts": 1}', "alerts: "),
        (message(alert(startsAt="yesterday")), "alerts.0.startsAt: "),
        (message(alert(startsAt="2026-01-01T10:00:00")), "alerts.0.startsAt: Input should have timezone"),
        (message(alert(fingerprint="")), "alerts.0.fingerprint: "),
        (message(alert(status="odd")), "alerts.0.status: "),
    ],
)
def test_what_is_no_message_of_alertmanagers_is_refused_with_the_place(body: bytes, where: str) -> None:
    with pytest.raises(InvalidRecord, match=f"not a message of Alertmanager's: {where}"):
        alerts_in(body)


async def test_an_episode_asks_once_however_often_it_is_repeated() -> None:
    ledger = FakeLedger(settled=200)
    answers = [(await consider(one(), ledger, NOW))[0] for _ in range(3)]
    assert answers == [Answer.ASKED, Answer.REPEATED, Answer.REPEATED]
    ((request, settled),) = ledger.requests
    assert (request.cause, request.drift_id, request.pool, settled) == ("performance", None, "ENG", 200)
    assert request.request_id == request_id_of(one())
    words = "WorseThanClosingOdds since 2026-01-01 10:00 UTC: ENG stands 0.02 behind closing odds"
    assert request.reason == words


async def test_a_request_stands_at_the_football_time_of_what_was_settled_last() -> None:
    ledger = FakeLedger(settled=200)
    await consider(one(), ledger, NOW)
    ((request, _),) = ledger.requests
    over = SATURDAY + timedelta(hours=3)
    assert (request.event_time, request.available_at, request.recorded_at) == (SATURDAY, over, NOW)


async def test_a_new_episode_within_a_window_of_the_last_request_asks_for_nothing_until_the_window_is_over() -> None:
    ledger = FakeLedger(settled=200)
    await consider(one(), ledger, NOW)
    later = one(startsAt="2026-01-08T10:00:00Z")
    ledger.settled += WINDOW - 1
    assert (await consider(later, ledger, NOW))[0] is Answer.TOO_SOON
    ledger.settled += 1
    assert (await consider(later, ledger, NOW))[0] is Answer.ASKED
    assert len({request.request_id for request, _ in ledger.requests}) == 2


async def test_another_pool_is_not_held_back() -> None:
    ledger = FakeLedger(settled=200)
    assert [(await consider(one(pool=pool), ledger, NOW))[0] for pool in ("ENG", "GER")] == [Answer.ASKED, Answer.ASKED]


async def test_a_pool_without_a_settled_match_asks_for_nothing() -> None:
    ledger = FakeLedger(settled=0)
    assert (await consider(one(), ledger, NOW))[0] is Answer.NOTHING_SETTLED
    assert not ledger.requests


async def test_a_summary_of_any_length_is_cut_to_what_the_ledger_keeps() -> None:
    ledger = FakeLedger(settled=1)
    await consider(one(annotations={"summary": "x" * 2000}), ledger, NOW)
    assert len(ledger.requests[0][0].reason) == 500
