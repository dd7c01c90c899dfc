"""The one list of metrics: names as Prometheus wants them, few series, each of them really told by who shows it."""

import ast
import re
from pathlib import Path

import pytest

from touchline.ingestor.errors import Reason
from touchline.ingestor.ingest import Outcome
from touchline.monitoring import foreign
from touchline.monitoring.dashboards.listed import DASHBOARDS
from touchline.monitoring.emitted import files
from touchline.monitoring.listed import ALERTS, GROUPS
from touchline.runtime import metrics
from touchline.runtime.metric import Declaration, Kind, Program
from touchline.runtime.metrics import LIST

ROOT = Path(__file__).parents[3]
DECLARED = sorted(LIST, key=lambda each: each.name)
ALL = pytest.mark.parametrize("metric", DECLARED, ids=lambda each: each.name)
MOST_SERIES = 1_200  # every service times every topic, its dead letters and retries, times three answers: few occur
FOREIGN = {"up", "ALERTS", *(each.name for each in foreign.LIST)}
SHOWN_IN = {
    Program.INGESTOR: "services/ingestor/src",
    Program.NORMALIZER: "services/normalizer/src",
    Program.FEATURE_STORE: "services/feature-store/src",
    Program.PREDICTOR_CONSUME: "services/predictor/src",
    Program.PREDICTOR_SERVE: "services/predictor/src",
    Program.DRIFT_MONITOR: "services/drift-monitor/src",
}


@ALL
def test_a_name_ends_as_prometheus_wants_it(metric: Declaration) -> None:
    """https://prometheus.io/docs/practices/naming/: base units, in the plural; `_total` for what only grows."""
    assert re.fullmatch(r"touchline_[a-z]+(_[a-z]+)*", metric.name)
    assert metric.name.endswith("_total") == (metric.kind is Kind.COUNTER)
    assert not re.search(r"_(ms|milliseconds|minutes|hours|days|kb|mb|percent)(_|$)", metric.name)
    counted = metric.kind is Kind.GAUGE and metric.unit != "yes or no"
    if counted or metric.unit in ("seconds", "ratio", "info", "score", "bytes"):
        assert metric.name.endswith(f"_{metric.unit}")


@ALL
def test_a_label_never_is_a_match_a_player_or_a_time_and_its_values_are_few(metric: Declaration) -> None:
    assert metric.series <= MOST_SERIES
    for label in metric.labels:
        assert label.size > 0, label.name
        assert not re.search(r"match|player|team|document|url|path|key|id$|time|date|offset|partition", label.name)


@ALL
def test_what_is_declared_is_told_where_it_says(metric: Declaration) -> None:
    """A metric that nobody sets shows nothing, and an alert on it never fires."""
    (constant,) = [name for name, value in vars(metrics).items() if _is(value, metric)]
    runtime = "libs/runtime/src"
    for program in metric.shown_by:
        assert any(constant in _used(ROOT / folder) for folder in (SHOWN_IN[program], runtime)), (constant, program)


def _is(value: object, metric: Declaration) -> bool:
    try:
        return LIST.of(value) is metric  # type: ignore[arg-type]
    except (KeyError, TypeError):
        return False


_names: dict[Path, set[str]] = {}


def _used(folder: Path) -> set[str]:
    """Metrics that code in a folder names as `metrics.NAME`."""
    if folder not in _names:
        trees = [ast.parse(file.read_text()) for file in folder.rglob("*.py")]
        nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
        _names[folder] = {n.attr for n in nodes if isinstance(n.value, ast.Name) and n.value.id == "metrics"}
    return _names[folder]


def test_labels_of_the_ingestor_say_what_its_enums_say() -> None:
    assert {one.value for one in Outcome} == set(metrics.OUTCOME.values)
    assert len(Reason) <= metrics.REASON.size


def names_in(expression: str) -> set[str]:
    """Metrics that a query names; a recording's name has colons."""
    bare = re.sub(r'"[^"]*"|\b(?:by|on|ignoring|without) \([^)]*\)', "", expression)
    prefixes = "touchline|node_filesystem|mysql|redis|kafka|probe"
    return set(re.findall(rf"\b(?:{prefixes})_[A-Za-z_]+|\bup\b|\bALERTS\b|touchline:[a-z_:0-9]+", bare))


QUERIES = [
    *(alert.expression for alert in ALERTS),
    *(recording.expression for group in GROUPS for recording in group.recordings),
    *(query.expression for board in DASHBOARDS for panel in board.panels for query in panel.queries),
]


def test_rules_and_panels_use_declared_metrics_alone() -> None:
    shown = {each.name for each in LIST if each.kind is not Kind.HISTOGRAM}
    shown |= {f"{each.name}_{part}" for each in LIST for part in ("bucket", "count") if each.kind is Kind.HISTOGRAM}
    recorded = {recording.name for group in GROUPS for recording in group.recordings}
    used = set().union(*map(names_in, QUERIES))
    assert used <= shown | recorded | FOREIGN
    assert len(used) > 30


def test_every_metric_is_seen_by_somebody() -> None:
    used = {re.sub(r"_(bucket|count)$", "", name) for query in QUERIES for name in names_in(query)}
    assert {each.name for each in (*LIST, *foreign.LIST)} - used == set()


@pytest.mark.parametrize("file", sorted(files()), ids=lambda file: file.name)
def test_what_is_made_is_current(file: Path) -> None:
    assert file.read_text() == files()[file], "run `make generate`"
    assert len(file.read_text()) < 60_000
