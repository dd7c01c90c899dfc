"""The retraining DAGs and their trigger, in Airflow's own environment."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

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


def test_a_run_claims_before_it_trains_and_waits_for_the_replicas_last(dags: dict[str, Any]):
    upstream = {name: task["upstream"] for name, task in dags["retrain"]["tasks"].items()}
    assert upstream == {
        "claim": [],
        "train": ["claim"],
        "await_serving": ["train"],
        "train_players": ["claim"],
        "await_players_serving": ["train_players"],
    }


def test_every_command_is_one_of_the_trainers_own(dags: dict[str, Any]):
    names = ("retrain", "retraining_router", "retraining_reconcile")
    tasks = {task_id: task for name in names for task_id, task in dags[name]["tasks"].items()}
    commands = {task_id: task["bash_command"] for task_id, task in tasks.items() if "bash_command" in task}
    assert set(commands) == set(dags["retrain"]["tasks"]) | {"drain", "unclaimed"}
    assert all('"$TOUCHLINE_PYTHON" -m touchline.trainer ' in command for command in commands.values())


def test_trigger_decodes_every_row_of_a_message(tmp_path: Path, run: Callable[..., str]):
    row = {"cause": "drift", "drift_id": None, "pool": "ENG", "model_name": "touchline-match", "reason": "home wins"}
    batch = pa.RecordBatch.from_pylist([{"request_id": name, "later_field": 1, **row} for name in ("a", "b")])
    with pa.ipc.new_stream(tmp_path / "message", batch.schema) as writer:
        writer.write_batch(batch)
    decoded = json.loads(run(DECODE, tmp_path / "message"))
    assert decoded == [{"request_id": "a", **row}, {"request_id": "b", **row}]


def test_the_triggerer_can_build_the_trigger_again_from_what_is_stored(run: Callable[..., str]):
    path, same = json.loads(run(SERIALIZE))
    assert path == "touchline_retraining.RetrainingRequestTrigger"
    assert same
