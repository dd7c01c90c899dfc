"""The sources that ingestion asks, as the ingestor's cards have them, and how one of them is asked."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import Asset, TaskGroup, TriggerRule
from touchline_commands import LIMITS, Unsupported, command, command_for_each

INGESTOR = "touchline.ingestor"
AT_MOST = 24  # tasks for one source in one run; a longer plan is asked for by season, a still longer one as a whole
LANDED = Asset("landed_documents")


@dataclass(frozen=True, slots=True)
class Card:
    """A source, how often it is worth asking, and the pool of its host, which keeps it from being asked too fast."""

    source: str
    schedule: str
    pool: str


def cards() -> list[Card]:
    """All of them, from the file that `python -m touchline.ingestor cards` wrote.

    Raises:
        Unsupported: there is no such file.
    """
    file = Path(os.environ.get("TOUCHLINE_CARDS", ""))
    if not file.is_file():
        raise Unsupported(
            "TOUCHLINE_CARDS must name the file that `python -m touchline.ingestor cards` wrote,"
            f" not {os.environ.get('TOUCHLINE_CARDS')!r}"
        )
    return [Card(**card) for card in json.loads(file.read_text())]


def paused() -> bool:
    """Whether these DAGs wait for a person when they are first seen."""
    return os.environ.get("TOUCHLINE_INGESTION_DAGS", "running") == "paused"


def ask(card: Card, words: str = "", variables: Mapping[str, str] | None = None) -> TaskGroup:
    """One source: its plan, and then one task for each division and season of it.

    A task that failed is tried again alone; what it had landed is not landed twice.
    """
    task = {"pool": card.pool, "retry_exponential_backoff": 2.0, "max_retry_delay": timedelta(minutes=10)}
    with TaskGroup(card.source) as group:
        planned = command(
            "plan",
            INGESTOR,
            f'plan --source "$SOURCE" --at-most {AT_MOST} {words}'.strip(),
            variables={"SOURCE": card.source, **(variables or {})},
            answers=True,
            **task,
        )
        command_for_each(
            "ask",
            INGESTOR,
            f'once --source "$SOURCE" --part "$PART" {words}'.strip(),
            planned.output.map(as_variables),
            execution_timeout=timedelta(hours=1),
            **task,
        )
    return group


def as_variables(item: dict[str, str]) -> dict[str, str]:
    """What a plan says of one task, as environment variables."""
    return {name.upper(): value for name, value in item.items()}


def tell_landed() -> EmptyOperator:
    """The last task: what was asked for has landed, which starts the checks."""
    return EmptyOperator(task_id="landed", outlets=[LANDED], trigger_rule=TriggerRule.NONE_FAILED, **LIMITS)
