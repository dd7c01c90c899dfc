"""The ground the faults happen on: a private stack, its settings, the pids of its parts."""

import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pymysql
from pymysql.cursors import Cursor

ROOT = Path(__file__).parents[2]
PARTS = "kafka,mariadb,redis"
SESSION_TIMEOUT = 6  # seconds of silence until Kafka reassigns; the smallest the broker accepts


@dataclass(frozen=True, slots=True)
class Ground:
    """A running stack. `environment` points any Touchline program at it."""

    data: Path
    environment: dict[str, str]

    @property
    def kafka(self) -> str:
        """Bootstrap servers."""
        return self.environment["TOUCHLINE_KAFKA"]

    def on_database(self, name: str) -> "Ground":
        """The same stack with another database of the same server, which is made anew and empty."""
        url = urlsplit(self.environment["TOUCHLINE_DATABASE"])
        with self.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
        return Ground(self.data, {**self.environment, "TOUCHLINE_DATABASE": url._replace(path=f"/{name}").geturl()})

    @contextmanager
    def cursor(self, isolation: str = "READ COMMITTED") -> Iterator[Cursor]:
        """One autocommitting connection, waited for while the server is away."""
        connection = self._connect(time.monotonic() + 60)
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET SESSION TRANSACTION ISOLATION LEVEL {isolation}")
                yield cursor
        finally:
            connection.close()

    def _connect(self, deadline: float) -> "pymysql.Connection[Cursor]":
        url = urlsplit(self.environment["TOUCHLINE_DATABASE"])
        while True:
            try:
                return pymysql.connect(
                    host=url.hostname,
                    port=url.port or 3306,
                    user=url.username,
                    password=url.password or "",
                    database=url.path.lstrip("/"),
                    autocommit=True,
                    connect_timeout=5,
                    read_timeout=30,
                )
            except pymysql.err.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def pid_of(self, program: str) -> int:
        """Of a running part, as the stack's own status says."""
        status = local(self.environment, "status", "--json")
        return next(int(line["pid"]) for line in json.loads(status)["parts"] if line["program"] == program)


@contextmanager
def running_stack(data: Path) -> Iterator[Ground]:
    """Kafka, MariaDB and Redis in a data directory of their own, ended at the end."""
    environment = {**os.environ, "TOUCHLINE_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    try:
        local(environment, "up", "--only", PARTS)
        yield Ground(data, {**environment, **settings_in(data), "TOUCHLINE_SESSION_TIMEOUT": str(SESSION_TIMEOUT)})
    finally:
        local(environment, "down")


def settings_in(data: Path) -> dict[str, str]:
    """The settings that `up` wrote."""
    pairs = [shlex.split(line)[0] for line in (data / "env").read_text().splitlines() if "=" in line]
    return dict(pair.split("=", 1) for pair in pairs)


def local(environment: dict[str, str], *arguments: str) -> str:
    """Ask a stack to do something; what it says."""
    command = [sys.executable, "-m", "touchline.local", *arguments]
    answer = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300)
    if answer.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {answer.returncode}:\n{answer.stdout}{answer.stderr}")
    return answer.stdout
