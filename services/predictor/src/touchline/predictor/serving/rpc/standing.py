"""Messages that stand: made once for a question, and kept as bytes until the replica knows something new."""

from typing import Any

from touchline.predictor.serving.keeping import KEPT, Keeper
from touchline.predictor.serving.parts import Parts
from touchline.predictor.serving.rpc.methods import Method
from touchline.predictor.serving.state import State


class StandingMessages:
    """Around a method that answers from the replica's state alone, without waiting for anything."""

    def __init__(self, method: Method, state: State, kept: int = KEPT) -> None:
        self._method, self._kept = method, Keeper[bytes, bytes](state, kept)

    async def __call__(self, parts: Parts, asked: Any) -> bytes:
        """The message that stands, made anew whenever anything was read or the model swapped.

        Raises:
            Problem: there is none.
        """
        question = asked.SerializeToString(deterministic=True)
        if (stands := self._kept.standing(question)) is not None:
            return stands
        made = await self._method(parts, asked)
        return self._kept.keep(question, made.SerializeToString())
