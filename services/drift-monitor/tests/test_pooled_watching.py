"""The charts over all pools: what is announced, once, whatever came when and whoever was restarted."""

import random
from collections.abc import Sequence
from datetime import timedelta

from fake_ledger import FakeLedger
from watched_matches import NOW, SATURDAY

from touchline.drift_monitor.detectors.rule import WINDOW
from touchline.drift_monitor.pooled_watching import Matches, conclude_all, findings
from touchline.drift_monitor.ports import ScoredMatch
from touchline.drift_monitor.settling import Played
from touchline.football.outcome import Outcome
from touchline.schemas.records import Settlement

QUIET = (Outcome.HOME, Outcome.HOME, Outcome.DRAW, Outcome.AWAY)
EMPTY_STADIUMS = (Outcome.AWAY, Outcome.HOME, Outcome.AWAY, Outcome.DRAW)


def season(*parts: tuple[Sequence[Outcome], int]) -> list[ScoredMatch]:
    """So many matches with these outcomes in turn, of two pools, one an hour."""
    outcomes = [pattern[number % len(pattern)] for pattern, size in parts for number in range(size)]
    return [match(number, outcome) for number, outcome in enumerate(outcomes)]


def match(number: int, outcome: Outcome) -> ScoredMatch:
    pool, kick_off = ("ENG", "GER")[number % 2], SATURDAY + timedelta(hours=number)
    known = kick_off + timedelta(hours=3)
    return ScoredMatch(f"{pool}-{number:04d}", pool, "1", outcome, (0.5, 0.25, 0.25), kick_off, known)


class Held:
    """A history in memory: what was settled, in the order of kick-off, whatever the order in which it came."""

    def __init__(self, matches: Matches) -> None:
        self.matches = list(matches)

    async def scored(self, limit: int) -> list[ScoredMatch]:
        return sorted(self.matches, key=lambda one: (one.kick_off, one.match_id))[-limit:]

    async def recent(self, pool: str, until: object, limit: int) -> list[Played]:
        raise NotImplementedError

    async def vectors(self, pool: str, since: object, until: object) -> dict[str, tuple[float, ...]]:
        raise NotImplementedError

    async def settlements(self, pool: str, since: object) -> dict[str, Settlement]:
        raise NotImplementedError


SHIFTED = season((QUIET, 200), (EMPTY_STADIUMS, 120))


async def test_calibrated_predictions_of_two_seasons_raise_nothing() -> None:
    ledger = FakeLedger(settled=760)
    await conclude_all(Held(season((QUIET, 760))), ledger, NOW)
    assert (ledger.drifts, ledger.requests) == ([], [])


async def test_a_shift_in_all_pools_is_one_event_that_says_everything_and_one_request() -> None:
    ledger = FakeLedger(settled=len(SHIFTED))
    (conclusion,) = await conclude_all(Held(SHIFTED), ledger, NOW)
    drift, request = conclusion.drift, conclusion.request
    assert drift is not None
    assert request is not None
    assert (drift.pool, drift.statistic, drift.drifted) == ("all", "calibration_home-less", True)
    assert drift.value > drift.threshold
    assert drift.matches is not None
    assert drift.since == next(one.kick_off for one in SHIFTED if one.match_id == drift.matches[0])
    assert {match_id.split("-")[0] for match_id in drift.matches} == {"ENG", "GER"}
    assert len(drift.matches) == drift.window
    assert "in 2 leagues" in drift.sentence
    assert "once in 20 seasons" in drift.sentence
    assert len(drift.sentence) <= 500
    assert drift.meaning is not None
    assert drift.recommendation is not None
    assert (request.pool, request.drift_id, request.reason) == ("all", drift.drift_id, drift.sentence)


async def test_a_monitor_that_was_restarted_says_nothing_twice() -> None:
    ledger = FakeLedger(settled=len(SHIFTED))
    await conclude_all(Held(SHIFTED), ledger, NOW)
    assert await conclude_all(Held(SHIFTED), ledger, NOW) == []
    assert len(ledger.drifts) == len(ledger.requests) == 1


async def test_the_same_settlements_in_any_order_make_the_same_event() -> None:
    shuffled = random.Random(4).sample(SHIFTED, len(SHIFTED))
    events = []
    for matches in (SHIFTED, shuffled):
        ledger = FakeLedger(settled=len(SHIFTED))
        await conclude_all(Held(matches), ledger, NOW)
        events.append(ledger.drifts)
    assert events[0] == events[1] != []


async def test_looks_after_every_match_find_what_one_look_at_the_end_finds() -> None:
    at_the_end, each = FakeLedger(settled=len(SHIFTED)), FakeLedger(settled=len(SHIFTED))
    await conclude_all(Held(SHIFTED), at_the_end, NOW)
    for known in range(180, len(SHIFTED) + 1):
        await conclude_all(Held(SHIFTED[:known]), each, NOW)
    assert [(row.event_time, row.matches) for row in each.drifts] == [
        (row.event_time, row.matches) for row in at_the_end.drifts
    ]


def test_a_chart_begins_anew_after_what_was_announced() -> None:
    (first,) = findings(SHIFTED, {})
    told = {first.verdict.statistic: first.last_match}
    assert findings(SHIFTED, told) == []
    longer = season((QUIET, 200), (EMPTY_STADIUMS, 320))
    (second, *_) = findings(longer, told)
    assert second.since is not None
    assert second.since > first.last_match


async def test_a_second_alarm_within_a_window_is_announced_and_asks_for_nothing() -> None:
    ledger = FakeLedger(settled=len(SHIFTED))
    await conclude_all(Held(SHIFTED), ledger, NOW)
    ledger.settled += 200
    await conclude_all(Held(season((QUIET, 200), (EMPTY_STADIUMS, 320))), ledger, NOW)
    assert len(ledger.drifts) > 1
    assert len(ledger.requests) == 1


async def test_the_end_of_a_drift_is_said_once_a_window_of_calibrated_matches_later() -> None:
    ledger = FakeLedger(settled=len(SHIFTED))
    await conclude_all(Held(SHIFTED), ledger, NOW)
    after = [one for one in SHIFTED if one.kick_off <= ledger.drifts[-1].event_time]
    quiet = [match(len(after) + number, QUIET[number % len(QUIET)]) for number in range(WINDOW)]
    await conclude_all(Held([*after, *quiet[:-1]]), ledger, NOW)
    assert [row.drifted for row in ledger.drifts] == [True]
    for _ in range(2):
        await conclude_all(Held([*after, *quiet]), ledger, NOW)
    assert [row.drifted for row in ledger.drifts] == [True, False]
    assert ledger.drifts[-1].meaning is None
