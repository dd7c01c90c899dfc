"""A plan becomes as many tasks as there are divisions and seasons, or fewer where that is too many."""

import pytest

from touchline.ingestor.tasks import parts_of, tasks

PARTS = ["E0/1819", "E1/1819", "E0/1920", "E1/1920", ""]


@pytest.mark.parametrize(
    ("at_most", "words"),
    [
        (None, ["E0/1819", "E1/1819", "E0/1920", "E1/1920", ""]),
        (5, ["E0/1819", "E1/1819", "E0/1920", "E1/1920", ""]),
        (4, ["E0/1819,E1/1819", "E0/1920,E1/1920", ""]),
        (2, ["E0/1819,E1/1819,E0/1920,E1/1920,"]),
    ],
)
def test_a_plan_is_cut_as_finely_as_it_may_be(at_most: int | None, words: list[str]) -> None:
    assert [task.words for task in tasks("football-data", PARTS, at_most)] == words


@pytest.mark.parametrize("at_most", [None, 4, 1])
def test_every_part_is_in_one_task_and_comes_back_from_its_words(at_most: int | None) -> None:
    planned = tasks("football-data", [*PARTS, *PARTS], at_most)
    assert sorted(part for task in planned for part in parts_of(task.words)) == sorted(PARTS)


def test_a_source_with_nothing_to_ask_for_has_no_task() -> None:
    assert tasks("football-data", [], 3) == []
