"""Every alert before Prometheus' own tool: firing, silent, and as near to firing as can be."""

import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from cases import CASES, Case, Kind

from touchline.monitoring.alert import Group
from touchline.monitoring.alertmanager import configuration
from touchline.monitoring.listed import ALERTS, GROUPS
from touchline.monitoring.prometheus import groups_of
from touchline.runtime.metrics import POOL
from touchline.schemas.records import Cause


def written(group: Group, folder: Path) -> Path:
    """A group's rules and its cases, as promtool reads them."""
    rules = folder / f"{group.name}.rules.yaml"
    rules.write_text(yaml.safe_dump(groups_of((group,))))
    names = {alert.name for alert in group.alerts}
    tests = folder / f"{group.name}.test.yaml"
    cases = [test_of(number, case) for number, case in enumerate(CASES) if case.alert in names]
    tests.write_text(yaml.safe_dump({"rule_files": [str(rules)], "evaluation_interval": "1m", "tests": cases}))
    return tests


def test_of(number: int, case: Case) -> dict[str, object]:
    firing = f'count(ALERTS{{alertname="{case.alert}",alertstate="firing"}}) or vector(0)'
    return {
        "name": f"{number} {case.alert} {case.kind} {case.series}",
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in case.series.items()],
        "promql_expr_test": [
            {
                "expr": f"({firing}) > bool 0",
                "eval_time": case.at,
                "exp_samples": [{"labels": "{}", "value": int(case.fires)}],
            }
        ],
    }


test_of.__test__ = False  # type: ignore[attr-defined]


def test_every_alert_fires_is_silent_and_holds_still_at_its_boundary(tmp_path: Path) -> None:
    files = [str(written(group, tmp_path)) for group in GROUPS]
    answer = subprocess.run(["promtool", "test", "rules", *files], text=True, capture_output=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_case_that_is_wrong_is_noticed(tmp_path: Path) -> None:
    """Otherwise the test above could not fail."""
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(groups_of(GROUPS)))
    wrong = test_of(0, Case("TargetDown", Kind.SILENT, {'up{instance="x"}': "0x60"}, "10m", False))
    test = {"rule_files": ["rules.yaml"], "evaluation_interval": "1m", "tests": [wrong]}
    (tmp_path / "wrong.yaml").write_text(yaml.safe_dump(test))
    answer = subprocess.run(["promtool", "test", "rules", tmp_path / "wrong.yaml"], text=True, capture_output=True)
    assert (answer.returncode, "got" in answer.stdout + answer.stderr) == (1, True)


def test_every_alert_has_a_case_of_each_kind_and_no_case_is_of_another() -> None:
    kinds = defaultdict(set)
    for case in CASES:
        kinds[case.alert].add(case.kind)
    assert kinds == {alert.name: set(Kind) for alert in ALERTS}


def test_names_are_unique_and_each_alert_says_what_to_do_and_where_to_read_on() -> None:
    assert len({alert.name for alert in ALERTS}) == len(ALERTS)
    root = Path(__file__).parents[3]
    for alert in ALERTS:
        assert len(alert.summary) > 20, alert.name
        assert len(alert.first_step) > 20, alert.name
        page = root / alert.page
        assert page.is_file(), alert.page
        assert alert.name in page.read_text(), f"{alert.page} does not name {alert.name}"


def test_what_is_hidden_and_what_hides_are_alerts() -> None:
    known = {alert.name for alert in ALERTS}
    for rule in configuration()["inhibit_rules"]:
        for matcher in (*rule["source_matchers"], *rule["target_matchers"]):
            assert set(matcher.split('"')[1].split("|")) <= known


@pytest.mark.parametrize(
    ("labels", "receivers"),
    [
        (["severity=page"], "pages"),
        (["severity=ticket"], "tickets"),
        (["severity=ticket", "cause=performance"], "retraining,tickets"),
        (["severity=page", "cause=performance"], "retraining,pages"),
        (["severity=ticket", "cause=drift"], "tickets"),  # the monitor has asked for it by itself
    ],
)
def test_pages_tickets_and_what_calls_for_a_retraining_go_their_own_ways(
    labels: list[str], receivers: str, tmp_path: Path
) -> None:
    file = tmp_path / "alertmanager.yaml"
    file.write_text(yaml.safe_dump(configuration()))
    command = ["amtool", "config", "routes", "test", f"--config.file={file}", *labels]
    answer = subprocess.run(command, text=True, capture_output=True)
    assert answer.stdout.strip() == receivers, answer.stderr


def test_what_calls_for_a_retraining_keeps_the_pool_that_the_monitor_needs() -> None:
    calling = [alert for alert in ALERTS if alert.cause]
    assert [alert.name for alert in calling] == ["WorseThanClosingOdds"]
    for alert in calling:
        assert alert.labels["cause"] == Cause.PERFORMANCE
        assert f"$labels.{POOL.name}" in alert.summary


def test_no_token_stands_in_a_file_that_is_committed() -> None:
    (told,) = [one for one in configuration()["receivers"] if one["name"] == "retraining"]
    (webhook,) = told["webhook_configs"]
    assert webhook["http_config"]["authorization"].keys() == {"type", "credentials_file"}
