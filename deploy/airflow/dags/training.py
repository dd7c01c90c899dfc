"""Once a week a challenger learns from what has come in, whether or not anything called for it.

No request on Kafka stands behind it: the run claims the date at which its data interval ends, by the same claim as
every other run, and its decision says that the schedule asked. Whatever is repeated (a task that is cleared, a second
run of the same week) finds that claim and that decision. To train at another time: `make train`.
"""

from datetime import UTC, datetime

from airflow.sdk import DAG, CronDataIntervalTimetable
from touchline_commands import LIMITS
from touchline_sources import paused
from touchline_training import answer

TUESDAYS = "0 6 * * 2"  # after the weekend's round and the weekly look at every source (ingestion)

with DAG(
    "train_weekly",
    schedule=CronDataIntervalTimetable(TUESDAYS, timezone="UTC"),
    start_date=datetime(2026, 1, 6, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=paused(),
    default_args=dict(LIMITS),
    doc_md=__doc__,
    tags=["training"],
):
    answer("schedule:{{ data_interval_end | ds }}")
