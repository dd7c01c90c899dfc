"""Messages that stand: made once for a question, and kept as bytes until the replica knows something new."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from touchline.predictor.serving.parts import Parts
from touchline.predictor.serving.rpc.methods import Method
from touchline.predictor.serving.state import Served

KEPT = 2048  # questions, as for the answers of REST


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as it is sent, and what the replica knew when it was made."""

    data: bytes
    turn: int
    served: Served | None


class StandingMessages:
    """Around a method that answers from the replica's state alone."""

    def __init__(self, method: Method, kept: int = KEPT) -> None:
        self._method, self._most = method, kept
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()

    async def __call__(self, parts: Parts, asked: Any) -> bytes:
        """The message that stands, made anew whenever anything was read or the model swapped.

        Raises:
            Problem: there is none.
        """
        question, state = asked.SerializeToString(deterministic=True), parts.state
        kept, turn, served = self._kept.get(question), state.turn, state.served
        if kept is not None and kept.turn == turn and kept.served is served:
            return kept.data
        made = await self._method(parts, asked)
        data: bytes = made.SerializeToString()
        self._kept[question] = Kept(data, turn, served)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return data
