"""A database and a bucket of its own on the shared stack, and the processes that work on them."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlsplit

import boto3
import pymysql
import pytest
from pydantic_settings import BaseSettings

from tests.stack import ROOT, RunningStack

S = TypeVar("S", bound=BaseSettings)
PATIENCE = 120.0  # seconds


@dataclass(frozen=True)
class Ground:
    """The shared stack, seen by who has a database or a bucket of their own there."""

    stack: RunningStack

    @property
    def environment(self) -> dict[str, str]:
        """Points any Touchline program here."""
        return self.stack.environment

    @property
    def kafka(self) -> str:
        """Bootstrap servers."""
        return self.environment["TOUCHLINE_KAFKA"]

    def with_settings(self, **changes: str) -> "Ground":
        """The same with other settings, by their names without TOUCHLINE_."""
        named = {f"TOUCHLINE_{name.upper()}": value for name, value in changes.items()}
        return Ground(replace(self.stack, environment={**self.environment, **named}))

    def with_database(self) -> "Ground":
        """The same on a new database with the normalizer's tables."""
        name = f"touchline_test_{secrets.token_hex(4)}"
        self.query(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
        url = urlsplit(self.environment["TOUCHLINE_DATABASE"])._replace(path=f"/{name}").geturl()
        own = self.with_settings(database=url)
        own.stack.run("touchline.normalizer", "migrate")
        return own

    def with_bucket(self) -> "Ground":
        """The same on a new bucket."""
        name = f"test-{secrets.token_hex(4)}"
        self.s3.create_bucket(Bucket=name)
        return self.with_settings(s3_bucket=name)

    @cached_property
    def s3(self) -> Any:
        """A client of the object store."""
        return boto3.client(
            "s3",
            endpoint_url=self.environment["TOUCHLINE_S3_ENDPOINT"],
            aws_access_key_id=self.environment["TOUCHLINE_S3_ACCESS_KEY"],
            aws_secret_access_key=self.environment["TOUCHLINE_S3_SECRET_KEY"],
            region_name="us-east-1",
        )

    def objects(self, prefix: str) -> list[bytes]:
        """What stands under a prefix of the bucket, in the order of the keys; at most 1,000."""
        bucket = self.environment["TOUCHLINE_S3_BUCKET"]
        found = self.s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", ())
        return [self.s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read() for one in found]

    def settings(self, kind: type[S]) -> S:
        """A service's settings, as it would read them here."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            return kind()

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """Rows of a statement, committed."""
        url = urlsplit(self.environment["TOUCHLINE_DATABASE"])
        connection = pymysql.connect(
            host=url.hostname,
            port=url.port or 3306,
            user=url.username,
            password=url.password or "",
            database=url.path.lstrip("/"),
            autocommit=True,
        )
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return len(self.query(f"SELECT 1 FROM {table}"))

    def start(self, *command: str) -> "subprocess.Popen[bytes]":
        """Start a module, alone in its process group; its output lies in the stack's data directory."""
        with (self.stack.data / "integration.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *command],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def end(process: "subprocess.Popen[bytes]") -> None:
    """SIGTERM, and SIGKILL to its whole group if that is not enough."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(holds: Callable[[], object], what: str, pause: float = 0.02, patience: float = PATIENCE) -> None:
    """Wait for something to become true.

    Raises:
        TimeoutError: it does not.
    """
    deadline = time.monotonic() + patience
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {patience:.0f} s: {what}")
        time.sleep(pause)


def free_port() -> int:
    """A port of the loopback address that nobody has now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
