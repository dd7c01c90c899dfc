"""Which states stay does not depend on when they were thinned."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from touchline.feature_store.features.state import PoolState
from touchline.feature_store.keeping import ended, kept

START = datetime(2019, 8, 3, 17, tzinfo=UTC)
WEEKS = [START + timedelta(weeks=number) for number in range(60)]


@given(st.sets(st.integers(1, len(WEEKS) - 1)))
def test_states_thinned_at_any_times_are_those_thinned_once(cuts: set[int]) -> None:
    some: set[datetime] = set()
    for first, last in zip([0, *sorted(cuts)], [*sorted(cuts), len(WEEKS)], strict=True):
        some = kept([*some, *WEEKS[first:last]])
    assert some == kept(WEEKS)


def test_a_year_leaves_a_state_a_month_and_one_a_week_of_the_latest_six() -> None:
    assert len(kept(WEEKS)) == 14 + 5  # of the latest seven weeks, two end a month


def test_a_week_is_written_once_a_later_one_has_begun() -> None:
    days = [PoolState(as_of=START + timedelta(days=day)) for day in (0, 1, 2)]  # Saturday, Sunday, Monday
    assert ended(days[:2]) == {}
    assert list(ended(days)) == [days[1].as_of]
