"""The DAGs and the trigger, in Airflow's own environment; skipped where set-up has not made it."""

import json
import os
import subprocess
from pathlib import Path

import pyarrow as pa
import pytest

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "deploy" / "airflow"
PYTHON = Path(os.environ.get("TOUCHLINE_AIRFLOW_PYTHON", ROOT / ".tools" / "airflow" / "bin" / "python"))

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="Airflow's environment is not there: make setup")

PARSE = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1], bundle_name="tests")
tasks = {name: {task.task_id: sorted(task.upstream_task_ids) for task in dag.tasks} for name, dag in bag.dags.items()}
everything = [task for dag in bag.dags.values() for task in dag.tasks]
commands = {task.task_id: task.bash_command for task in everything if hasattr(task, "bash_command")}
with open(sys.argv[2], "w") as answer:
    json.dump({"errors": bag.import_errors, "tasks": tasks, "commands": commands}, answer)
"""

DECODE = """
import json, sys
from touchline_retraining import requests_of
print(json.dumps(requests_of(open(sys.argv[1], "rb").read())))
"""

SERIALIZE = """
import importlib, json
from touchline_retraining import TOPIC, RetrainingRequestTrigger
path, arguments = RetrainingRequestTrigger(topics=[TOPIC]).serialize()
module, name = path.rsplit(".", 1)
again = getattr(importlib.import_module(module), name)(**arguments)
print(json.dumps([path, again.serialize() == (path, arguments)]))
"""


def run(program: str, home: Path, *arguments: str) -> str:
    environment = {
        "PATH": f"{PYTHON.parent}:/usr/bin:/bin",
        "HOME": str(home),
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(SOURCE / "plugins"),
        "PYTHONPATH": str(SOURCE / "plugins"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ran = subprocess.run(
        [str(PYTHON), "-c", program, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stdout


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    home = tmp_path_factory.mktemp("airflow")
    run(PARSE, home, str(SOURCE / "dags"), str(home / "parsed.json"))
    return json.loads((home / "parsed.json").read_text())


def test_dags_parse_without_errors(parsed: dict[str, dict]):
    assert parsed["errors"] == {}
    assert set(parsed["tasks"]) == {"retrain", "retraining_router", "retraining_reconcile"}


def test_a_run_claims_before_it_trains_and_waits_for_the_replicas_last(parsed: dict[str, dict]):
    assert parsed["tasks"]["retrain"] == {"claim": [], "train": ["claim"], "await_serving": ["train"]}


def test_every_command_is_one_of_the_trainers_own(parsed: dict[str, dict]):
    assert set(parsed["commands"]) == {"claim", "train", "await_serving", "drain", "unclaimed"}
    assert all('"$TOUCHLINE_PYTHON" -m touchline.trainer ' in command for command in parsed["commands"].values())
    assert not any("{{" in command for command in parsed["commands"].values()), "an id must not become shell text"


def test_trigger_decodes_every_row_of_a_message(tmp_path: Path):
    row = {"cause": "drift", "drift_id": None, "pool": "ENG", "model_name": "touchline-match", "reason": "home wins"}
    batch = pa.RecordBatch.from_pylist([{"request_id": name, "later_field": 1, **row} for name in ("a", "b")])
    with pa.ipc.new_stream(tmp_path / "message", batch.schema) as writer:
        writer.write_batch(batch)
    decoded = json.loads(run(DECODE, tmp_path, str(tmp_path / "message")))
    assert decoded == [{"request_id": "a", **row}, {"request_id": "b", **row}]


def test_the_triggerer_can_build_the_trigger_again_from_what_is_stored(tmp_path: Path):
    path, same = json.loads(run(SERIALIZE, tmp_path))
    assert path == "touchline_retraining.RetrainingRequestTrigger"
    assert same
