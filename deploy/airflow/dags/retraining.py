"""A retraining request becomes exactly one run of Touchline's own commands.

`retraining_router` starts a run for each request that arrives, `retrain` is that run, and `retraining_reconcile`
starts what was missed and completes what a crash left. A run is named by its request, so Airflow's unique key on (DAG,
run) removes repeats; the claim in MariaDB removes what that key cannot see. No decision is taken here.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import DAG, Asset, AssetWatcher, task
from touchline_commands import LIMITS
from touchline_retraining import TOPIC, RetrainingRequestTrigger
from touchline_training import answer, step

RUN = "{{ run_id }}"  # a run is named by its request
AT_ONCE = 50  # requests that one look picks up

watcher = AssetWatcher(
    name="retraining_requests_on_kafka",
    trigger=RetrainingRequestTrigger(topics=[TOPIC], kafka_config_id="kafka_default", poll_timeout=0.5),
)
requested = Asset("retraining_requests", watchers=[watcher])


def start(task_id: str, runs: Any, **when_it_exists: bool) -> None:
    """A `retrain` run for each of these."""
    TriggerDagRunOperator.partial(
        task_id=task_id,
        trigger_dag_id="retrain",
        logical_date=None,  # two runs of one instant would clash
        **{**LIMITS, "retries": 3, "retry_delay": timedelta(seconds=5)},
        **when_it_exists,
    ).expand_kwargs(runs)


def runs_for(request_ids: list[str]) -> list[dict[str, Any]]:
    """What `expand_kwargs` wants: the run is named by its request."""
    return [{"trigger_run_id": request_id, "conf": {"request_id": request_id}} for request_id in request_ids]


with DAG("retrain", schedule=None, catchup=False, max_active_runs=2, default_args=dict(LIMITS), doc_md=__doc__):
    answer(RUN)

with DAG(
    "retraining_router",
    schedule=[requested],
    catchup=False,
    max_active_runs=4,
    default_args=dict(LIMITS),
    doc_md=__doc__,
):

    @task
    def distinct(triggering_asset_events: Any = None) -> list[dict[str, Any]]:
        """One run for each request among the events that woke us."""
        events = [event for events in triggering_asset_events.values() for event in events]
        payloads = [(event.extra or {}).get("payload") for event in events]
        return runs_for(list(dict.fromkeys(payload["request_id"] for payload in payloads if payload)))

    start("start", distinct(), skip_when_already_exists=True)

with DAG(
    "retraining_reconcile",
    schedule="* * * * *",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=dict(LIMITS),
    doc_md=__doc__,
):
    step("drain", "drain", RUN)
    unclaimed = step("unclaimed", "unclaimed", RUN, answers=True)

    @task
    def without_run(request_ids: list[str], ti: Any = None) -> list[dict[str, Any]]:
        """Requests that no run was ever started for."""
        return runs_for([i for i in request_ids[:AT_ONCE] if not ti.get_dr_count(dag_id="retrain", run_ids=[i])])

    @task
    def failed_before_claiming(request_ids: list[str], ti: Any = None) -> list[dict[str, Any]]:
        """Requests whose run ended before it could claim them; nothing has happened yet, so it may go again."""
        failed = [i for i in request_ids[:AT_ONCE] if ti.get_dr_count(dag_id="retrain", run_ids=[i], states=["failed"])]
        return runs_for(failed)

    @task(outlets=[requested])
    def wake_router() -> None:
        """Events that a race in Airflow's queue left behind are picked up with the next one: this is the next one."""

    start("start_missed", without_run(unclaimed.output), skip_when_already_exists=True)
    start("start_again", failed_before_claiming(unclaimed.output), reset_dag_run=True)
    wake_router()
