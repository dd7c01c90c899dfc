"""Every ingestion DAG once, under the real scheduler: a sandbox with our own samples, and the platform behind it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import boto3
import httpx
import pymysql
import pytest
from botocore.config import Config

from tests.stack import ROOT
from touchline.local.parts.airflow import environment
from touchline.local.settings import settings
from touchline.local.stack import Stack, find

pytestmark = pytest.mark.stack
PARTS = "airflow,sandbox,normalizer,feature-store,drift-monitor"
SOURCES = "football-data,spi538"  # one for match days, and a daily one that the sandbox does not hold
SEASON = "football-data/mmz4281/1920/E0.csv"
RETRAINING = ("retrain", "retraining_router", "retraining_reconcile")  # have tests of their own
PATIENCE = 180.0  # seconds for one run; about ten where the machine has nothing else to do


class Airflow:
    """The running Airflow by its public API, and what was landed."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.web = httpx.Client(base_url=stack.url("airflow"), trust_env=False, timeout=20)
        login = {"username": "admin", "password": stack.secrets["airflow"]}
        token = self.web.post("/auth/token", json=login).raise_for_status().json()["access_token"]
        self.web.headers["Authorization"] = f"Bearer {token}"

    def ask(self, path: str, **query: Any) -> Any:
        return self.web.get(f"/api/v2/{path}", params=query).raise_for_status().json()

    def wait(self, what: str, until: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not until():
            assert time.monotonic() < deadline, f"{what}: not within {PATIENCE:g} s\n{self.states()}"
            time.sleep(0.5)

    def pause(self, dag: str, paused: bool) -> None:
        self.web.patch(f"/api/v2/dags/{dag}", json={"is_paused": paused}).raise_for_status()

    def scheduled(self, dag: str) -> str:
        """Let a DAG run by its own schedule: Airflow makes the run that was due last. Its id, once it succeeded."""
        self.pause(dag, False)
        self.wait(f"a run of {dag}", lambda: bool(self.runs(dag, "scheduled")))
        name: str = self.runs(dag, "scheduled")[0]["dag_run_id"]
        self.succeeded(dag, name)
        return name

    def backfill(self, dag: str, first: str, last: str) -> None:
        """As the README says: Airflow's own command."""
        command = [str(self.stack.tools / "airflow" / "bin" / "airflow"), "backfill", "create"]
        words = ["--dag-id", dag, "--from-date", first, "--to-date", last]
        values = {**os.environ, **environment(self.stack)}
        done = subprocess.run([*command, *words], env=values, text=True, capture_output=True, cwd=ROOT)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        self.pause(dag, False)

    def runs(self, dag: str, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask(f"dags/{dag}/dagRuns", run_type=kind)["dag_runs"]
        return found

    def succeeded(self, dag: str, run: str) -> None:
        """Wait for a run; every task of it succeeded or had nothing to do."""
        self.wait(f"{dag} {run}", lambda: self.ask(f"dags/{dag}/dagRuns/{run}")["state"] in ("success", "failed"))
        assert self.ask(f"dags/{dag}/dagRuns/{run}")["state"] == "success", self.states()

    def tasks(self, dag: str, run: str) -> dict[str, list[str]]:
        """The states of a run's tasks; of a mapped one, each instance."""
        found: dict[str, list[str]] = {}
        for task in self.ask(f"dags/{dag}/dagRuns/{run}/taskInstances", limit=200)["task_instances"]:
            found.setdefault(task["task_id"], []).append(task["state"])
        return found

    def give_up(self, dag: str, run: str) -> None:
        """End a run and what is running of it; Airflow answers 500 where its scheduler just holds the run's row."""
        path = f"/api/v2/dags/{dag}/dagRuns/{run}"
        self.wait(f"{run} given up", lambda: self.web.patch(path, json={"state": "failed"}).is_success)

    def claims(self) -> dict[str, str]:
        """Who claimed which request."""
        url = urlsplit(settings(self.stack)["TOUCHLINE_DATABASE"])
        where = {"host": url.hostname, "port": url.port or 3306, "user": url.username, "password": url.password or ""}
        with pymysql.connect(**where, database=url.path.lstrip("/")) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT request_id, run FROM claims")
            return dict(cursor.fetchall())

    def states(self) -> str:
        """Every task instance there is, and the last words of those that failed."""
        found = self.ask("dags/~/dagRuns/~/taskInstances", limit=200)["task_instances"]
        told = [f"{one['dag_id']}.{one['task_id']}[{one['map_index']}] {one['state']}" for one in found]
        logs = self.stack.data / "airflow" / "logs"
        said = [
            file.read_text()[-3000:] for file in logs.rglob("attempt=*.log") if '"level":"error"' in file.read_text()
        ]
        return "\n".join([*told, *said])

    def landed(self) -> set[str]:
        """Document keys and versions in the bucket."""
        client, bucket = self.bucket()
        found = client.list_objects_v2(Bucket=bucket, Prefix="fetches/").get("Contents", [])
        return {one["Key"].removeprefix("fetches/") for one in found if one["Key"].endswith(".json")}

    def object(self, key: str) -> bytes:
        """The bytes of an object."""
        client, bucket = self.bucket()
        content: bytes = client.get_object(Bucket=bucket, Key=key)["Body"].read()
        return content

    def bucket(self) -> tuple[Any, str]:
        """A client of the object store, and the bucket's name."""
        values = settings(self.stack)
        client = boto3.client(
            "s3",
            endpoint_url=values["TOUCHLINE_S3_ENDPOINT"],
            aws_access_key_id=values["TOUCHLINE_S3_ACCESS_KEY"],
            aws_secret_access_key=values["TOUCHLINE_S3_SECRET_KEY"],
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}),
        )
        return client, values["TOUCHLINE_S3_BUCKET"]


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Airflow]:
    data, recorded = tmp_path_factory.mktemp("airflow"), tmp_path_factory.mktemp("recorded")
    for file in (ROOT / "tests" / "samples" / "football-data" / "mmz4281").glob("*/E0.csv"):
        kept = recorded / "football-data.co.uk" / "E0" / f"E0_{file.parent.name}.csv"
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, kept)
    chosen = {"TOUCHLINE_DATA": str(data), "TOUCHLINE_RECORDED": str(recorded), "TOUCHLINE_SOURCES": SOURCES}
    values = {**os.environ, **chosen, "TOUCHLINE_SANDBOX_START": "2020-02-28T18:00:00Z"}
    local = [sys.executable, "-m", "touchline.local"]
    try:
        up = subprocess.run([*local, "up", "--only", PARTS], env=values, text=True, capture_output=True, cwd=ROOT)
        assert up.returncode == 0, up.stdout + up.stderr
        stack = find(data)
        assert stack
        running = Airflow(stack)
        running.wait("the DAGs", lambda: running.ask("dags")["total_entries"] == 10)
        for name in RETRAINING:
            running.pause(name, True)
        yield running
    finally:
        subprocess.run([*local, "down"], env=values, check=True, capture_output=True, cwd=ROOT)


