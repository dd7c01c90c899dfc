"""Which pools are folded now, and which are left alone while a history comes in."""

from datetime import UTC, datetime

from touchline.feature_store.patience import LONG, LONGEST, NEAR, SETTLES, Heap, Patience

FEW, MANY = 10, LONG + 1
REACHED = datetime(2019, 5, 12, tzinfo=UTC)


def heap(versions: int, marks: int, known_from: datetime = REACHED) -> Heap:
    return Heap(versions, marks, known_from)


def test_a_few_results_are_folded_at_once() -> None:
    assert Patience().ripe({"ENG": heap(FEW, 1)}, now=0.0) == ["ENG"]


def test_a_history_waits_until_it_has_come_in() -> None:
    patience = Patience()
    assert patience.ripe({"ENG": heap(MANY, 1)}, now=0.0) == []
    assert patience.ripe({"ENG": heap(2 * MANY, 2)}, now=SETTLES) == []
    assert patience.ripe({"ENG": heap(2 * MANY, 2)}, now=2 * SETTLES) == ["ENG"]


def test_however_much_comes_in_a_pool_waits_no_longer_than_that() -> None:
    patience, step = Patience(), SETTLES / 2
    looks = [patience.ripe({"ENG": heap(MANY + look, 1 + look)}, now=look * step) for look in range(1000)]
    first = next(number for number, ripe in enumerate(looks) if ripe)
    assert LONGEST <= first * step < LONGEST + step


def test_a_long_history_keeps_no_other_pool_waiting() -> None:
    patience = Patience()
    assert patience.ripe({"ENG": heap(MANY, 1), "GER": heap(FEW, 1)}, now=0.0) == ["GER"]
    assert patience.leaves


def test_histories_of_several_pools_that_come_in_by_turns_are_folded_when_all_have_come() -> None:
    patience = Patience()
    patience.ripe({"ENG": heap(MANY, 1)}, now=0.0)
    both = {"ENG": heap(MANY, 1), "GER": heap(MANY, 1)}
    assert patience.ripe(both, now=SETTLES) == []
    assert patience.ripe(both, now=2 * SETTLES) == ["ENG", "GER"]


def test_after_a_long_fold_few_versions_of_long_ago_wait_until_no_more_come() -> None:
    patience, ago = Patience(), REACHED - NEAR - NEAR
    patience.folded("ENG", 20.0, REACHED)
    assert patience.ripe({"ENG": heap(FEW, 1, ago)}, now=0.0) == []
    assert patience.ripe({"ENG": heap(FEW, 1, ago)}, now=SETTLES) == ["ENG"]
    patience.folded("ENG", 0.1, REACHED)
    assert patience.ripe({"ENG": heap(FEW, 1, ago)}, now=SETTLES) == ["ENG"]


def test_after_a_long_fold_what_is_new_is_folded_at_once() -> None:
    patience = Patience()
    patience.folded("ENG", 20.0, REACHED)
    assert patience.ripe({"ENG": heap(FEW, 1, REACHED - NEAR)}, now=0.0) == ["ENG"]


def test_after_a_long_fold_of_nobody_knows_what_everything_waits() -> None:
    patience = Patience()
    patience.folded("ENG", 20.0, None)
    assert patience.ripe({"ENG": heap(FEW, 1)}, now=0.0) == []


def test_what_another_instance_has_folded_begins_to_wait_anew() -> None:
    patience = Patience()
    patience.ripe({"ENG": heap(5 * MANY, 5)}, now=0.0)
    patience.ripe({"ENG": heap(MANY, 1)}, now=LONGEST - 1)
    assert patience.ripe({"ENG": heap(2 * MANY, 2)}, now=LONGEST) == []


def test_what_is_folded_now_is_not_left_alone() -> None:
    """Or each fold of a few results would be followed by a pause, as while a history comes in."""
    patience = Patience()
    assert patience.ripe({"ENG": heap(FEW, 1)}, now=0.0) == ["ENG"]
    assert not patience.leaves


def test_nothing_waits_once_all_is_folded() -> None:
    patience = Patience()
    patience.ripe({"ENG": heap(MANY, 1)}, now=0.0)
    assert patience.ripe({}, now=1.0) == []
    assert not patience.leaves
