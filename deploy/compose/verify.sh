#!/bin/sh
# compose.yaml with images made here alone: built, begun, once around the demo, one prediction asked for from outside.
# Writes build/verify-images.json. DRIFT=1 waits for a retraining; BUILT=1 takes images that are there.
# TOUCHLINE_SOURCES and TOUCHLINE_HISTORY_FROM bound what is taken in.
set -eu

here=$(dirname "$0")
root=$(cd "$here/../.." && pwd)
python=$root/.venv/bin/python
export TOUCHLINE_STANDINS=1
export COMPOSE_PROJECT_NAME="${COMPOSE_PROJECT_NAME:-touchline-verify}"
compose() { "$here/compose.sh" --profile commands --profile monitoring --profile airflow "$@"; }

finish() { compose down --volumes --remove-orphans >/dev/null 2>&1; }
trap finish EXIT
trap 'exit 130' INT TERM

began=$(date +%s)
if [ -z "${BUILT:-}" ]; then
    "$python" -m touchline.images build ${BASE_IMAGE:+--base "$BASE_IMAGE"}
    "$python" -m touchline.images standins ${BASE_IMAGE:+--base "$BASE_IMAGE"}
fi
built=$(date +%s)
"$here/demo.sh"
shown=$(date +%s)
rest=$(compose port predictor-serve 8080)
curl --silent --show-error --fail --noproxy '*' "http://$rest/v1/fixtures" >"$root/build/verify-fixtures.json"
"$python" - "$root/build" "$((built - began))" "$((shown - built))" <<'PYTHON'
import json
import sys
from pathlib import Path

build = Path(sys.argv[1])
fixtures = json.loads((build / "verify-fixtures.json").read_text())["fixtures"]
predicted = [one for one in fixtures if one["prediction"]]
demo = json.loads((build / "demo.json").read_text())
shown = ("input", "seconds", "documents", "predictions", "reconcile", "parked", "drift")
images = json.loads((build / "images.json").read_text())
result = {
    "seconds": {"build": int(sys.argv[2]), "demo": int(sys.argv[3])},
    "images": images,
    "predicted_fixtures": len(predicted),
    "demo": {name: demo[name] for name in shown if name in demo},
}
(build / "verify-images.json").write_text(json.dumps(result, indent=2) + "\n")
if not predicted or demo["reconcile"]["lost"] or demo["reconcile"]["doubled"]:
    sys.exit("no prediction is served, or something is lost or doubled: build/verify-images.json")
print(f"{len(predicted)} predictions served by containers; build/verify-images.json")
PYTHON
