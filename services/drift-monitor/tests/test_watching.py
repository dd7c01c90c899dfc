"""When a look leaves a row, and when it asks for a retraining."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from fake_ledger import FakeLedger
from watched_matches import NOW, SATURDAY, played, seal

from touchline.drift_monitor.detectors.rule import WINDOW, DriftVerdict, SettledMatch
from touchline.drift_monitor.settling import Played, settlement_of
from touchline.drift_monitor.watching import Evidence, Look, conclude, looks, season_is_over, watched_days


def said(drifted: bool) -> DriftVerdict:
    value = 4.0 if drifted else 2.0
    return DriftVerdict(drifted, "psi_outcome", value, 3.0, None, 380, 1900, "home teams win less than they did")


def look(drifted: bool, season_over: bool = False) -> Look:
    return Look("ENG", SATURDAY.date(), said(drifted), "1", SATURDAY, season_over)


async def test_a_quiet_look_leaves_no_row() -> None:
    ledger = FakeLedger()
    await conclude(look(drifted=False), ledger, SATURDAY, NOW)
    assert not ledger.drifts


async def test_a_season_ends_with_a_row_even_when_quiet() -> None:
    ledger = FakeLedger()
    await conclude(look(drifted=False, season_over=True), ledger, SATURDAY, NOW)
    assert [row.drifted for row in ledger.drifts] == [False]
    assert not ledger.requests


async def test_a_drift_asks_once_and_its_request_names_it() -> None:
    ledger = FakeLedger(settled=40)
    conclusion = await conclude(look(drifted=True), ledger, SATURDAY, NOW)
    ledger.settled = 50
    again = await conclude(look(drifted=True), ledger, SATURDAY, NOW)
    assert conclusion.drift is not None
    assert conclusion.request is not None
    assert conclusion.request.drift_id == conclusion.drift.drift_id
    assert (again.drift, again.request) == (None, None)


async def test_a_verdict_that_goes_and_comes_back_is_one_drift_and_one_request() -> None:
    ledger = FakeLedger(settled=40)
    for drifted in (True, False, True, False):
        await conclude(look(drifted), ledger, SATURDAY, NOW)
        ledger.settled += 10
    assert [row.drifted for row in ledger.drifts] == [True]
    assert len(ledger.requests) == 1


async def test_a_season_that_ends_between_the_two_leaves_the_drift_standing() -> None:
    ledger = FakeLedger(settled=40)
    for drifted in (True, False, True):
        await conclude(look(drifted, season_over=not drifted), ledger, SATURDAY, NOW)
    assert [row.drifted for row in ledger.drifts] == [True]


async def test_the_end_of_a_drift_is_told_once_no_match_of_it_is_judged_any_more() -> None:
    ledger = FakeLedger(settled=40)
    await conclude(look(drifted=True), ledger, SATURDAY, NOW)
    for new in (WINDOW - 1, 1, 10):
        ledger.settled += new
        await conclude(look(drifted=False), ledger, SATURDAY, NOW)
    assert [row.drifted for row in ledger.drifts] == [True, False]
    await conclude(look(drifted=True), ledger, SATURDAY, NOW)
    assert [row.drifted for row in ledger.drifts] == [True, False, True]
    assert len({row.drift_id for row in ledger.drifts}) == 3


async def test_a_drift_that_lasts_a_window_of_new_matches_asks_again() -> None:
    ledger = FakeLedger(settled=40)
    await conclude(look(drifted=True), ledger, SATURDAY, NOW)
    ledger.settled += WINDOW
    await conclude(look(drifted=True), ledger, SATURDAY, NOW)
    assert len({request.request_id for request, _ in ledger.requests}) == 2


async def test_the_same_look_makes_the_same_ids() -> None:
    first = await conclude(look(drifted=True), FakeLedger(settled=40), SATURDAY, NOW)
    second = await conclude(look(drifted=True), FakeLedger(settled=40), SATURDAY, NOW)
    assert first == second


def evidence(days: int) -> Evidence:
    first = played()
    return Evidence(
        [replace(first, match_id=str(n), kick_off=SATURDAY + timedelta(days=n)) for n in range(days)], {}, {}
    )


def test_a_look_sees_nothing_of_the_days_after_it() -> None:
    seen: list[int] = []

    def judge(known: Sequence[SettledMatch]) -> DriftVerdict:
        seen.append(len(known))
        return said(drifted=False)

    looks("ENG", evidence(5), [date(2020, 3, 9), date(2020, 3, 7)], judge)
    assert seen == [1, 3]


def test_without_enough_matches_there_is_no_look() -> None:
    assert looks("ENG", evidence(2), [SATURDAY.date()], lambda known: None) == []


def test_a_season_is_over_when_all_have_met_at_home_and_away() -> None:
    clubs = ("a", "b", "c")
    season: list[Played] = [played(f"E0:2019-20:{x}:{y}") for x in clubs for y in clubs if x != y]
    assert season_is_over(season)
    assert not season_is_over(season[:-1])


def test_a_day_on_which_only_a_lower_division_was_scored_is_not_looked_at() -> None:
    top, lower = played(), replace(played(), match_id="E1:2019-20:leeds:derby", kick_off=SATURDAY + timedelta(days=1))
    scored = [
        settlement_of(match, [seal("s", SATURDAY - timedelta(days=1), match_id=match.match_id)], [], NOW)
        for match in (top, lower)
    ]
    assert watched_days(Evidence([top], {}, {}), [row for row in scored if row]) == {SATURDAY.date()}
