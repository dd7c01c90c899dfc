"""One stack: a data directory with its ports, secrets and settings, chosen at the first start and kept."""

import json
import os
import random
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from touchline.local import ports as free_ports
from touchline.local.failure import Failure

PORTS = (
    "kafka",
    "kafka-controller",
    "mariadb",
    "redis",
    "postgres",
    "prometheus",
    "alertmanager",
    "node",
    "kafka-metrics",
    "mariadb-exporter",
    "redis-exporter",
    "probes",
    "s3",
    "s3-grpc",
    "s3-master",
    "s3-master-grpc",
    "s3-volume",
    "s3-volume-grpc",
    "s3-filer",
    "s3-filer-grpc",
    "s3-admin",
    "s3-admin-grpc",
    "mlflow",
    "airflow",
    "airflow-worker-logs",
    "airflow-triggerer-logs",
    "sandbox",
    "normalizer",
    "feature-store",
    "predictor-consume",
    "predictor-serve",
    "predictor-grpc",
    "drift-monitor",
    "drift-monitor-alerts",
)
SECRETS = (
    *("database", "postgres", "s3-access", "s3-secret", "alert-token"),
    *("airflow", "airflow-jwt", "airflow-api", "airflow-fernet"),
)
TAKEN_IN = frozenset(f"TOUCHLINE_{name}" for name in ("RECORDED", "INPUT", "HISTORY_FROM", "SOURCES", "PLAYER_SEASONS"))
LONGEST_SOCKET_FOLDER = 80
"""A Unix socket's path has at most 107 bytes (unix(7)); names of up to 26 are put into the folder."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Where a stack lives and what was chosen for it; `given` are further settings it was started with."""

    root: Path
    data: Path
    identity: str
    run: Path
    ports: Mapping[str, int]
    secrets: Mapping[str, str]
    given: Mapping[str, str]

    @property
    def tools(self) -> Path:
        """Where set-up laid Kafka's jars and the environments of MLflow and Airflow."""
        return self.root / ".tools"

    @property
    def logs(self) -> Path:
        """One file per program."""
        return self.data / "logs"

    @property
    def settings_file(self) -> Path:
        """The file of settings that a shell or a program can read."""
        return self.data / "env"

    def url(self, part: str) -> str:
        """The HTTP address of a part."""
        return f"http://127.0.0.1:{self.ports[part]}"

    def log(self, program: str) -> Path:
        """The log of a program."""
        return self.logs / f"{program}.log"


def repository_root() -> Path:
    """The folder of the checkout that this package is installed from."""
    return Path(__file__).resolve().parents[5]


def data_directory(environment: Mapping[str, str], root: Path) -> Path:
    """The stack's data directory: TOUCHLINE_DATA, or `var` in the checkout.

    >>> data_directory({}, Path("/touchline"))
    PosixPath('/touchline/var')
    """
    data = Path(environment.get("TOUCHLINE_DATA") or root / "var").absolute()
    if set(str(data)) & set(" %;"):
        # MariaDB's installer splits at a space; supervisord expands a % and takes a ; for a comment.
        raise Failure(f"the data directory's path must contain no space, % or ;: {data}")
    return data


def find(data: Path) -> Stack | None:
    """The stack of a data directory, if one was started there; what has become part of stacks since is chosen now."""
    before = _read(data)
    return before and _write(_completed(before), before)


def _read(data: Path) -> Stack | None:
    file = data / "stack.json"
    if not file.is_file():
        return None
    kept = json.loads(file.read_text())
    return Stack(
        root=repository_root(),
        data=data,
        identity=kept["identity"],
        run=Path(kept["run"]),
        ports=kept["ports"],
        secrets=kept["secrets"],
        given=kept["given"],
    )


def open_stack(data: Path, given: Mapping[str, str]) -> Stack:
    """The stack of a data directory, made if it is new; what is chosen once stays."""
    data.mkdir(parents=True, exist_ok=True)
    before = _read(data) or Stack(repository_root(), data, secrets.token_hex(8), _socket_folder(data), {}, {}, {})
    stack = replace(_completed(before), given={**_kept(before.given), **given})
    for folder in (stack.run, stack.logs):
        folder.mkdir(parents=True, exist_ok=True)
    return _write(stack, before)


def _completed(stack: Stack) -> Stack:
    return replace(
        stack,
        ports=free_ports.complete(stack.ports, PORTS, random.SystemRandom()),
        secrets={name: stack.secrets.get(name) or secrets.token_hex(32) for name in SECRETS},
    )


def _write(stack: Stack, before: Stack) -> Stack:
    if stack != before:
        kept = {name: value for name, value in asdict(stack).items() if name not in ("root", "data")}
        write_private(stack.data / "stack.json", json.dumps(kept, indent=2, default=str) + "\n")
    return stack


def write_private(file: Path, text: str, mode: int = 0o600) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    Path(draft).chmod(mode)
    Path(draft).replace(file)


def _kept(given: Mapping[str, str]) -> dict[str, str]:
    """What is taken in, and from where, is remembered; other given settings hold for the start they were given to."""
    return {name: value for name, value in given.items() if name in TAKEN_IN}


def _socket_folder(data: Path) -> Path:
    folder = data / "run"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    return Path(tempfile.mkdtemp(prefix="touchline-"))
