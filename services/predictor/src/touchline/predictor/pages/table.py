"""A league's table with where each club may end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from touchline.football.simulation import RUNS
from touchline.predictor.pages.drawings.finishes import finishes
from touchline.predictor.pages.sections import Section, section
from touchline.predictor.serving.seasons import Seasons
from touchline.predictor.serving.state import State

ZONES = {
    "title": "Title",
    "top_four": "Top four",
    "relegation": "Relegation",
    "relegation_play_off": "Relegation play-off",
    "promotion": "Promotion",
    "promotion_play_off": "Promotion play-off",
}


@dataclass(frozen=True, slots=True)
class TablePage:
    """The simulated season, the strips of ranks, and which other leagues there are."""

    competition: str
    competitions: Sequence[str]
    told: Section[Mapping[str, Any]]
    strips: Mapping[str, Markup]
    zones: Sequence[tuple[str, str]]  # key, and as people say it


async def table_page(state: State, seasons: Seasons, competition: str | None) -> TablePage:
    """The table of one of the leagues that are predicted, by default of the first."""
    leagues = sorted(state.competitions)
    wanted = competition or leagues[0]
    told: Section[Mapping[str, Any]] = await section(seasons.answer(wanted, 0, RUNS))
    said = told.said or {"clubs": [], "zones": []}
    return TablePage(
        wanted,
        leagues,
        told,
        {club["team"]: finishes(club["ranks"]) for club in said["clubs"]},
        [(zone["name"], ZONES.get(zone["name"], zone["name"].replace("_", " "))) for zone in said["zones"]],
    )
