"""The files that are made from the lists; `make generate` writes them, a test compares."""

import json
from collections.abc import Mapping
from pathlib import Path

import yaml

from touchline.monitoring import alertmanager, compose, grafana, scraping
from touchline.monitoring.alert import ROOT
from touchline.monitoring.dashboards.listed import DASHBOARDS
from touchline.monitoring.listed import GROUPS
from touchline.monitoring.metrics_page import page
from touchline.monitoring.panel import dashboard_json
from touchline.monitoring.prometheus import groups_of
from touchline.runtime.metrics import LIST

MADE = "# Made by `make generate` from deploy/monitoring/src; never edited by hand.\n"
FOLDER = ROOT / "deploy/monitoring"


def as_yaml(value: object) -> str:
    """YAML as people read it."""
    return MADE + yaml.safe_dump(value, sort_keys=False, width=120, allow_unicode=True)


def files() -> Mapping[Path, str]:
    """Each file that is made, with what it must hold."""
    provisioned = FOLDER / "grafana/provisioning"
    return {
        ROOT / "docs/metrics.md": page(LIST),
        FOLDER / "prometheus/rules.yaml": as_yaml(groups_of(GROUPS)),
        FOLDER / "alertmanager/alertmanager.yaml": as_yaml(alertmanager.configuration()),
        FOLDER / "kafka/agent.yaml": as_yaml(scraping.kafka_agent()),
        FOLDER / "probes/airflow.yaml": as_yaml(scraping.modules()),
        ROOT / "deploy/compose/prometheus.yml": as_yaml(compose.configuration()),
        provisioned / "datasources/touchline.yaml": as_yaml(grafana.datasources()),
        provisioned / "dashboards/touchline.yaml": as_yaml(grafana.dashboards()),
        provisioned / "alerting/rules.yaml": as_yaml(grafana.rules(GROUPS)),
        provisioned / "alerting/contact-points.yaml": as_yaml(grafana.contact_points()),
        **{
            FOLDER / f"grafana/dashboards/{board.name}.json": json.dumps(dashboard_json(board), indent=1) + "\n"
            for board in DASHBOARDS
        },
    }
