"""The chart renders, says what its schema says, and carries the monitoring as it was generated."""

import json
from pathlib import Path

import pytest
import yaml

from deploy.helm.schema import FILE, MIGRATED, whole_schema
from deploy.helm.tests.rendering import CHART, EVERYTHING, PROFILES, ROOT, helm, of_kind, profile, text
from touchline.schemas.topics import POOLS, TOPICS

MONITORING = ROOT / "deploy" / "monitoring"


@pytest.mark.parametrize("name", PROFILES)
def test_helm_finds_nothing_to_complain_of(name: str) -> None:
    named = [word for file in PROFILES[name] for word in ("--values", str(file))]
    assert "0 chart(s) failed" in helm("lint", "--strict", str(CHART), *named)


@pytest.mark.parametrize("name", PROFILES)
def test_every_object_has_a_name_of_its_own_and_is_found_by_its_labels(name: str) -> None:
    manifests = profile(name)
    named = [(each["kind"], each["metadata"]["name"]) for each in manifests]
    assert sorted(set(named)) == sorted(named)
    assert {each["metadata"]["labels"]["app.kubernetes.io/part-of"] for each in manifests} == {"touchline"}


def test_the_schema_is_the_one_that_the_settings_make() -> None:
    assert FILE.read_text() == whole_schema(), "run `make generate`"


def test_no_value_is_without_a_comment_above_it_or_above_its_group() -> None:
    lines = (CHART / "values.yaml").read_text().splitlines()
    groups = [number for number, line in enumerate(lines) if line and not line.startswith((" ", "#"))]
    alone = []
    for number in groups:
        body = [
            line for line in lines[number + 1 : next((g for g in groups if g > number), len(lines))] if line.strip()
        ]
        if not lines[number - 1].startswith("#") and not (body and body[0].lstrip().startswith("#")):
            alone.append(lines[number])
    assert alone == []


def test_dashboards_in_the_cluster_are_those_that_were_generated() -> None:
    held = {
        name.removeprefix("touchline-"): json.loads(content)
        for each in of_kind(profile("everything"), "ConfigMap")
        for name, content in each["data"].items()
        if name.endswith(".json")
    }
    made = {path.name: json.loads(path.read_text()) for path in (MONITORING / "grafana" / "dashboards").glob("*.json")}
    assert held == made
    assert held


def test_alerts_in_the_cluster_are_those_that_were_generated() -> None:
    (rule,) = of_kind(profile("everything"), "PrometheusRule")
    assert rule["spec"] == yaml.safe_load((MONITORING / "prometheus" / "rules.yaml").read_text())


def test_a_packed_chart_holds_what_its_links_lead_to(tmp_path: Path) -> None:
    helm("package", str(CHART), "--destination", str(tmp_path))
    (packed,) = tmp_path.glob("touchline-*.tgz")
    named = ["--values", str(EVERYTHING), "--namespace", "touchline"]
    assert helm("template", "touchline", str(packed), *named) == text(EVERYTHING)


def test_streams_never_grow_beyond_the_partitions_that_their_topics_have() -> None:
    streams = [topic.partitions for topic in TOPICS if topic.consumers and topic.key in ("pool", "document_key")]
    assert set(streams) == {POOLS}
    scaled = [each for name in PROFILES for each in of_kind(profile(name), "ScaledObject")]
    assert scaled
    assert all(each["spec"]["maxReplicaCount"] <= POOLS for each in scaled)


def test_a_secret_is_named_and_never_made() -> None:
    for name in PROFILES:
        assert of_kind(profile(name), "Secret") == []


def test_what_grows_by_itself_states_no_number_of_replicas() -> None:
    deployments = {each["metadata"]["name"]: each["spec"] for each in of_kind(profile("everything"), "Deployment")}
    assert "replicas" not in deployments["touchline-predictor-serve"]
    assert "replicas" not in deployments["touchline-normalizer"]
    assert deployments["touchline-drift-monitor"]["replicas"] == 1


def test_hooks_go_first_the_secret_before_them_and_topics_before_tables() -> None:
    weights = {
        each["metadata"]["name"]: int(each["metadata"]["annotations"]["helm.sh/hook-weight"])
        for each in profile("everything")
        if each["metadata"].get("annotations", {}).get("helm.sh/hook") == "pre-install,pre-upgrade"
    }
    order = sorted(weights, key=lambda name: weights[name])
    tables = [f"touchline-migrate-{name}" for name in MIGRATED]
    assert order == ["touchline-secret", "touchline-hooks", "touchline-topics", *tables]
