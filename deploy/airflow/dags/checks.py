"""After documents have landed, and every hour: is all of it processed, fresh, and the same everywhere?

`completeness`: every announced document was read, and what could not be read is within bounds. `reconcile`: what was
landed, announced, kept and served agrees. `freshness`: every source was looked at when its schedule wants it. Each is a
command that only reads, and fails with sentences that name what is wrong; a second try allows for work in flight.
"""

from datetime import UTC, datetime

from airflow.sdk import DAG, AssetOrTimeSchedule, CronTriggerTimetable
from touchline_commands import LIMITS, command
from touchline_sources import INGESTOR, LANDED, paused

PATIENCE = 120  # seconds that documents may take to be read

with DAG(
    "processing_checks",
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("10 * * * *", timezone="UTC"), assets=[LANDED]),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=paused(),
    default_args=dict(LIMITS),
    doc_md=__doc__,
    tags=["checks"],
):
    command("freshness", INGESTOR, "freshness")
    complete = command("completeness", "touchline.normalizer", f"completeness --wait {PATIENCE}")
    complete >> command("reconcile", "touchline.demo", "reconcile")
