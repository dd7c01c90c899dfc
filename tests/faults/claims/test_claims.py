"""A sample of the campaign `make verify-claims`: no Airflow, one kill of each kind."""

import pytest

from tests.faults.claims import mass
from tests.faults.ground import Ground

pytestmark = pytest.mark.stack


def test_requests_that_come_twice_and_late_are_each_trained_for_once_while_their_carriers_are_killed(
    ground: Ground,
) -> None:
    outcome = mass.run(ground, events=20, kills=3, seed=1)
    assert (outcome.verdict.missed, outcome.verdict.doubled) == (0, 0), outcome.verdict.details
    assert outcome.sent > 20
    assert outcome.turned_away == outcome.runs - 20 > 0, "nothing was doubled: the claim had nothing to do"
    assert set(outcome.kills.values()) == {1}
