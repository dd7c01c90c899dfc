"""Once a day what was predicted is scored, and a report on drift and quality is put where people find it.

The drift monitor settles all the time; `settle` does what it has not come to, or could not while it was away. `report`
writes `reports/<day>/report.json` and `report.md` to S3, links them in `reports/latest.json`, and prints where they
are; of a day that is run again the new report takes the place of the old one.
"""

from datetime import UTC, datetime

from airflow.sdk import DAG, CronDataIntervalTimetable
from touchline_commands import LIMITS, command
from touchline_sources import paused

MONITOR = "touchline.drift_monitor"
DAY = {"DAY": "{{ data_interval_end | ds }}"}

with DAG(
    "monitor_daily",
    schedule=CronDataIntervalTimetable("30 6 * * *", timezone="UTC"),  # after the daily look at the sources
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=paused(),
    default_args=dict(LIMITS),
    doc_md=__doc__,
    tags=["checks"],
):
    command("settle", MONITOR, "settle") >> command("report", MONITOR, 'report --day "$DAY"', variables=DAY)
