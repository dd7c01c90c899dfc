"""What the accounts name, and what they count."""

from dataclasses import dataclass

from touchline.demo.accounts import compare, latest, repeated


@dataclass(frozen=True, slots=True)
class Row:
    """A fact."""

    key: str
    revision: int


def test_equal_columns_are_even() -> None:
    assert compare("facts", {"a": 1}, {"a": 1}).details == ()


def test_what_came_and_is_not_held_is_lost() -> None:
    assert compare("facts", {"a": 1, "b": 1}, {"a": 1}).lost == 1


def test_an_older_revision_held_is_a_loss_too() -> None:
    assert compare("facts", {"a": 2}, {"a": 1}).lost == 1


def test_what_is_held_and_never_came_counts_as_doubled() -> None:
    assert compare("facts", {}, {"a": 1}).doubled == 1


def test_many_cases_of_a_kind_are_counted_not_listed() -> None:
    difference = compare("facts", {str(n): 1 for n in range(100)}, {})
    assert difference.lost == 100
    assert difference.details[-1] == "facts: and 95 more of this kind"


def test_the_greatest_revision_stands_whatever_the_order() -> None:
    rows = [Row("a", 2), Row("a", 3), Row("a", 1)]
    assert latest(rows, lambda row: row.key) == {"a": Row("a", 3)}


def test_a_key_that_came_three_times_was_doubled_twice() -> None:
    assert repeated("facts", ["a", "a", "a", "b"]).doubled == 2
