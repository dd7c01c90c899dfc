"""Prometheus, Debian's, scraping the services' metric ports and evaluating the alerts."""

import json
from collections.abc import Mapping
from pathlib import Path

from touchline.local.part import Part, Program
from touchline.local.parts.answers import expect_answer
from touchline.local.parts.services import METRICS
from touchline.local.stack import Stack

RULES = "deploy/monitoring/prometheus/rules.yaml"


def configuration(ports: Mapping[str, int], rules: Path, interval: str = "5s") -> str:
    """What to scrape: one target a program, named by it; what to evaluate, and whom to tell. (YAML reads JSON.)"""
    targets = [{"targets": [f"127.0.0.1:{ports[name]}"], "labels": {"instance": name}} for name in METRICS]
    node = {"targets": [f"127.0.0.1:{ports['node']}"], "labels": {"instance": "node"}}
    itself = {"targets": [f"127.0.0.1:{ports['prometheus']}"], "labels": {"instance": "prometheus"}}
    scrapes = [
        {"job_name": "touchline", "static_configs": targets},
        {"job_name": "node", "static_configs": [node]},
        {"job_name": "prometheus", "static_configs": [itself]},
    ]
    told = [{"static_configs": [{"targets": [f"127.0.0.1:{ports['alertmanager']}"]}]}]
    whole = {
        "global": {"scrape_interval": interval, "evaluation_interval": interval},
        "rule_files": [str(rules)],
        "alerting": {"alertmanagers": told},
        "scrape_configs": scrapes,
    }
    return json.dumps(whole, indent=2)


def prepare(stack: Stack) -> None:
    """Write the targets."""
    (stack.data / "prometheus").mkdir(exist_ok=True)
    (stack.data / "prometheus.yml").write_text(configuration(stack.ports, stack.root / RULES) + "\n")


def programs(stack: Stack) -> list[Program]:
    """The server."""
    command = [
        "prometheus",
        f"--config.file={stack.data / 'prometheus.yml'}",
        f"--storage.tsdb.path={stack.data / 'prometheus'}",
        f"--web.listen-address=127.0.0.1:{stack.ports['prometheus']}",
    ]
    return [Program("prometheus", command, port="prometheus")]


def check(stack: Stack) -> None:
    """It says that it is ready."""
    expect_answer(f"{stack.url('prometheus')}/-/ready")


PART = Part("prometheus", needs=("node", "alertmanager"), programs=programs, prepare=prepare, check=check)
