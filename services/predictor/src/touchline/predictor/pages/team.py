"""A team: where it stands, how strong we think it is, what it did and what comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import Any

from markupsafe import Markup

from touchline.predictor.pages.around import Around, around
from touchline.predictor.pages.coming import Card, cards_of
from touchline.predictor.pages.drawings.finishes import finishes
from touchline.predictor.pages.sections import Section, section
from touchline.predictor.serving.reports import Reports
from touchline.predictor.serving.seasons import Seasons
from touchline.predictor.serving.state import State
from touchline.predictor.serving.teams import answer_team, coming_of, strengths_of, team_row


@dataclass(frozen=True, slots=True)
class Strength:
    """One number about a team in words."""

    name: str
    value: str
    about: str


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Everything on the page of a team."""

    team: str
    told: Section[Mapping[str, Any]]  # as programs get it
    finishes: Markup | None
    coming: list[Card]
    unpredicted: list[Mapping[str, Any]]
    strengths: list[Strength]
    vector: Mapping[str, Any]
    around: Section[Around]


async def team_page(state: State, reports: Reports, seasons: Seasons, team_id: str) -> TeamPage:
    """The page of a team; what stands in memory is there even while MariaDB is away.

    Raises:
        Problem: no team has this id.
    """
    row = team_row(state, team_id)
    told: Section[Mapping[str, Any]] = await section(answer_team(state, reports, seasons, team_id))
    place = None if told.said is None else told.said["table"]
    vector = strengths_of(row)
    return TeamPage(
        team_id,
        told,
        None if place is None else finishes(place["ranks"]),
        [one for one in cards_of(state) if team_id in (one.home, one.away)],
        [one for one in coming_of(state, team_id) if one["prediction"] is None],
        strengths_in_words({one["name"]: one["value"] for one in vector["values"]}),
        vector,
        await section(around(reports, row.pool, (team_id,), state.football_time)),
    )


def strengths_in_words(values: Mapping[str, float]) -> list[Strength]:
    """What the vector says of a team, as far as people would ask; what it does not hold is left out.

    >>> [(one.name, one.value) for one in strengths_in_words({"goals_attack": 0.25, "goals_defence": 0.1})]
    [('Attack', '28% more goals'), ('Defence', '10% fewer goals')]
    """
    found = []
    if "elo" in values:
        found.append(Strength("Elo rating", f"{values['elo']:.0f}", "1500 is an average club of the division"))
    if "goals_attack" in values:
        more = exp(values["goals_attack"]) - 1
        found.append(
            Strength(
                "Attack", f"{abs(more):.0%} {'more' if more >= 0 else 'fewer'} goals", "than an average club scores"
            )
        )
    if "goals_defence" in values:
        less = 1 - exp(-values["goals_defence"])
        found.append(
            Strength(
                "Defence", f"{abs(less):.0%} {'fewer' if less >= 0 else 'more'} goals", "than an average club concedes"
            )
        )
    if "points_short" in values:
        found.append(
            Strength("Lately", f"{values['points_short']:.2f} points a match", "the newest matches weigh most")
        )
    return found
