"""A part of a page that may have to be left out: what it says, or why it says nothing."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Generic, TypeVar

from touchline.predictor.serving.problems import Problem
from touchline.runtime.errors import Unavailable

T = TypeVar("T")
AWAY = "This part cannot be read at the moment; the rest of the page is as it should be."


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """Either of the two is None."""

    said: T | None
    reason: str | None = None


async def section(asked: Awaitable[T]) -> Section[T]:
    """What is asked for; a database that is away, or a thing that is not there, costs the page this part alone."""
    try:
        return Section(await asked)
    except Problem as problem:
        return Section(None, f"{problem.title}: {problem.detail}.")
    except Unavailable:
        return Section(None, AWAY)
