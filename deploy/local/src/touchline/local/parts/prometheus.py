"""Prometheus, Debian's, scraping the services' metric ports."""

import json
from collections.abc import Mapping

from touchline.local.part import Part, Program
from touchline.local.parts.answers import expect_answer
from touchline.local.parts.services import METRICS
from touchline.local.stack import Stack


def configuration(ports: Mapping[str, int]) -> str:
    """What to scrape: one target a program, named by it. (YAML reads JSON.)"""
    targets = [{"targets": [f"127.0.0.1:{ports[name]}"], "labels": {"instance": name}} for name in METRICS]
    itself = {"targets": [f"127.0.0.1:{ports['prometheus']}"], "labels": {"instance": "prometheus"}}
    scrapes = [
        {"job_name": "touchline", "static_configs": targets},
        {"job_name": "prometheus", "static_configs": [itself]},
    ]
    return json.dumps({"global": {"scrape_interval": "5s"}, "scrape_configs": scrapes}, indent=2)


def prepare(stack: Stack) -> None:
    """Write the targets."""
    (stack.data / "prometheus").mkdir(exist_ok=True)
    (stack.data / "prometheus.yml").write_text(configuration(stack.ports) + "\n")


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


PART = Part("prometheus", programs=programs, prepare=prepare, check=check)
