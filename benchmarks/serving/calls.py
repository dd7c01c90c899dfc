"""gRPC's load, over one connection: by h2load until an answer's bytes are there, by ghz until it has read them."""

import json
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import grpc
import numpy as np

from benchmarks.features.rows import ROOT
from benchmarks.serving.load import H2LOAD, Heard
from touchline.schemas.rpc import predictor_pb2

GHZ = ROOT / ".tools" / "load" / "ghz"
PROTO = ROOT / "schemas" / "proto"
PREDICT_MATCH = "touchline.predictor.v1.Predictor.PredictMatch"


def calls_as_bytes(address: str, asked: dict[str, str], key: str, rate: float, seconds: float) -> Heard:
    """One call again and again; every answer must be as long as the one that a client of Google's reads first."""
    metadata, path = ("authorization", f"Bearer {key}"), "/" + "/".join(PREDICT_MATCH.rsplit(".", 1))
    request = predictor_pb2.PredictMatchRequest(**asked).SerializeToString()
    with grpc.insecure_channel(address) as channel:
        answer: bytes = channel.unary_unary(path)(request, metadata=(metadata,), timeout=20)
    with tempfile.TemporaryDirectory() as name:
        body, log = Path(name) / "body", Path(name) / "log"
        body.write_bytes(_framed(request))
        headers = ("content-type: application/grpc", "te: trailers", ": ".join(metadata))
        options = ["-t1", "-c1", "-m16", f"--rps={rate:.0f}", f"-D{seconds:.0f}", f"--log-file={log}", "-d", str(body)]
        said = [option for header in headers for option in ("-H", header)]
        command = [H2LOAD, *options, *said, f"http://{address}{path}"]
        loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        delays = np.array([int(line.split()[2]) for line in log.read_text().splitlines()]) / 1e3
    done, data = re.search(r"(\d+) done", loaded), re.search(r"\((\d+)\) data", loaded)
    if done is None or data is None or int(data[1]) != int(done[1]) * len(_framed(answer)):
        raise SystemExit(f"h2load: not every call was answered in full\n{loaded[-600:]}")
    n = int(done[1])
    return Heard(rate, n / seconds, float(np.quantile(delays, 0.5)), float(np.quantile(delays, 0.99)), n, 1.0)


def _framed(message: bytes) -> bytes:
    """As gRPC puts a message into HTTP/2: not compressed, its length, itself."""
    return b"\0" + len(message).to_bytes(4, "big") + message


def calls(address: str, asked: Sequence[dict[str, str]], key: str, rate: float, seconds: float) -> Heard:
    """Ask for these in turn."""
    options = ["--insecure", "--async", f"--rps={rate:.0f}", f"--duration={seconds:.0f}s", "--concurrency=16",
               "--timeout=20s", "--cpus=1", "--format=json"]  # fmt: skip
    metadata = json.dumps({"authorization": f"Bearer {key}"})
    types = ["--proto", str(PROTO / "touchline" / "predictor" / "v1" / "predictor.proto"), "--import-paths", str(PROTO)]
    what = ["--call", PREDICT_MATCH, "--data", json.dumps([*asked]), "--metadata", metadata]
    called = subprocess.run([str(GHZ), *options, *types, *what, address], capture_output=True)
    if called.returncode:
        raise SystemExit(f"ghz: {called.stderr.decode()[-1000:]}")
    report = json.loads(called.stdout)
    delays = {one["percentage"]: one["latency"] / 1e6 for one in report["latencyDistribution"]}
    good = report["statusCodeDistribution"].get("OK", 0) / report["count"]
    return Heard(rate, report["rps"], delays[50], delays[99], report["count"], good)
