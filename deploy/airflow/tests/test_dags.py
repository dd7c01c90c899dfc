"""What holds for every DAG: it parses, keeps to the rules, and runs its commands in whichever way is set."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

DAGS = sorted((Path(__file__).parents[1] / "dags").glob("*.py"))
CLOCK = re.compile(r"\b(now|utcnow|today|localtime|time\.time)\s*\(")
RETRAINING = {"retrain", "retraining_router", "retraining_reconcile"}
INGESTION = {"ingest_match_day", "ingest_daily", "ingest_weekly", "backfill_history", "processing_checks"}
BY_DATE = {"train_weekly", "monitor_daily"}


def every_task(dags: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, dag in dags.items():
        for task_id, task in dag["tasks"].items():
            yield f"{name}.{task_id}", task


def test_dags_parse_without_errors(parsed: dict[str, Any]):
    assert parsed["plain"]["errors"] == {}
    assert set(parsed["plain"]["dags"]) == INGESTION | RETRAINING | BY_DATE


def test_every_task_has_retries_a_time_limit_and_a_pool(dags: dict[str, Any]):
    for name, task in every_task(dags):
        assert task["retries"] >= 1, name
        assert task["seconds"], name
        assert task["pool"], name


def test_no_dag_catches_up_by_itself_or_overlaps_with_itself_without_saying_so(dags: dict[str, Any]):
    assert not any(dag["catchup"] for dag in dags.values())
    assert {name for name, dag in dags.items() if dag["max_active_runs"] > 1} == {"retrain", "retraining_router"}


@pytest.mark.parametrize("file", DAGS, ids=lambda file: file.stem)
def test_no_dag_asks_a_clock(file: Path):
    assert not CLOCK.search(file.read_text())


def test_the_rule_would_see_a_clock():
    assert CLOCK.search("start_date=datetime.now(UTC)")


def test_nothing_that_a_run_knows_becomes_shell_text(dags: dict[str, Any]):
    commands = {name: task["bash_command"] for name, task in every_task(dags) if "bash_command" in task}
    assert len(commands) > len(DAGS)
    for name, words in commands.items():
        assert "{" not in words, name
        assert "$" not in re.sub(r'"[^"]*"', "", words), f"{name}: a variable stands outside of quotes"


def test_without_cards_ingestion_says_what_to_do_and_the_rest_goes_on(parsed: dict[str, Any]):
    errors = parsed["without cards"]["errors"]
    assert {Path(file).stem for file in errors} == {"ingestion", "backfill"}
    assert all("python -m touchline.ingestor cards" in error for error in errors.values())
    assert set(parsed["without cards"]["dags"]) == RETRAINING | BY_DATE | {"processing_checks"}


def test_what_has_a_schedule_waits_for_a_person_where_a_setting_says_so(parsed: dict[str, Any]):
    assert {name for name, dag in parsed["paused"]["dags"].items() if dag["paused"]} == INGESTION | BY_DATE
    assert not [name for name, dag in parsed["plain"]["dags"].items() if dag["paused"]]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("unknown way", "TOUCHLINE_TASKS must be one of process, container, pod, not 'prozess'"),
        ("container without provider", "TOUCHLINE_TASKS=container needs a provider that is not installed"),
        ("pod without provider", "TOUCHLINE_TASKS=pod needs a provider that is not installed"),
        ("pod without image", "TOUCHLINE_IMAGE must name an image"),
    ],
)
def test_a_way_that_cannot_be_gone_is_an_error_of_every_dag(parsed: dict[str, Any], settings: str, sentence: str):
    errors = parsed[settings]["errors"]
    assert {Path(file) for file in errors} == set(DAGS)
    assert all(sentence in error for error in errors.values())


def test_containers_run_the_same_commands_with_the_same_variables(parsed: dict[str, Any], dags: dict[str, Any]):
    assert parsed["container"]["errors"] == {}
    contained = dict(every_task(parsed["container"]["dags"]))
    for name, task in every_task(dags):
        assert contained[name]["upstream"] == task["upstream"]
        if "bash_command" in task:
            words = task["bash_command"].removeprefix('"$TOUCHLINE_PYTHON"')
            assert contained[name]["entrypoint"] == ["sh", "-c"]
            assert contained[name]["command"] == [f"exec python{words}"]
            assert contained[name].get("environment") == task.get("env")
            assert contained[name]["private_environment"]["TOUCHLINE_KAFKA"] == "kafka:9092"
    assert contained["processing_checks.completeness"]["image"] == "images/touchline-normalizer:7"


def test_only_an_answer_is_kept_of_what_a_pod_prints(parsed: dict[str, Any]):
    assert parsed["pod"]["errors"] == {}
    tasks = parsed["pod"]["dags"]["ingest_match_day"]["tasks"]
    plan, once = tasks["football-data.plan"], tasks["football-data.ask"]
    assert plan["do_xcom_push"]
    assert plan["arguments"][0].endswith(" > /airflow/xcom/return.json")
    assert not once["do_xcom_push"]
    assert ">" not in once["arguments"][0]
    assert once["configmaps"] == ["touchline"]
    assert {task["pod_template_file"] for task in (plan, once)} == {"/etc/touchline/pod.yaml"}
