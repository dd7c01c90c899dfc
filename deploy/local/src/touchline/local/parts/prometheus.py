"""Prometheus, Debian's, scraping everything that runs and evaluating the alerts."""

import json
from functools import partial
from pathlib import Path

from touchline.local.part import Part, Program
from touchline.local.parts.answers import expect_answer
from touchline.local.stack import Stack, write_private
from touchline.monitoring.scraping import airflow_targets, configuration

RULES = "deploy/monitoring/prometheus/rules.yaml"
PORTS = {"kafka": "kafka-metrics", "mariadb": "mariadb-exporter", "redis": "redis-exporter"}
"""The port that a target shows its metrics on, where it is not that of its own name."""


def prepare(stack: Stack) -> None:
    """Write whom to ask. (YAML reads JSON.)"""
    (stack.data / "prometheus").mkdir(exist_ok=True)
    where = partial(address, stack)
    whole = configuration(where, [str(stack.root / RULES)], airflow_file=str(airflow_file(stack)))
    (stack.data / "prometheus.yml").write_text(json.dumps(whole, indent=2) + "\n")


def airflow_file(stack: Stack) -> Path:
    """Where Airflow's targets stand once it was started: a demo without it must call nobody."""
    return stack.data / "airflow-targets.json"


def ask_airflow(stack: Stack) -> None:
    """From now on its parts are asked for their heartbeats."""
    targets = airflow_targets(partial(address, stack))
    write_private(airflow_file(stack), json.dumps(targets, indent=2) + "\n")


def address(stack: Stack, target: str) -> str:
    """Where Prometheus reaches it."""
    return f"127.0.0.1:{stack.ports[PORTS.get(target, target)]}"


def programs(stack: Stack) -> list[Program]:
    """The server, which also keeps the traces that services name beside their latencies."""
    command = [
        "prometheus",
        f"--config.file={stack.data / 'prometheus.yml'}",
        f"--storage.tsdb.path={stack.data / 'prometheus'}",
        f"--web.listen-address=127.0.0.1:{stack.ports['prometheus']}",
        "--enable-feature=exemplar-storage",
    ]
    return [Program("prometheus", command, port="prometheus")]


def check(stack: Stack) -> None:
    """It says that it is ready."""
    expect_answer(f"{stack.url('prometheus')}/-/ready")


NEEDS = ("node", "alertmanager", "mariadb-exporter", "redis-exporter", "probes")
PART = Part("prometheus", needs=NEEDS, programs=programs, prepare=prepare, check=check)
