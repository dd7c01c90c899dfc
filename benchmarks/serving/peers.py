"""The peers' servers, each one worker in the peers' environment, ready to be asked."""

import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from benchmarks.features.rows import ROOT
from benchmarks.serving.load import Target
from tests.integration.ground import free_port

BIN = ROOT / ".tools" / "bench-serving" / "bin"
PATIENCE = 600.0  # seconds: a hang guard; MLflow alone imports for half a minute on a busy machine
JSON = {"Content-Type": "application/json"}


def laid_out(folder: Path, trees: bytes, plan: dict[str, Any]) -> Path:
    """Trees and plan as the peers open them; MLflow's model beside them."""
    (folder / "plan").mkdir(parents=True)
    (folder / "plan" / "trees.txt").write_bytes(trees)
    (folder / "plan" / "plan.json").write_text(json.dumps(plan))
    command = [str(BIN / "python"), "-m", "benchmarks.serving.peer.save", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environment(folder), check=True, capture_output=True)
    return folder


def environment(folder: Path) -> dict[str, str]:
    """Theirs."""
    return {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "HOME": str(folder),
        "BENCH_SERVING": str(folder / "plan"),
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        "MLFLOW_TRACKING_URI": f"sqlite:///{folder}/mlflow.db",
    }


@contextmanager
def fastapi_peer(folder: Path, names: Sequence[str], values: Sequence[float]) -> Iterator[Target]:
    """FastAPI under uvicorn, with uvloop and httptools."""
    port = free_port()
    command = [str(BIN / "uvicorn"), "benchmarks.serving.peer.api:app", "--port", str(port), "--no-access-log"]
    with _running(command, folder, f"http://127.0.0.1:{port}/docs"):
        body = dict(zip(names, values, strict=True))
        yield Target("POST", f"http://127.0.0.1:{port}/predict", JSON, body)


@contextmanager
def mlflow_peer(folder: Path, names: Sequence[str], values: Sequence[float]) -> Iterator[Target]:
    """`mlflow models serve`."""
    port = free_port()
    command = [str(BIN / "mlflow"), "models", "serve", "-m", str(folder / "mlflow"), "--env-manager", "local",
               "-p", str(port), "--workers", "1"]  # fmt: skip
    with _running(command, folder, f"http://127.0.0.1:{port}/ping"):
        body = {"dataframe_split": {"columns": [*names], "data": [[*values]]}}
        yield Target("POST", f"http://127.0.0.1:{port}/invocations", JSON, body)


@contextmanager
def _running(command: list[str], folder: Path, ready: str) -> Iterator[None]:
    with (folder / "peer.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(folder), stdout=log, stderr=log, start_new_session=True
        )
        try:
            deadline = time.monotonic() + PATIENCE
            while not _answers(ready):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"a peer is not ready: {(folder / 'peer.log').read_text()[-3000:]}")
                time.sleep(0.3)
            yield
        finally:
            os.killpg(process.pid, 15)  # `mlflow` starts its server as a child
            process.wait(30)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False, timeout=5).status_code == 200
    except httpx.TransportError:
        return False
