"""Airflow's four processes, from its own environment, with PostgreSQL for its metadata."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from string import Template

import httpx

from touchline.local.failure import Failure
from touchline.local.part import Part, Program
from touchline.local.parts import modules, prometheus
from touchline.local.parts.answers import run
from touchline.local.settings import settings
from touchline.local.stack import Stack, write_private

PROGRAMS = ("api-server", "scheduler", "dag-processor", "triggerer")


def installed(stack: Stack) -> bool:
    """Whether set-up has made its environment."""
    declared = stack.root / "deploy" / "airflow" / "settings.env"
    return declared.exists() and (stack.tools / "airflow" / "bin" / "airflow").exists()


def environment(stack: Stack) -> dict[str, str]:
    """Airflow's settings as its own folder declares them, filled in with what this stack chose."""
    ports, secrets = stack.ports, stack.secrets
    source = stack.root / "deploy" / "airflow"
    address = f"127.0.0.1:{ports['postgres']}"
    chosen = {
        **settings(stack),
        "AIRFLOW_HOME": str(stack.data / "airflow"),
        "AIRFLOW_SOURCE": str(source),
        "AIRFLOW_DATABASE": f"postgresql+psycopg2://airflow:{secrets['postgres']}@{address}/airflow",
        "AIRFLOW_PORT": str(ports["airflow"]),
        "AIRFLOW_WORKER_LOGS_PORT": str(ports["airflow-worker-logs"]),
        "AIRFLOW_TRIGGERER_LOGS_PORT": str(ports["airflow-triggerer-logs"]),
        "AIRFLOW_FERNET_KEY": fernet_key(secrets["airflow-fernet"]),
        "AIRFLOW_API_SECRET": secrets["airflow-api"],
        "AIRFLOW_JWT_SECRET": secrets["airflow-jwt"],
        "TOUCHLINE_PYTHON": stack.given.get("TOUCHLINE_TASKS_PYTHON", sys.executable),
    }
    return {
        **settings(stack),
        **fill_in((source / "settings.env").read_text(), chosen),
        "PATH": f"{stack.tools / 'airflow' / 'bin'}:/usr/bin:/bin",
        # Its process titles would be written over the environment, which shows whose process it is.
        "SPT_NOENV": "1",
        "PYTHONUNBUFFERED": "1",
    }


def fill_in(declared: str, chosen: Mapping[str, str]) -> dict[str, str]:
    """Settings out of lines `NAME=value`, each `${NAME}` in a value replaced by what was chosen.

    >>> fill_in("# comment\\nAIRFLOW__API__PORT=${AIRFLOW_PORT}\\n", {"AIRFLOW_PORT": "8080"})
    {'AIRFLOW__API__PORT': '8080'}
    """
    lines = [line.split("=", 1) for line in declared.splitlines() if line and not line.startswith("#")]
    return {name: Template(value).substitute(chosen) for name, value in lines}


def fernet_key(secret: str) -> str:
    """A Fernet key out of a secret: 32 bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(secret.encode()[:32]).decode()


def prepare(stack: Stack) -> None:
    """Write the login and the sources' cards, bring the metadata up to date, set the pools; PostgreSQL is up by now."""
    home = stack.data / "airflow"
    home.mkdir(exist_ok=True)
    write_private(home / "passwords.json", json.dumps({"admin": stack.secrets["airflow"]}))
    write_private(home / "cards.json", said(stack, "cards"))
    run([str(stack.tools / "airflow" / "bin" / "airflow"), "db", "migrate"], environment(stack))
    set_pools(stack, said(stack, "pools"))


def set_pools(stack: Stack, wanted: str) -> None:
    """A pool for each host that sources are asked at; asking Airflow takes seconds, so only when they changed."""
    kept = stack.data / "airflow" / "pools.json"
    if kept.exists() and kept.read_text() == wanted:
        return
    new = kept.with_name("pools-wanted.json")
    write_private(new, wanted)
    run([str(stack.tools / "airflow" / "bin" / "airflow"), "pools", "import", str(new)], environment(stack))
    new.replace(kept)


def said(stack: Stack, command: str) -> str:
    """What one of the ingestor's commands prints."""
    line = modules.command("ingestor", command)
    ended = subprocess.run(line, env={**os.environ, **settings(stack)}, text=True, capture_output=True)
    if ended.returncode:
        raise Failure(f"`{' '.join(line)}` ended with {ended.returncode}: {ended.stderr.strip()}")
    return ended.stdout


def programs(stack: Stack) -> list[Program]:
    """The four processes; only the first listens for people."""
    airflow, values = str(stack.tools / "airflow" / "bin" / "airflow"), environment(stack)
    return [
        Program(
            f"airflow-{name}",
            [airflow, name],
            values,
            port="airflow" if name == "api-server" else None,
            has_children=True,
        )
        for name in PROGRAMS
    ]


def check(stack: Stack) -> None:
    """The API answers, and each other process's heartbeat has reached the metadata."""
    with httpx.Client(trust_env=False, timeout=5) as client:
        health = client.get(f"{stack.url('airflow')}/api/v2/monitor/health").raise_for_status().json()
    expect_healthy(health)


def expect_healthy(health: dict[str, dict[str, str | None]]) -> None:
    """Raise, naming the first component that is not healthy.

    >>> expect_healthy({"scheduler": {"status": "healthy"}, "dag_processor": {"status": None}})
    Traceback (most recent call last):
    ConnectionError: its dag_processor is not healthy
    """
    for name, component in health.items():
        if component["status"] != "healthy":
            raise ConnectionError(f"its {name} is not healthy")


PART = Part(
    "airflow",
    needs=("postgres", "kafka", "topics", "mariadb", "s3"),
    programs=programs,
    prepare=prepare,
    check=check,
    finish=prometheus.ask_airflow,
    installed=installed,
)
