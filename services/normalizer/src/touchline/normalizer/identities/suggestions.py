"""Suggestions for a name that nobody has decided yet: near in spelling, for a person to look at."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from touchline.normalizer.dialects.names import Names, folded
from touchline.normalizer.dialects.rows import Name

MOST = 3
LEAST_SCORE = 60.0  # of 100; below it a suggestion costs more attention than it saves


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a name may mean. `score` is rapidfuzz's weighted ratio, 0 to 100."""

    identity: str
    known_as: str
    score: float


def suggestions(name: Name, names: Names) -> list[Suggestion]:
    """The nearest known names of the same scope, best first, each identity once; numbers are near to nothing.

    >>> from touchline.normalizer.dialects.names import club_scope
    >>> names = Names.of([(Name(club_scope("ENG"), "Manchester United"), "man-united")])
    >>> [found.identity for found in suggestions(Name(club_scope("ENG"), "Manchester Utd FC"), names)]
    ['man-united']
    """
    if name.text.isdecimal():
        return []
    known = names.known.get(name.scope, {})
    near = process.extract(
        folded(name.text), known.keys(), scorer=fuzz.WRatio, limit=4 * MOST, score_cutoff=LEAST_SCORE
    )
    best: dict[str, Suggestion] = {}
    for text, score, _ in near:
        best.setdefault(known[text], Suggestion(known[text], text, round(score, 1)))
    return list(best.values())[:MOST]
