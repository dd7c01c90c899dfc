"""Who is asked when, in which pool, and what follows."""

from typing import Any


def asked(dag: dict[str, Any]) -> set[str]:
    return {task_id.split(".")[0] for task_id in dag["tasks"] if task_id.endswith(".ask")}


def test_a_source_is_asked_as_often_as_its_card_says_and_all_of_them_weekly(dags: dict[str, Any]):
    assert asked(dags["ingest_match_day"]) == {"football-data"}
    assert asked(dags["ingest_daily"]) == {"openfootball"}
    assert asked(dags["ingest_weekly"]) == {"football-data", "openfootball", "fpl-archive"}
    assert asked(dags["backfill_history"]) == {"football-data", "openfootball", "fpl-archive"}


def test_what_a_source_is_asked_for_is_mapped_over_what_its_plan_names(dags: dict[str, Any]):
    tasks = dags["ingest_match_day"]["tasks"]
    assert not tasks["football-data.plan"]["mapped"]
    assert tasks["football-data.ask"]["mapped"]
    assert tasks["football-data.ask"]["upstream"] == ["football-data.plan"]
    assert tasks["landed"]["upstream"] == ["football-data.ask"]


def test_sources_of_one_host_share_its_pool_and_nothing_else_is_in_it(dags: dict[str, Any]):
    for name in ("ingest_match_day", "ingest_daily", "ingest_weekly", "backfill_history"):
        for task_id, task in dags[name]["tasks"].items():
            shared = {"openfootball": "raw.githubusercontent.com", "fpl-archive": "raw.githubusercontent.com"}
            pools = {**shared, "football-data": "www.football-data.co.uk", "landed": "default_pool"}
            assert task["pool"] == pools[task_id.split(".")[0]]


def test_settled_documents_are_revisited_weekly_and_in_a_backfill_only(dags: dict[str, Any]):
    commands = {
        name: {
            task["bash_command"]
            for task in dag["tasks"].values()
            if "touchline.ingestor" in task.get("bash_command", "")
        }
        for name, dag in dags.items()
    }
    for name in ("ingest_weekly", "backfill_history"):
        assert all("--revisit" in words for words in commands[name])
    for name in ("ingest_match_day", "ingest_daily"):
        assert not any("--revisit" in words for words in commands[name])


def test_a_backfill_asks_for_the_days_of_its_data_interval(dags: dict[str, Any]):
    backfill = dags["backfill_history"]
    plan, once = backfill["tasks"]["football-data.plan"], backfill["tasks"]["football-data.ask"]
    assert "CronDataIntervalTimetable" in backfill["timetable"]  # a bare cron line has no interval in Airflow 3
    assert plan["env"]["FROM"] == "{{ data_interval_start | ds }}"
    assert plan["env"]["TO"] == "{{ (data_interval_end - macros.timedelta(days=1)) | ds }}"
    assert all('--from "$FROM" --to "$TO"' in task["bash_command"] for task in (plan, once))


def test_checks_run_when_documents_have_landed_and_reconcile_last(dags: dict[str, Any]):
    checks = dags["processing_checks"]
    upstream = {name: task["upstream"] for name, task in checks["tasks"].items()}
    assert upstream == {"freshness": [], "completeness": [], "reconcile": ["completeness"]}
    assert "AssetOrTime" in checks["timetable"]
    for name in ("ingest_match_day", "ingest_daily", "ingest_weekly", "backfill_history"):
        landed = dags[name]["tasks"]["landed"]
        assert landed["outlets"] == ["landed_documents"]
        assert landed["trigger_rule"] == "none_failed"  # a source without anything to ask for is skipped
