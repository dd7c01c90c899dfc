"""The weekly run: the same tasks as every other, about the date at which its data interval ends."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RENDER = """
import json, sys
from datetime import datetime, timedelta, UTC
from airflow.dag_processing.dagbag import DagBag
from airflow.timetables.base import DataInterval, TimeRestriction
from airflow.serialization.serialized_objects import DagSerialization
dag = DagBag(sys.argv[1], bundle_name="tests").dags["train_weekly"]
timetable = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag)).timetable
told, last = [], None
for _ in range(3):
    from_there = TimeRestriction(earliest=dag.start_date, latest=None, catchup=True)
    run = timetable.next_dagrun_info(last_automated_data_interval=last, restriction=from_there)
    last = run.data_interval
    words = dag.get_task("claim").render_template(
        dag.get_task("claim").env, {"data_interval_start": last.start, "data_interval_end": last.end}
    )
    told.append([words["REQUEST_ID"], run.run_after.isoformat(), (last.end - last.start).days])
print(json.dumps(told))
"""


def test_the_weekly_run_claims_trains_and_waits_as_every_run_does(dags: dict[str, Any]):
    weekly, other = dags["train_weekly"]["tasks"], dags["retrain"]["tasks"]
    assert {name: task["upstream"] for name, task in weekly.items()} == {
        "claim": [],
        "train": ["claim"],
        "await_serving": ["train"],
        "train_players": ["claim"],
        "await_players_serving": ["train_players"],
    }
    assert {name: task["bash_command"] for name, task in weekly.items()} == {
        name: task["bash_command"] for name, task in other.items()
    }
    assert {name: (task["retries"], task["seconds"]) for name, task in weekly.items()} == {
        name: (task["retries"], task["seconds"]) for name, task in other.items()
    }


def test_its_request_is_named_by_its_interval_and_that_of_another_run_by_the_run(dags: dict[str, Any]):
    asked = {
        name: {task["env"]["REQUEST_ID"] for task in dags[name]["tasks"].values()}
        for name in ("retrain", "train_weekly")
    }
    assert asked == {"retrain": {"{{ run_id }}"}, "train_weekly": {"schedule:{{ data_interval_end | ds }}"}}


def test_each_week_has_a_request_of_its_own_on_tuesday_after_the_sources_were_asked(run: Callable[..., str]):
    told = json.loads(run(RENDER, ROOT / "dags").splitlines()[-1])
    assert told == [
        ["schedule:2026-01-13", "2026-01-13T06:00:00+00:00", 7],
        ["schedule:2026-01-20", "2026-01-20T06:00:00+00:00", 7],
        ["schedule:2026-01-27", "2026-01-27T06:00:00+00:00", 7],
    ]
