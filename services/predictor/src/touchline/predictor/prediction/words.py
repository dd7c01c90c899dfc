"""An explanation in words: whole percentage points that add up, and no word on what causes a result.

Names are put between other words and never looked into, so that whatever stands in one stays text.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from touchline.football.explanation import Explanation
from touchline.football.families import Family
from touchline.predictor.prediction.rounding import apportioned

LONGEST_NAME = 40  # characters
ABBREVIATED = frozenset({"afc", "ac", "az", "fc", "psg", "psv", "qpr", "rb", "sc", "vfb", "vfl"})
# No comma in any of them: they stand in a list.
ABOUT: Mapping[Family, str] = {
    Family.RATINGS: "the ratings of both teams from years of results",
    Family.GOALS: "the goals and chances both teams make and allow",
    Family.SHOTS: "the shots both teams take and allow",
    Family.FORM: "the points both teams took lately",
    Family.REST: "how rested both teams are",
    Family.HEAD_TO_HEAD: "their earlier meetings",
    Family.SQUADS: "the worth of the squads and who is missing",
    Family.DIVISION: "how far the season is and how long both teams have been in this division",
}
WORTH_ALONE = "the worth of the squads"
NEVER_MET = "that they have not met in five years"
SQUADS_UNKNOWN = "Nothing is known of the squads: they count as equal."
ABSENCES_UNKNOWN = "Nothing is known of who is missing."


@dataclass(frozen=True, slots=True)
class Unknown:
    """What nothing is known of."""

    squads: bool = False
    absences: bool = False
    meetings: bool = False

    def knows(self, family: Family) -> bool:
        """Whether anything is known of a family."""
        return not {Family.SQUADS: self.squads, Family.HEAD_TO_HEAD: self.meetings}.get(family, False)

    def sentence(self) -> str | None:
        """What a reader should know of it."""
        return SQUADS_UNKNOWN if self.squads else ABSENCES_UNKNOWN if self.absences else None


def about(family: Family, unknown: Unknown) -> str:
    """What a family is about, in words that fit into a sentence."""
    if family is Family.HEAD_TO_HEAD and unknown.meetings:
        return NEVER_MET
    return WORTH_ALONE if family is Family.SQUADS and unknown.absences else ABOUT[family]


def team_name(team_id: str) -> str:
    """A team as people write it, from the id by which answers name it; without what would disturb the text around.

    >>> team_name("man-united"), team_name("qpr"), team_name("Team\\nof\\u202e<b>")
    ('Man United', 'QPR', 'Teamof<b>')
    """
    seen = "".join(letter for letter in team_id if unicodedata.category(letter)[0] != "C")[:LONGEST_NAME]
    return " ".join(word.upper() if word in ABBREVIATED else word[:1].upper() + word[1:] for word in seen.split("-"))


def sentences(said: Explanation, unknown: Unknown, home: str, away: str) -> dict[str, str | None]:
    """Each result and the goals in words; names as `team_name` gives them."""
    served, ordinary = (apportioned([share * 100 for share in one[:3]], 100) for one in (said.served, said.ordinary))
    asked = (
        ("home", f"a win for {home}", "a home side's in an ordinary match"),
        ("draw", "a draw", "in an ordinary match"),
        ("away", f"a win for {away}", "an away side's in an ordinary match"),
    )
    told: dict[str, str | None] = {}
    for place, (name, event, usual) in enumerate(asked):
        parts = [one[place] * 100 for one in said.contributions.values()]
        points = apportioned(parts, served[place] - ordinary[place])
        told[name] = (
            f"The model puts the chance of {event} at {whole_percent(served[place])}:"
            f" {_beside(served[place] - ordinary[place])} {usual} ({whole_percent(ordinary[place])})."
            f" {_reasons(dict(zip(said.contributions, points, strict=True)), unknown)}"
        )
    return {**told, "goals": _goals(said, home, away), "unknown": unknown.sentence()}


def _reasons(points: Mapping[Family, int], unknown: Unknown) -> str:
    """Every family that moves a chance by a point or more, the most first."""
    ordered = sorted(points.items(), key=lambda one: -abs(one[1]))
    raising = [f"{about(family, unknown)} (+{by})" for family, by in ordered if by > 0]
    lowering = [f"{about(family, unknown)} (\u2212{-by})" for family, by in ordered if by < 0]
    said = [
        f"What {does} it{' most' if len(found) > 1 else ''}: {', '.join(found)}."
        for does, found in (("raises", raising), ("lowers", lowering))
        if found
    ]
    return " ".join(said) or "Nothing about this match moves it by as much as a point."


def _beside(points: int) -> str:
    """
    >>> _beside(9), _beside(-1), _beside(0)
    ('9 points more than', '1 point less than', 'the same as')
    """
    if not points:
        return "the same as"
    return f"{abs(points)} point{'s' if abs(points) > 1 else ''} {'more' if points > 0 else 'less'} than"


def whole_percent(points: int) -> str:
    """A chance in whole percent; neither certainty nor impossibility is ever claimed.

    >>> whole_percent(43), whole_percent(0), whole_percent(100)
    ('43%', 'under 1%', 'over 99%')
    """
    return "under 1%" if points <= 0 else "over 99%" if points >= 100 else f"{points}%"


def _goals(said: Explanation, home: str, away: str) -> str:
    return (
        f"It expects {said.served.home_goals:.1f} goals from {home} and {said.served.away_goals:.1f} from {away};"
        f" an ordinary match has {said.ordinary.home_goals:.1f} and {said.ordinary.away_goals:.1f}."
    )
