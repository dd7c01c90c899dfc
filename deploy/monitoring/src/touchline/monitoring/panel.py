"""A dashboard as a list of panels; Grafana's own SDK makes its JSON.

The SDK knows the names and nesting of Grafana's JSON but checks no value, so a query and a unit are looked at by tests.
"""

import json
from dataclasses import dataclass
from typing import Any

from grafana_foundation_sdk.builders import dashboard, prometheus, stat, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import DataSourceRef, GridPos

SOURCE = DataSourceRef(type_val="prometheus", uid="touchline-prometheus")
WIDTH, HEIGHT, IN_A_ROW = 8, 7, 3


@dataclass(frozen=True, slots=True)
class Query:
    """A query, and the labels by which its lines are told apart; with `exemplars` also the traces behind it."""

    expression: str
    legend: str = "__auto"
    exemplars: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel; `unit` is Grafana's id of it (`s`, `short`, `percentunit`, `bytes`, `dateTimeAsIso`)."""

    title: str
    meaning: str
    unit: str
    queries: tuple[Query, ...]
    single: bool = False  # the latest value instead of its history


@dataclass(frozen=True, slots=True)
class Dashboard:
    """One dashboard; `name` is its file and, with a prefix, its address."""

    name: str
    title: str
    panels: tuple[Panel, ...]


def dashboard_json(board: Dashboard) -> dict[str, Any]:
    """As Grafana imports it, panels three in a row."""
    built = (
        dashboard.Dashboard(f"Touchline: {board.title}")
        .uid(f"touchline-{board.name}")
        .tags(["touchline"])
        .refresh("30s")
        .time("now-6h", "now")
        .timezone("utc")
    )
    for number, panel in enumerate(board.panels):
        built = built.with_panel(_panel(number, panel))
    made: dict[str, Any] = json.loads(JSONEncoder(sort_keys=True).encode(built.build()))
    return made


def _panel(number: int, panel: Panel) -> stat.Panel | timeseries.Panel:
    place = GridPos(h=HEIGHT, w=WIDTH, x=WIDTH * (number % IN_A_ROW), y=HEIGHT * (number // IN_A_ROW))
    made: stat.Panel | timeseries.Panel = stat.Panel() if panel.single else timeseries.Panel()
    made = made.id(number + 1).title(panel.title).description(panel.meaning).unit(panel.unit).datasource(SOURCE)
    made = made.grid_pos(place)
    for letter, query in zip("ABCDEFGH", panel.queries, strict=False):
        target = prometheus.Dataquery().expr(query.expression).legend_format(query.legend).ref_id(letter)
        made = made.with_target(target.exemplar(True) if query.exemplars else target)
    return made
