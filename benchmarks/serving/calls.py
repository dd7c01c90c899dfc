"""gRPC's load by ghz: calls at a rate, whatever comes of them, over one connection that is kept."""

import json
import subprocess
from collections.abc import Sequence

from benchmarks.features.rows import ROOT
from benchmarks.serving.load import Heard

GHZ = ROOT / ".tools" / "load" / "ghz"
PROTO = ROOT / "schemas" / "proto"
PREDICT_MATCH = "touchline.predictor.v1.Predictor.PredictMatch"


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
