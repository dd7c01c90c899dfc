"""Debian's exporters beside the stores and Airflow: what these know of themselves, as Prometheus reads it.

Kafka needs none: an agent in its own process shows its metrics (`kafka`).
"""

from functools import partial

from touchline.local.part import Part, Program
from touchline.local.parts.answers import expect_answer
from touchline.local.stack import Stack

PROBES = "deploy/monitoring/probes/airflow.yaml"


def mariadb(stack: Stack) -> list[Program]:
    """Status and variables alone: what else it can collect needs rights that Touchline's user has no use for."""
    address = f"127.0.0.1:{stack.ports['mariadb']}"
    told = {"DATA_SOURCE_NAME": f"touchline:{stack.secrets['database']}@({address})/"}
    command = [
        "prometheus-mysqld-exporter",
        "--exporter.lock_wait_timeout=2",
        "--no-collect.info_schema.innodb_cmp",
        "--no-collect.info_schema.innodb_cmpmem",
        "--no-collect.info_schema.query_response_time",
        "--no-collect.slave_status",
        _listen(stack, "mariadb-exporter"),
    ]
    return [Program("mariadb-exporter", command, told, port="mariadb-exporter")]


def redis(stack: Stack) -> list[Program]:
    """The server's own figures."""
    asked = f"--redis.addr=redis://127.0.0.1:{stack.ports['redis']}"
    command = ["prometheus-redis-exporter", asked, _listen(stack, "redis-exporter")]
    return [Program("redis-exporter", command, port="redis-exporter")]


def probes(stack: Stack) -> list[Program]:
    """The blackbox exporter, which asks Airflow how its parts are."""
    modules = f"--config.file={stack.root / PROBES}"
    return [Program("probes", ["prometheus-blackbox-exporter", modules, _listen(stack, "probes")], port="probes")]


def _listen(stack: Stack, name: str) -> str:
    return f"--web.listen-address=127.0.0.1:{stack.ports[name]}"


def _answers(stack: Stack, name: str) -> None:
    expect_answer(f"{stack.url(name)}/metrics")


PARTS = tuple(
    Part(name, programs=programs, check=partial(_answers, name=name))
    for name, programs in (("mariadb-exporter", mariadb), ("redis-exporter", redis), ("probes", probes))
)