def test_no_dag_fails_to_import_and_ingestion_waits_for_a_person(airflow: Airflow) -> None:
    assert airflow.ask("importErrors")["total_entries"] == 0
    paused = {dag["dag_id"] for dag in airflow.ask("dags")["dags"] if dag["is_paused"]}
    names = {
        "ingest_match_day",
        "ingest_daily",
        "ingest_weekly",
        "backfill_history",
        "processing_checks",
        "train_weekly",
        "monitor_daily",
    }
    assert paused - set(RETRAINING) == names
    pools = {pool["name"]: pool["slots"] for pool in airflow.ask("pools")["pools"]}
    assert pools.items() >= {"www.football-data.co.uk": 1, "projects.fivethirtyeight.com": 1}.items()


def test_a_backfill_lands_what_is_about_its_days_and_nothing_else(airflow: Airflow) -> None:
    airflow.backfill("backfill_history", "2019-08-01", "2019-09-01")
    runs = airflow.runs("backfill_history", "backfill")
    days = {(run["data_interval_start"][:10], run["data_interval_end"][:10]) for run in runs}
    assert days == {("2019-08-01", "2019-09-01"), ("2019-09-01", "2019-10-01")}
    for run in runs:
        airflow.succeeded("backfill_history", run["dag_run_id"])
        tasks = airflow.tasks("backfill_history", run["dag_run_id"])
        assert tasks["football-data.ask"] == ["success"]  # the season of these days
    assert airflow.landed() == {f"{SEASON}/00000001.json"}  # the second month found it unchanged


