"""The stores: the local stack's Kafka, MariaDB, Redis, S3 and MLflow, reachable from pods at the node's address."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from touchline.cluster.paths import ROOT, Failure
from touchline.cluster.relay import begin

PARTS = "kafka,mariadb,redis,s3,mlflow,sandbox"
KAFKA_PORT = 29092
OPEN = {
    "TOUCHLINE_REDIS": "redis",
    "TOUCHLINE_S3_ENDPOINT": "s3_endpoint",
    "TOUCHLINE_S3_BUCKET": "s3_bucket",
    "TOUCHLINE_MLFLOW": "mlflow",
}
"""Settings that stand in the chart's values."""

SECRET = ("TOUCHLINE_DATABASE", "TOUCHLINE_S3_ACCESS_KEY", "TOUCHLINE_S3_SECRET_KEY")
ADDRESSES = ("TOUCHLINE_DATABASE", "TOUCHLINE_REDIS", "TOUCHLINE_S3_ENDPOINT", "TOUCHLINE_MLFLOW", "TOUCHLINE_SANDBOX")


class Stores:
    """The stack in a folder of its own, up for as long as the cluster is."""

    def __init__(self, data: Path, address: str) -> None:
        self._address = address
        self._environment = {
            **os.environ,
            "TOUCHLINE_DATA": str(data),
            "TOUCHLINE_KAFKA_OUTSIDE": f"{address}:{KAFKA_PORT}",
        }
        self._settings: Mapping[str, str] = {}
        self._file = data / "env"

    def up(self) -> None:
        """Start them, and let pods reach them."""
        self._local("up", "--only", PARTS)
        pairs = (line.split("=", 1) for line in self._file.read_text().splitlines() if "=" in line)
        self._settings = {name: "".join(shlex.split(value)) for name, value in pairs}
        ports = [urlsplit(self._settings[name]).port for name in ADDRESSES]
        begin(self._address, [port for port in ports if port])

    def down(self) -> None:
        """Stop them."""
        self._local("down")

    def values(self) -> dict[str, str]:
        """The chart's `settings`."""
        told = {key: self._reached(name) for name, key in OPEN.items()}
        return {**told, "kafka": f"{self._address}:{KAFKA_PORT}"}

    def secret(self) -> dict[str, str]:
        """What the Secret holds."""
        return {name: self._reached(name) for name in SECRET}

    @property
    def sandbox(self) -> str:
        """The providers' address."""
        return self._reached("TOUCHLINE_SANDBOX")

    def here(self) -> dict[str, str]:
        """The environment of a command that runs beside the stack, not in a pod."""
        return {**self._environment, **self._settings}

    def _reached(self, name: str) -> str:
        return self._settings[name].replace("127.0.0.1", self._address)

    def _local(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "touchline.local", *arguments]
        done = subprocess.run(command, env=self._environment, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"the stack's {arguments[0]}: {(done.stdout + done.stderr)[-800:]}")
