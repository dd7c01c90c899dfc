"""The trainer's commands about one request, as tasks, in the order in which every run goes through them.

The trainer claims a request for a run, and the same run may claim it again; a `train` that is repeated gives the
recorded answer. So every task may run again.
"""

from datetime import timedelta
from typing import Any

from airflow.sdk import BaseOperator
from touchline_commands import command

TRAINER = "touchline.trainer"
ALREADY_CLAIMED = 3  # exit code of `trainer claim`
TOO_LITTLE = 5  # exit code of `trainer train`


def step(task_id: str, words: str, request_id: str, **options: Any) -> BaseOperator:
    """One command; `request_id` is a template, and reaches the shell as a variable."""
    variables = {"REQUEST_ID": request_id}
    return command(task_id, TRAINER, words, variables=variables, retry_delay=timedelta(seconds=20), **options)


def answer(request_id: str) -> None:
    """Claim, train, wait until what was decided serves: the model of matches and those of players, side by side.

    Who finds the request claimed skips the rest; a platform that knows too little of players has none of them.
    """
    claim = step(
        "claim",
        'claim --request-id "$REQUEST_ID" --run "airflow $REQUEST_ID"',
        request_id,
        skip_on_exit_code=ALREADY_CLAIMED,
        retries=5,
    )
    train = step(
        "train", 'train --request-id "$REQUEST_ID"', request_id, retries=3, execution_timeout=timedelta(hours=6)
    )
    serving = step("await_serving", 'await-serving --request-id "$REQUEST_ID" --timeout 120', request_id, retries=2)
    train_players = step(
        "train_players",
        'train --players --request-id "$REQUEST_ID"',
        request_id,
        skip_on_exit_code=TOO_LITTLE,
        retries=3,
        execution_timeout=timedelta(hours=6),
    )
    players_serving = step(
        "await_players_serving",
        'await-serving --players --request-id "$REQUEST_ID" --timeout 120',
        request_id,
        retries=2,
    )
    claim >> train >> serving
    claim >> train_players >> players_serving
