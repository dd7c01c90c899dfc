from touchline.runtime.backlog import LOOKS_KEPT, Backlog


def test_an_empty_queue_has_no_age_even_where_its_last_message_is_old() -> None:
    backlog = Backlog[str]()
    assert backlog.look(1_000.0, {"lane": (7, 7)}) == {"lane": 0.0}


def test_the_age_is_that_of_the_head_and_not_of_what_came_before_or_after() -> None:
    backlog = Backlog[str]()
    backlog.look(0.0, {"lane": (0, 1)})
    backlog.look(10.0, {"lane": (0, 2)})
    backlog.look(20.0, {"lane": (0, 3)})
    assert backlog.look(30.0, {"lane": (0, 3)}) == {"lane": 30.0}
    assert backlog.look(40.0, {"lane": (1, 3)}) == {"lane": 30.0}  # the second came between 0 and 10
    assert backlog.look(50.0, {"lane": (2, 3)}) == {"lane": 30.0}
    assert backlog.look(60.0, {"lane": (3, 3)}) == {"lane": 0.0}


def test_a_queue_that_flows_stays_young_though_it_is_never_empty() -> None:
    backlog = Backlog[int]()
    ages = [backlog.look(10.0 * turn, {0: (100 * turn, 100 * turn + 50)})[0] for turn in range(20)]
    assert max(ages) == 0.0


def test_when_the_head_was_produced_counts_from_the_first_look_on() -> None:
    backlog = Backlog[str]()
    assert backlog.look(100.0, {"lane": (0, 5)}, {"lane": 40.0}) == {"lane": 60.0}
    assert backlog.look(110.0, {"lane": (0, 5)}, {"lane": 109.0}) == {"lane": 10.0}


def test_a_clock_of_the_broker_ahead_of_ours_gives_no_negative_age() -> None:
    assert Backlog[str]().look(100.0, {"lane": (0, 5)}, {"lane": 130.0}) == {"lane": 0.0}


def test_a_queue_that_went_to_another_instance_and_came_back_begins_anew() -> None:
    backlog = Backlog[str]()
    backlog.look(0.0, {"lane": (0, 1)})
    backlog.look(10.0, {})
    assert backlog.look(20.0, {"lane": (0, 1)}) == {"lane": 0.0}


def test_a_queue_that_is_stuck_for_days_keeps_few_looks_and_its_age() -> None:
    backlog = Backlog[int]()
    for turn in range(3 * LOOKS_KEPT):
        age = backlog.look(10.0 * turn, {0: (0, turn + 1)})[0]
    assert age == 10.0 * (3 * LOOKS_KEPT - 1)
    assert len(backlog._ends[0]) == LOOKS_KEPT
