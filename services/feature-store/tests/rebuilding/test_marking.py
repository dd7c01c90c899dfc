"""Which messages live and shadow hold, told by offsets."""

import pytest

from touchline.feature_store.rebuilding.marking import Mark, behind, beyond, refuse_others
from touchline.runtime.errors import Refused
from touchline.runtime.message_files import End


def test_a_partition_that_the_live_service_has_read_further_is_read_from_where_the_shadow_ends() -> None:
    assert beyond({("a", 0): 3, ("a", 1): 3}, {("a", 0): Mark("", 5), ("a", 1): Mark("", 3)}) == {("a", 0): (3, 5)}


def test_the_live_service_is_behind_until_it_has_read_all_that_the_shadow_holds() -> None:
    assert behind({("a", 0): 3}, {("a", 0): Mark("", 2)})
    assert behind({("a", 0): 3}, {})
    assert not behind({("a", 0): 3, ("a", 1): 0}, {("a", 0): Mark("", 3)})


def test_a_topic_that_was_made_anew_is_refused_with_the_command_that_decides() -> None:
    with pytest.raises(Refused, match="adopt-topic"):
        refuse_others([End("a", 0, "first", 3)], {("a", 0): Mark("second", 1)})
    refuse_others([End("a", 0, "first", 3)], {("a", 0): Mark("first", 1)})
