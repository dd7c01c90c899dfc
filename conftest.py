"""One stack for all tests that need it: real Kafka, MariaDB, Redis and S3 in a data directory of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stack import ROOT, RunningStack


def _read_environment(data: Path) -> dict[str, str]:
    lines = (data / "env").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    return {**os.environ, **{name: value.strip("'\"") for name, value in values.items()}}


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Kafka, MariaDB, Redis and S3; started once, ended with the session."""
    data = tmp_path_factory.mktemp("stack")
    environment = {**os.environ, "TOUCHLINE_DATA": str(data)}
    local = [sys.executable, "-m", "touchline.local"]
    up = subprocess.run(
        [*local, "up", "--only", "kafka,topics,mariadb,migrations,redis,s3"],
        env=environment,
        text=True,
        capture_output=True,
        cwd=ROOT,
    )
    try:
        assert up.returncode == 0, up.stdout + up.stderr
        yield RunningStack(data, _read_environment(data))
    finally:
        subprocess.run([*local, "down"], env=environment, check=True, capture_output=True, cwd=ROOT)
