"""An explanation as answers show it: numbers rounded so that they add up, and words.

Chances are in hundredths of a percentage point, goals in hundredths: as shown, the ordinary meeting and all families
sum to what is served, in each column, and what a family adds to one result it takes from the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from touchline.football.explanation import Explanation, Numbers
from touchline.football.families import FAMILIES, Family
from touchline.football.vector import places
from touchline.predictor.prediction.rounding import apportioned
from touchline.predictor.prediction.words import Unknown, about, sentences

HUNDREDTHS = 10_000  # of a percentage point, in certainty
GOAL = 100
NOTE = (
    "Shapley values, exact: what each subject adds to the model's number, averaged over every order in which subjects"
    " can be taken from an ordinary match to this one. They say what the number rests on, not what causes a result."
    " It is the number without odds that is explained: prices move no part of it."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Numbers in hundredths."""

    home: int
    draw: int
    away: int
    home_goals: int
    away_goals: int

    def chances(self) -> dict[str, float]:
        """In percent or percentage points."""
        return {"home": self.home / 100, "draw": self.draw / 100, "away": self.away / 100}

    def goals(self) -> dict[str, float]:
        """In goals."""
        return {"home": self.home_goals / GOAL, "away": self.away_goals / GOAL}


def unknown_of(values: Sequence[float]) -> Unknown:
    """What nothing is known of in a vector of the latest catalogue."""
    vector = np.array(values, dtype=np.float64)

    def known(*names: str) -> bool:
        return bool((vector[places(names)] > 0).all())

    return Unknown(
        squads=not known("squad_worth_home", "squad_worth_away"),
        absences=not known("squad_known_home", "squad_known_away"),
        meetings=not known("meetings"),
    )


def reasons_of(said: Explanation, unknown: Unknown, home: str, away: str) -> dict[str, Any]:
    """The part of an answer that says why, the families that move the chances most first."""
    served, ordinary, families = rounded(said)
    return {
        "percent": served.chances(),
        "expected_goals": served.goals(),
        "ordinary": {"percent": ordinary.chances(), "expected_goals": ordinary.goals()},
        "families": [
            {
                "family": family.value,
                "about": about(family, unknown),
                "known": unknown.knows(family),
                "points": families[family].chances(),
                "goals": families[family].goals(),
            }
            for family in sorted(FAMILIES, key=lambda family: -_size(said.contributions[family]))
        ],
        "words": sentences(said, unknown, home, away),
        "note": NOTE,
    }


def rounded(said: Explanation) -> tuple[Shown, Shown, dict[Family, Shown]]:
    """Served, ordinary, and each family's part, in hundredths that add up."""
    served, ordinary, parts = _whole(said.served), _whole(said.ordinary), said.contributions.values()
    home = apportioned([one.home * HUNDREDTHS for one in parts], served.home - ordinary.home)
    away = apportioned([one.away * HUNDREDTHS for one in parts], served.away - ordinary.away)
    at_home = apportioned([one.home_goals * GOAL for one in parts], served.home_goals - ordinary.home_goals)
    visiting = apportioned([one.away_goals * GOAL for one in parts], served.away_goals - ordinary.away_goals)
    draw = [-one - other for one, other in zip(home, away, strict=True)]  # as much likelier as the wins are less so
    return served, ordinary, dict(zip(said.contributions, map(Shown, home, draw, away, at_home, visiting), strict=True))


def _whole(numbers: Numbers) -> Shown:
    home, draw, away = apportioned([share * HUNDREDTHS for share in numbers[:3]], HUNDREDTHS)
    return Shown(home, draw, away, round(numbers.home_goals * GOAL), round(numbers.away_goals * GOAL))


def _size(one: Numbers) -> float:
    return abs(one.home) + abs(one.draw) + abs(one.away)
