"""What a language needs for saying that a player can or cannot be picked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from touchline.schemas.records import AvailabilityStatus


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One language's patterns."""

    since: re.Pattern[str]  # right after words of being back: what follows is why he was away
    nothing: re.Pattern[str]  # looks like a mention and is none, or is one of long ago
    available: re.Pattern[str]
    statuses: Sequence[tuple[AvailabilityStatus, re.Pattern[str]]]
    reason: re.Pattern[str]
    described: re.Pattern[str]  # a state right before the player: the injured X
    ahead: re.Pattern[str]  # the players follow: without X and Y
    strong_breaks: re.Pattern[str]  # begins another statement
    weak_breaks: re.Pattern[str]  # begins one if what precedes it is a whole statement
    pronoun: re.Pattern[str]  # a sentence about whom the last one was about


def any_of(*patterns: str) -> re.Pattern[str]:
    """Any of these, without regard to case."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
