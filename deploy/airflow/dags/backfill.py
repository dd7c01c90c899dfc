"""What providers say today of days long past: one run a month, made by Airflow's own back-fill.

    airflow backfill create --dag-id backfill_history --from-date 2019-08-01 --to-date 2020-05-31

Each run asks for the documents about the days of its data interval, also those that count as settled; a document that
did not change lands no version. Without a back-fill it looks once a month at the month before.
"""

from datetime import UTC, datetime

from airflow.sdk import DAG, CronDataIntervalTimetable
from touchline_commands import LIMITS
from touchline_sources import ask, cards, paused, tell_landed

FIRST_SEASON = datetime(1993, 8, 1, tzinfo=UTC)  # the oldest that a source has
DAYS = {  # both inclusive, so that each day belongs to one run
    "FROM": "{{ data_interval_start | ds }}",
    "TO": "{{ (data_interval_end - macros.timedelta(days=1)) | ds }}",
}

with DAG(
    "backfill_history",
    schedule=CronDataIntervalTimetable("@monthly", timezone="UTC"),
    start_date=FIRST_SEASON,
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=paused(),
    default_args=dict(LIMITS),
    doc_md=__doc__,
    tags=["ingestion"],
):
    landed = tell_landed()
    for card in cards():
        ask(card, '--from "$FROM" --to "$TO" --revisit', DAYS) >> landed
