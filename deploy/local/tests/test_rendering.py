import json
import sys
from dataclasses import replace
from pathlib import Path

from touchline.local.parts import alertmanager, prometheus
from touchline.local.parts.airflow import environment, fernet_key
from touchline.local.parts.kafka import cluster_id, properties
from touchline.local.parts.mariadb import grants
from touchline.local.parts.services import METRICS, program
from touchline.local.settings import settings
from touchline.local.stack import Stack, repository_root
from touchline.local.status import Line, read_crashes, table
from touchline.monitoring.foreign import Job


def test_kafka_listens_on_the_loopback_address_and_creates_no_topic_by_itself(stack: Stack) -> None:
    lines = dict(line.split("=", 1) for line in properties(stack).splitlines())
    assert lines["listeners"].startswith(f"PLAINTEXT://127.0.0.1:{stack.ports['kafka']},")
    assert lines["auto.create.topics.enable"] == "false"


def test_kafka_tells_outside_clients_the_address_that_they_can_reach(stack: Stack) -> None:
    outside = replace(stack, given={"TOUCHLINE_KAFKA_OUTSIDE": "10.99.0.2:29092"})
    lines = dict(line.split("=", 1) for line in properties(outside).splitlines())
    assert lines["advertised.listeners"].split(",")[-1] == "OUTSIDE://10.99.0.2:29092"
    assert "OUTSIDE" not in dict(line.split("=", 1) for line in properties(stack).splitlines())["listeners"]


def test_kafka_accepts_the_cluster_id() -> None:
    assert len(cluster_id()) == 22


def test_prometheus_scrapes_every_service_and_every_exporter_by_name(stack: Stack) -> None:
    prometheus.prepare(stack)
    jobs = {job["job_name"]: job for job in json.loads((stack.data / "prometheus.yml").read_text())["scrape_configs"]}
    targets = {target["labels"]["instance"]: target["targets"] for target in jobs["touchline"]["static_configs"]}
    assert targets == {name: [f"127.0.0.1:{stack.ports[name]}"] for name in METRICS}
    assert jobs["mariadb"]["static_configs"][0]["targets"] == [f"127.0.0.1:{stack.ports['mariadb-exporter']}"]
    assert set(jobs) == set(Job)


def test_airflow_is_asked_for_its_heartbeats_once_it_was_started(stack: Stack) -> None:
    prometheus.prepare(stack)
    jobs = {job["job_name"]: job for job in json.loads((stack.data / "prometheus.yml").read_text())["scrape_configs"]}
    (read,) = jobs["airflow"]["file_sd_configs"]
    (file,) = map(Path, read["files"])
    assert not file.exists()
    prometheus.ask_airflow(stack)
    asked = {one["labels"]["instance"]: one["targets"] for one in json.loads(file.read_text())}
    assert set(asked) == {"airflow-scheduler", "airflow-triggerer", "airflow-dag-processor"}
    assert asked["airflow-scheduler"] == [f"{stack.url('airflow')}/api/v2/monitor/health"]


def test_alertmanager_shows_the_token_that_the_drift_monitor_asks_for_where_it_listens(stack: Stack) -> None:
    alertmanager.prepare(stack)
    receivers = json.loads((stack.data / "alertmanager.yml").read_text())["receivers"]
    (webhook,) = next(one["webhook_configs"] for one in receivers if one["name"] == "retraining")
    token = Path(webhook["http_config"]["authorization"]["credentials_file"])
    (monitor,) = program(stack, "drift-monitor", "drift_monitor", "consume")
    assert webhook["url"] == f"http://127.0.0.1:{monitor.environment['TOUCHLINE_ALERTS_PORT']}/alerts"
    assert token.read_text() == monitor.environment["TOUCHLINE_ALERT_TOKEN"]
    assert token.stat().st_mode & 0o077 == 0
    assert "TOUCHLINE_ALERTS_PORT" not in settings(stack)  # a second monitor would not get the port


def test_the_grants_reach_only_touchlines_own_databases() -> None:
    granted = [line.split(" ON ")[1].split(" TO ")[0] for line in grants("x").splitlines() if line.startswith("GRANT")]
    assert granted == ["touchline.*", r"`touchline\_%`.*"]


def test_a_fernet_key_has_32_bytes() -> None:
    assert len(fernet_key("0" * 40)) == 44


def test_airflows_tasks_start_this_python_or_the_program_that_was_given(stack: Stack) -> None:
    stack = replace(stack, root=repository_root())
    assert environment(stack)["TOUCHLINE_PYTHON"] == sys.executable
    other = replace(stack, given={"TOUCHLINE_TASKS_PYTHON": "/elsewhere/python"})
    assert environment(other)["TOUCHLINE_PYTHON"] == "/elsewhere/python"


def test_each_crash_is_counted_and_an_expected_end_is_not() -> None:
    log = (
        "2026-11-24 09:30:00,123 WARN exited: redis (terminated by SIGKILL; not expected)\n"
        "2026-11-24 09:30:05,000 INFO exited: kafka (exit status 0; expected)\n"
        "2026-11-24 09:31:00,000 WARN exited: redis (exit status 1; not expected)\n"
    )
    assert [len(found) for found in read_crashes(log).values()] == [2]


def test_the_table_ends_with_what_is_in_trouble() -> None:
    lines = [
        Line("redis", "redis", "running", 7, 6379, 0, ""),
        Line("s3", "s3", "crashed", None, 8333, 3, "ended with exit code 1"),
    ]
    assert table(lines).splitlines()[-1] == "1 running, 1 crashed; look at: s3"
