"""Whether a player can be picked: the latest word on him, and what takes it back.

An absence ends with a match that he plays in, with the word that he is available, or with a new season. When it ends in
hindsight is never known here.
"""

from touchline.feature_store.features.people.facts import Statement
from touchline.feature_store.features.people.remembered import Word
from touchline.football.player_meeting import AFTERMATH
from touchline.schemas.records import AvailabilityStatus

OUT = frozenset((AvailabilityStatus.INJURED, AvailabilityStatus.SUSPENDED, AvailabilityStatus.ABSENT))
DOUBTED = 0.5  # chance of a doubtful player where nobody states one


def heard(word: Word | None, statement: Statement) -> Word | None:
    """The word that holds after a statement: the latest, but nothing simulated in place of what a real one said."""
    if statement.simulated and word is not None and not word.simulated:
        return word
    said_at = statement.available_at.timestamp()
    since = statement.since.timestamp() if statement.since else said_at
    return Word(
        statement.status, statement.chance, said_at, min(since, said_at), statement.simulated, statement.documents
    )


def cleared_by(word: Word | None, kick_off: float) -> bool:
    """Whether playing in a match of that kick-off shows the word to be over: the match began after it was said."""
    return word is not None and word.status is not AvailabilityStatus.AVAILABLE and kick_off > word.said_at


def lapsed(said_at: float, last_match: float) -> bool:
    """Whether something said around a team's last match before a break is about the time before that break."""
    return said_at <= last_match + AFTERMATH


def is_out(word: Word | None) -> bool:
    """Injured, suspended or away."""
    return word is not None and word.status in OUT


def chance(word: Word | None) -> float:
    """Of playing the next round, a share of 1: as stated; else 1, half of it when in doubt, 0 when out.

    >>> chance(None), chance(Word(AvailabilityStatus.DOUBTFUL, None, 0.0, 0.0))
    (1.0, 0.5)
    """
    if word is None:
        return 1.0
    if word.chance is not None:
        return min(1.0, max(0.0, word.chance))
    if word.status is AvailabilityStatus.DOUBTFUL:
        return DOUBTED
    return 0.0 if word.status in OUT else 1.0
