"""Attack and defence by several measures, filtered one result after the other (`football.strength`)."""

from typing import NamedTuple

from touchline.feature_store.features.measures import Made
from touchline.football.strength import MEASURES, Level, Strength, learned, level_waited
from touchline.football.team import DAY, TeamValues, strength_at


class Levels(NamedTuple):
    """A competition by each of MEASURES, in their order, as of its latest match."""

    last_kick_off: float = 0.0  # seconds since 1970, UTC; 0: none
    by_measure: tuple[Level, ...] = tuple(Level() for _ in MEASURES)


def filtered(
    levels: Levels, home: TeamValues, away: TeamValues, made: tuple[Made, ...], kick_off: float
) -> tuple[Levels, list[Strength], list[Strength]]:
    """Competition and teams after a match, by each measure; the teams as they stood before it, in its season."""
    found: list[Level] = []
    at_home: list[Strength] = []
    visiting: list[Strength] = []
    idle = (kick_off - levels.last_kick_off) / DAY if levels.last_kick_off else 0.0
    for place, (dynamics, level, goals) in enumerate(zip(MEASURES.values(), levels.by_measure, made, strict=True)):
        one, other = (strength_at(place, team, kick_off, dynamics) for team in (home, away))
        after, one, other = learned(level_waited(level, idle, dynamics), one, other, goals, dynamics)
        found.append(after)
        at_home.append(one)
        visiting.append(other)
    return Levels(max(levels.last_kick_off, kick_off), tuple(found)), at_home, visiting