def test_a_match_day_asks_for_each_division_and_season_in_a_task_of_its_own(airflow: Airflow) -> None:
    run = airflow.scheduled("ingest_match_day")
    tasks = airflow.tasks("ingest_match_day", run)
    assert tasks == {"football-data.plan": ["success"], "football-data.ask": ["success"] * 3, "landed": ["success"]}
    assert airflow.landed() == {
        f"{SEASON}/00000001.json",
        "football-data/mmz4281/1819/E0.csv/00000001.json",
        "football-data/fixtures.csv/00000001.json",
    }


def test_a_daily_run_asks_the_daily_sources_and_a_weekly_run_all_of_them_again(airflow: Airflow) -> None:
    before = airflow.landed()
    airflow.pause("ingest_weekly", False)  # side by side: pools keep them off one another's hosts
    daily, weekly = airflow.scheduled("ingest_daily"), airflow.scheduled("ingest_weekly")
    assert airflow.tasks("ingest_daily", daily)["spi538.ask"] == ["success"]
    assert airflow.tasks("ingest_weekly", weekly)["football-data.ask"] == ["success"] * 3
    assert {key for key in airflow.landed() if key.startswith("football-data")} == before


def test_checks_pass_once_everything_is_processed(airflow: Airflow) -> None:
    run = airflow.scheduled("processing_checks")
    assert airflow.tasks("processing_checks", run) == {
        name: ["success"] for name in ("freshness", "completeness", "reconcile")
    }


def test_a_check_fails_when_a_source_has_grown_old(airflow: Airflow) -> None:
    command = [sys.executable, "-m", "touchline.ingestor", "freshness"]
    values = {**os.environ, **settings(airflow.stack)}
    now = subprocess.run(command, env=values, text=True, capture_output=True)
    old = subprocess.run([*command, "--at", "2020-03-08T18:00:00+00:00"], env=values, text=True, capture_output=True)
    assert (now.returncode, old.returncode) == (0, 1), now.stderr + old.stderr
    (source,) = [one for one in json.loads(old.stdout) if one["source"] == "football-data"]
    assert (source["looked"], source["days"]) == ("2020-02-28T18:00:00+00:00", 9.0)
    assert "football-data: last looked at 2020-02-28 18:00, too long before" in old.stderr


def test_a_day_ends_with_a_report_that_is_linked(airflow: Airflow) -> None:
    run = airflow.scheduled("monitor_daily")
    assert airflow.tasks("monitor_daily", run) == {"settle": ["success"], "report": ["success"]}
    day = airflow.runs("monitor_daily", "scheduled")[0]["data_interval_end"][:10]
    link = json.loads(airflow.object("reports/latest.json"))
    assert link == {"day": day, "json": f"reports/{day}/report.json", "page": f"reports/{day}/report.md"}
    told = json.loads(airflow.object(link["json"]))
    (england,) = [pool for pool in told["pools"] if pool["pool"] == "ENG"]
    assert (told["day"], england["matches"] > 0) == (day, True)
    assert "## ENG" in airflow.object(link["page"]).decode()


def test_the_weekly_run_claims_the_day_on_which_its_week_ends(airflow: Airflow) -> None:
    airflow.pause("train_weekly", False)
    airflow.wait("a weekly run", lambda: bool(airflow.runs("train_weekly", "scheduled")))
    (run,) = airflow.runs("train_weekly", "scheduled")
    name = run["dag_run_id"]
    airflow.wait("its claim", lambda: airflow.tasks("train_weekly", name).get("claim") == ["success"])
    airflow.give_up("train_weekly", name)  # nothing to learn from, and no MLflow: what follows has tests of its own
    days = {moment: run[f"data_interval_{moment}"][:10] for moment in ("start", "end")}
    assert date.fromisoformat(days["end"]) - date.fromisoformat(days["start"]) == timedelta(days=7)
    assert airflow.claims() == {f"schedule:{days['end']}": f"airflow schedule:{days['end']}"}
