"""The charts over errors of players: what is announced, once, whatever came when and whoever was restarted."""

import random
from dataclasses import replace
from datetime import timedelta

from fake_ledger import FakeLedger
from watched_matches import NOW, SATURDAY

from touchline.drift_monitor.detectors.player_errors import LEAST, STATISTIC
from touchline.drift_monitor.detectors.rule import WINDOW
from touchline.drift_monitor.player_watching import conclude_players, findings
from touchline.drift_monitor.requesting import may_ask
from touchline.schemas.records import PlayerSettlement

USUAL = (0.9, 0.8, 0.85, 0.95)


def settled(number: int, worse: float = 1.0) -> PlayerSettlement:
    """A match whose forecasts of points are off by a usual share of the mean's error, times `worse`."""
    kick_off = SATURDAY + timedelta(hours=number)
    ratio = USUAL[number % len(USUAL)]
    errors = (ratio * 30, 30.0, ratio * 0.2, 0.2, worse * ratio * 2.2, 2.2)
    known = kick_off + timedelta(hours=20)
    return PlayerSettlement(f"E0:2020-21:{number:04d}:x", "f", "ENG", "7", 40, *errors, kick_off, known, NOW, 1)


def season(*parts: tuple[int, float]) -> list[PlayerSettlement]:
    """So many matches, this much worse."""
    found: list[PlayerSettlement] = []
    for size, worse in parts:
        found += [settled(len(found) + number, worse) for number in range(size)]
    return found


WORSE = season((402, 1.0), (60, 1.15))


async def test_forecasts_as_good_as_ever_raise_nothing() -> None:
    ledger = FakeLedger(settled=760)
    await conclude_players("ENG", season((760, 1.0)), ledger, NOW)
    assert (ledger.drifts, ledger.requests) == ([], [])


async def test_forecasts_that_get_better_raise_nothing() -> None:
    ledger = FakeLedger(settled=760)
    await conclude_players("ENG", season((400, 1.0), (200, 0.8)), ledger, NOW)
    assert ledger.drifts == []


async def test_worse_forecasts_are_one_event_that_says_everything_and_one_request() -> None:
    ledger = FakeLedger(settled=len(WORSE))
    (conclusion,) = await conclude_players("ENG", WORSE, ledger, NOW)
    drift, request = conclusion.drift, conclusion.request
    assert drift is not None
    assert request is not None
    assert (drift.pool, drift.statistic, drift.drifted) == ("ENG", "player_error_points", True)
    assert drift.model_version == "7"
    assert drift.value > drift.threshold
    assert drift.since == WORSE[402].event_time
    assert drift.matches == [one.match_id for one in WORSE[402 : 402 + drift.window]]
    assert (drift.reference, drift.meaning is None, drift.recommendation is None) == (402, False, False)
    assert "100.5% of those of the mean of the last five" in drift.sentence
    assert "after 87.7% in the 402 before" in drift.sentence
    assert len(drift.sentence) <= 500
    assert (request.pool, request.cause, request.drift_id) == ("ENG", "drift", drift.drift_id)


async def test_a_restart_and_another_order_change_nothing() -> None:
    ledger = FakeLedger(settled=len(WORSE))
    await conclude_players("ENG", WORSE, ledger, NOW)
    assert await conclude_players("ENG", WORSE, ledger, NOW) == []
    each = FakeLedger(settled=len(WORSE))
    for known in range(390, len(WORSE) + 1):
        await conclude_players("ENG", WORSE[:known], each, NOW)
    assert [row.matches for row in each.drifts] == [row.matches for row in ledger.drifts]
    shuffled = sorted(random.Random(4).sample(WORSE, len(WORSE)), key=lambda one: (one.event_time, one.match_id))
    assert findings("ENG", shuffled, {}) == findings("ENG", WORSE, {})


async def test_a_request_for_its_matches_holds_back_what_its_players_would_ask_for() -> None:
    ledger = FakeLedger(settled=len(WORSE))
    (first,) = await conclude_players("ENG", WORSE, ledger, NOW)
    assert first.request is not None
    assert not await may_ask("ENG", ledger.settled + WINDOW - 1, ledger)
    assert await may_ask("ENG", ledger.settled + WINDOW, ledger)
    held = FakeLedger(settled=len(WORSE), requests=[(replace(first.request, request_id="of matches"), len(WORSE) - 10)])
    (second,) = await conclude_players("ENG", WORSE, held, NOW)
    assert (second.drift is None, second.request) == (False, None)


async def test_after_an_alarm_a_chart_learns_anew_and_the_end_is_said_once() -> None:
    ledger = FakeLedger(settled=len(WORSE))
    await conclude_players("ENG", WORSE, ledger, NOW)
    at = next(place for place, one in enumerate(WORSE) if one.event_time == ledger.drifts[0].event_time)
    for size, said in ((LEAST, [True]), (WINDOW - 1, [True]), (WINDOW, [True, False]), (WINDOW + 50, [True, False])):
        longer = season((402, 1.0), (at - 401 + size, 1.15))
        await conclude_players("ENG", longer, ledger, NOW)
        assert [row.drifted for row in ledger.drifts] == said, size
    assert ledger.drifts[-1].statistic.startswith(STATISTIC)


def test_a_match_without_a_goal_that_nobody_expected_has_no_ratio_and_is_left_out() -> None:
    silent = [replace(one, goals_error=0.0, goals_error_last_5=0.0) for one in WORSE]
    assert [look.verdict.statistic for look in findings("ENG", silent, {})] == ["player_error_points"]
