"""A sample of the campaign: one fault of each kind, and a topic recreated."""

import pytest

from tests.faults.echoing import one_seed
from tests.faults.feature_store import faulted, recreated, scaled
from tests.faults.ground import Ground
from tests.faults.nemesis import NEMESES
from tests.faults.verdict import Verdict

pytestmark = pytest.mark.stack


def clean(verdict: Verdict) -> bool:
    return (verdict.lost, verdict.doubled, verdict.stuck) == (0, 0, 0)


async def test_killed_workers_lose_and_double_nothing_where_plain_faust_does(ground: Ground) -> None:
    ours, plain = await one_seed(ground, seed=1, nemesis="kill", systems=["ours", "plain-faust"])
    assert clean(ours.verdict), ours.verdict
    assert not clean(plain.verdict), "a measure that finds nothing on plain Faust measures nothing"


@pytest.mark.parametrize("nemesis", sorted(NEMESES.keys() - {"kill"}))
async def test_two_workers_lose_and_double_nothing_under(nemesis: str, ground: Ground) -> None:
    (fault,) = await one_seed(ground, seed=1, nemesis=nemesis, systems=["ours"])
    assert clean(fault.verdict), fault.verdict
    assert fault.verdict.offered > 100


async def test_a_killed_feature_store_ends_in_the_same_bytes_as_an_undisturbed_one(ground: Ground) -> None:
    compared = await faulted(ground, "kill", faults=1, seed=1, seasons=(2019,))
    assert not compared.details, compared.details[:5]
    assert not compared.stuck
    assert compared.rows > 1000


async def test_from_one_worker_to_three_and_back_under_load_changes_no_byte(ground: Ground) -> None:
    compared = await scaled(ground, seed=2, seconds=8.0, seasons=(2019,))
    assert not compared.details, compared.details[:5]
    assert not compared.stuck
    assert compared.rows > 1000


def test_a_recreated_topic_is_refused_and_after_the_named_command_ends_in_the_same_bytes(ground: Ground) -> None:
    refusal, compared = recreated(ground, seed=1)
    assert "was recreated" in refusal
    assert "python -m touchline.runtime adopt-topic --service feature-store --topic football.matches.v1" in refusal
    assert not compared.details, compared.details[:5]
    assert not compared.stuck
