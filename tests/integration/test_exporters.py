"""What stores and Airflow know of themselves, from the real exporters to a real Prometheus.

Airflow's answer comes from a stand-in, word for word as 3.3 gives it: its four programs take a minute to start.
"""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from tests.integration.ground import end, until
from tests.stack import RunningStack
from touchline.local.part import Program
from touchline.local.parts import exporters, node, prometheus
from touchline.local.stack import Stack, find
from touchline.monitoring import foreign
from touchline.monitoring.foreign import Job
from touchline.monitoring.listed import ALERTS

pytestmark = pytest.mark.stack
PATIENCE = 90.0  # seconds: a broker counts bytes only once there are some
BEAT = "2026-11-30T20:10:30.915028+00:00"


class Airflow:
    """Answers as Airflow 3.3 does; `silent` is a part whose heartbeat is old."""

    def __init__(self) -> None:
        self.silent = ""

    def health(self) -> Mapping[str, Any]:
        parts = {
            name: {
                "status": "unhealthy" if name == self.silent else "healthy",
                f"latest_{name}_heartbeat": BEAT,
            }
            for name in ("scheduler", "triggerer", "dag_processor")
        }
        return {"metadatabase": {"status": "healthy"}, **parts}


@contextmanager
def answering(port: int) -> Iterator[Airflow]:
    airflow = Airflow()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/api/v2/monitor/health" else 404)
            self.end_headers()
            self.wfile.write(json.dumps(airflow.health(), separators=(",", ":")).encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield airflow
        finally:
            server.shutdown()


class Asked:
    """A Prometheus that scrapes the stack, and the Airflow that it hears of."""

    def __init__(self, stack: Stack, airflow: Airflow) -> None:
        self.airflow = airflow
        self._address = f"{stack.url('prometheus')}/api/v1"

    def values(self, query: str) -> dict[str, float]:
        """What it answers now, by instance."""
        try:
            answer = httpx.get(f"{self._address}/query", params={"query": query}, trust_env=False)
        except httpx.TransportError:
            return {}  # it is still starting
        if answer.status_code == 503:
            return {}
        found = answer.raise_for_status().json()["data"]["result"]
        return {each["metric"].get("instance", ""): float(each["value"][1]) for each in found}


@pytest.fixture(scope="module")
def asked(stack: RunningStack) -> Iterator[Asked]:
    found = find(stack.data)
    assert found is not None
    prometheus.prepare(found)
    prometheus.ask_airflow(found)
    made = (exporters.mariadb, exporters.redis, exporters.probes, node.programs, prometheus.programs)
    with ExitStack() as running:
        airflow = running.enter_context(answering(found.ports["airflow"]))
        for program in (program for programs in made for program in programs(found)):
            running.callback(end, _started(program, found.data))
        yield Asked(found, airflow)


def _started(program: Program, data: Path) -> "subprocess.Popen[bytes]":
    environment = {"PATH": "/usr/bin:/bin:/usr/sbin", **program.environment}
    with (data / "logs" / f"{program.name}.log").open("wb") as log:
        return subprocess.Popen(list(program.command), env=environment, stdout=log, stderr=log, start_new_session=True)


@pytest.mark.parametrize("metric", foreign.LIST, ids=lambda metric: metric.name)
def test_a_metric_that_an_alert_or_a_panel_reads_is_shown(asked: Asked, metric: foreign.Foreign) -> None:
    query = f'{metric.name}{{job="{metric.job}"}}'
    until(lambda: asked.values(query), metric.name, pause=0.5, patience=PATIENCE)


def test_stores_that_are_well_call_nobody(asked: Asked) -> None:
    for name in ("mysql_up", "redis_up"):
        until(lambda name=name: 1.0 in asked.values(name).values(), name, pause=0.5, patience=PATIENCE)  # type: ignore[misc]
    until(lambda: list(asked.values("probe_success").values()) == [1.0] * 3, "Airflow is well", patience=PATIENCE)
    of_stores = [alert for alert in ALERTS if any(each.name in alert.expression for each in foreign.LIST)]
    assert {alert.name for alert in of_stores} >= {"MariadbDown", "RedisEvicts", "KafkaPartitionsOffline"}
    about = [alert for alert in of_stores if not alert.name.startswith("Store")]  # this machine's disk is its own
    assert [alert.name for alert in about if asked.values(alert.expression)] == []


def test_the_part_of_airflow_that_is_silent_is_named(asked: Asked) -> None:
    asked.airflow.silent = "triggerer"
    (alert,) = [one for one in ALERTS if one.name == "AirflowPartSilent"]
    until(lambda: asked.values(alert.expression), "the alert's query answers", pause=0.5, patience=PATIENCE)
    assert set(asked.values(alert.expression)) == {"airflow-triggerer"}
    assert {one.value for one in Job} >= {"airflow", "kafka", "mariadb", "redis"}
