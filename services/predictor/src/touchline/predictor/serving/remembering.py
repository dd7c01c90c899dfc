"""Answers that cost something and do not change: made once however many ask at a time, the last ones remembered."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Keeps so many answers, and makes so many at a time: `refuse` gives the error for who comes beyond."""

    def __init__(self, kept: int, most: int, refuse: Callable[[], Exception]) -> None:
        self._kept, self._most, self._refuse = kept, most, refuse
        self._made: OrderedDict[K, V] = OrderedDict()
        self._making: dict[K, asyncio.Task[V]] = {}

    async def get(self, key: K, make: Callable[[], Coroutine[Any, Any, V]]) -> V:
        """What `make` gives, or gave; what it raises is told to all who wait, and not remembered."""
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        task = self._making.get(key)
        if task is None:
            if len(self._making) >= self._most:
                raise self._refuse()
            task = self._making[key] = asyncio.create_task(make())
            task.add_done_callback(lambda done: self._finish(key, done))
        return await asyncio.shield(task)  # who hangs up does not take it from the others

    def _finish(self, key: K, done: asyncio.Task[V]) -> None:
        del self._making[key]
        if done.cancelled() or done.exception() is not None:
            return  # what is away may come back
        self._made[key] = done.result()
        while len(self._made) > self._kept:
            self._made.popitem(last=False)
