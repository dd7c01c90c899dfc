"""Documents come in: several times on a match day, daily, and weekly with another look at what is settled.

Each source is a group of its own: `plan` names its divisions and seasons, `ask` is mapped over them. All tasks of a
host share its pool, so that it is never asked faster than its card allows. Every task may run again: a version of a
document is landed and announced once.
"""

from datetime import UTC, datetime

from airflow.sdk import DAG
from touchline_commands import LIMITS
from touchline_sources import ask, cards, paused, tell_landed

SCHEDULES = {
    "ingest_match_day": ("match-day", "*/30 11-23 * * *"),
    "ingest_daily": ("daily", "15 5 * * *"),
    "ingest_weekly": (None, "45 3 * * 2"),  # every source: after the weekend's round, corrections of old seasons too
}

for name, (schedule, cron) in SCHEDULES.items():
    with DAG(
        name,
        schedule=cron,
        start_date=datetime(2026, 1, 1, tzinfo=UTC),
        catchup=False,
        max_active_runs=1,
        is_paused_upon_creation=paused(),
        default_args=dict(LIMITS),
        doc_md=__doc__,
        tags=["ingestion"],
    ):
        landed = tell_landed()
        for card in cards():
            if schedule in (None, card.schedule):
                ask(card, "" if schedule else "--revisit") >> landed
