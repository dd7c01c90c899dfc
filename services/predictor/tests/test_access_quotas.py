"""Allowances and leases: nobody gets more than his quota, and who keeps to it is never refused."""

import asyncio
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.predictor.access.allowance import SECOND, Allowance, Granted, grant
from touchline.predictor.access.counting import AloneCounts
from touchline.predictor.access.quotas import LIFE, Quotas

MINUTE = 60 * SECOND
ALLOWANCES = st.builds(Allowance, st.integers(1, 6000), st.integers(1, 200), st.just(0))
STEPS = st.lists(st.tuples(st.integers(0, 3 * SECOND), st.integers(1, 50)), min_size=1, max_size=60)


@given(ALLOWANCES, STEPS)
def test_no_window_of_whatever_length_lets_in_more_than_burst_and_rate(
    allowance: Allowance, steps: list[tuple[int, int]]
) -> None:
    arrival, now, let_in = 0, MINUTE, []
    for gap, wanted in steps:
        now += gap
        granted = grant(arrival, now, allowance, wanted)
        arrival = granted.arrival
        let_in.append((now, granted.requests))
    for first, (begin, _) in enumerate(let_in):
        for last in range(first, len(let_in)):
            window = let_in[last][0] - begin
            allowed = allowance.burst + window // allowance.interval
            assert sum(requests for _, requests in let_in[first : last + 1]) <= allowed


@given(ALLOWANCES, st.integers(0, 200))
def test_who_keeps_to_the_rate_is_never_refused(allowance: Allowance, requests: int) -> None:
    arrival, now = 0, MINUTE
    for _ in range(requests):
        granted = grant(arrival, now, allowance, 1)
        assert granted.requests == 1
        arrival, now = granted.arrival, now + allowance.interval


@given(ALLOWANCES, STEPS)
def test_who_waits_as_long_as_he_is_told_is_let_in_and_a_moment_earlier_is_not(
    allowance: Allowance, steps: list[tuple[int, int]]
) -> None:
    arrival, now = 0, MINUTE
    for gap, wanted in steps:
        now += gap
        granted = grant(arrival, now, allowance, wanted)
        arrival = granted.arrival
    full = grant(arrival, now, allowance, 10**6)
    refused = grant(full.arrival, now, allowance, 1)
    assert refused.requests == 0
    assert grant(refused.arrival, now + refused.wait, allowance, 1).requests == 1
    assert grant(refused.arrival, now + refused.wait - 1, allowance, 1).requests == 0


@given(ALLOWANCES, st.integers(1, 100), st.integers(0, 100))
def test_requests_given_back_were_never_taken(allowance: Allowance, taken: int, kept: int) -> None:
    first = grant(0, MINUTE, allowance, taken)
    returned = max(0, first.requests - kept)
    back = grant(first.arrival, MINUTE, allowance, 1, returned)
    assert back == grant(grant(0, MINUTE, allowance, first.requests - returned).arrival, MINUTE, allowance, 1)


@pytest.mark.parametrize("numbers", [(0, 1, 0), (1, 0, 0), (1, 1, -1), (10**9, 1, 0)])
def test_an_allowance_that_cannot_be_counted_is_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="from 1 to"):
        Allowance(*numbers)


@dataclass
class Shared:
    """Counts for several replicas, as Redis keeps them; `asked` says how often they were asked."""

    now: float = 1000.0
    asked: int = 0
    counts: AloneCounts = field(init=False)

    def __post_init__(self) -> None:
        self.counts = AloneCounts(lambda: self.now)

    async def take(self, name: str, allowance: Allowance, wanted: int, returned: int) -> Granted:
        self.asked += 1
        await asyncio.sleep(0)
        return await self.counts.take(name, allowance, wanted, returned)

    def replica(self, most: int = 1000) -> Quotas:
        return Quotas(self, lambda: self.now, most)


QUOTA = Allowance(per_minute=600, burst=100, streams=0)


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(1, 40), st.integers(0, 2)), max_size=40))
def test_replicas_together_never_let_in_more_than_the_quota(steps: list[tuple[float, int, int]]) -> None:
    shared = Shared()
    replicas = [shared.replica() for _ in range(3)]

    async def ask() -> int:
        let_in = 0
        for gap, requests, which in steps:
            shared.now += gap
            waits = await asyncio.gather(*(replicas[which].take("key:a", QUOTA) for _ in range(requests)))
            let_in += sum(wait == 0 for wait in waits)
        return let_in

    let_in = asyncio.run(ask())
    assert let_in <= QUOTA.burst + (shared.now - 1000.0) * 10 + 1


async def test_who_keeps_to_his_quota_at_one_replica_is_never_refused_and_seldom_costs_a_question() -> None:
    shared = Shared()
    quotas, quick = shared.replica(), Allowance(per_minute=60_000, burst=1000, streams=0)
    for _ in range(5000):
        assert await quotas.take("key:a", quick) == 0
        shared.now += 0.001
    assert shared.asked < 5000 / 20


async def test_a_slow_caller_loses_nothing_to_leases() -> None:
    shared = Shared()
    quotas, slow = shared.replica(), Allowance(per_minute=30, burst=30, streams=0)
    for _ in range(30):
        assert await quotas.take("key:a", slow) == 0
    for _ in range(50):
        shared.now += 2.0 + LIFE / 1000
        assert await quotas.take("key:a", slow) == 0


async def test_who_is_over_his_quota_hears_when_to_come_again_without_another_question() -> None:
    shared = Shared()
    quotas = shared.replica()
    waits = [await quotas.take("key:a", QUOTA) for _ in range(120)]
    assert [wait > 0 for wait in waits] == [False] * 100 + [True] * 20
    asked = shared.asked
    assert 0 < await quotas.take("key:a", QUOTA) <= 0.1 + 1e-6
    assert shared.asked == asked
    shared.now += waits[-1] + 1e-6
    assert await quotas.take("key:a", QUOTA) == 0


async def test_callers_do_not_share_a_quota() -> None:
    quotas = Shared().replica()
    assert [await quotas.take(name, Allowance(1, 1, 0)) > 0 for name in ("a", "b", "a", "b")] == [False] * 2 + [
        True
    ] * 2


async def test_as_many_callers_as_there_may_be_are_remembered_and_no_more() -> None:
    shared = Shared()
    quotas, counts = shared.replica(most=10), AloneCounts(lambda: shared.now, most=10)
    for number in range(1000):
        await quotas.take(f"address:{number}", QUOTA)
        await counts.take(f"address:{number}", QUOTA, 1, 0)
    assert (len(quotas._leases), len(counts._arrivals)) == (10, 10)
