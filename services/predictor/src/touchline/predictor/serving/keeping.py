"""What was made once for a question, and stands until the replica knows something new."""

from collections import OrderedDict
from typing import Generic, TypeVar

from touchline.predictor.serving.state import Served, State

KEPT = 2048  # questions: a few rounds of all competitions, each asked in several ways; 10 kB each

Q = TypeVar("Q")
A = TypeVar("A")


class Keeper(Generic[Q, A]):
    """Answers by question; of too many the questions that came first are let go."""

    def __init__(self, state: State, most: int = KEPT) -> None:
        self._state, self._most = state, most
        self._kept: OrderedDict[Q, tuple[A, int, Served | None]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def last(self, question: Q) -> A | None:
        """What was kept, though it may stand no more."""
        kept = self._kept.get(question)
        return None if kept is None else kept[0]

    def standing(self, question: Q) -> A | None:
        """What was kept, unless anything was read or the model swapped since."""
        kept = self._kept.get(question)
        if kept is None or kept[1] != self._state.turn or kept[2] is not self._state.served:
            return None
        return kept[0]

    def keep(self, question: Q, answer: A) -> A:
        """An answer that was made just now, from the state alone."""
        self._kept[question] = (answer, self._state.turn, self._state.served)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return answer
