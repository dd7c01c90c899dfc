"""What a service holds when it has started is passed over by the garbage collector; what it makes later is not."""

import gc
import weakref

from touchline.runtime import garbage


class Ring:
    """An object that refers to itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_held_is_looked_at_no_more_and_what_comes_later_is_collected() -> None:
    try:
        garbage.freeze()
        assert gc.get_freeze_count() > 10_000  # the libraries of this very process
        later = weakref.ref(Ring())
        gc.collect()
        assert later() is None
    finally:
        gc.unfreeze()
