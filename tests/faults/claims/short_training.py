"""What `python -m touchline.trainer train --request-id ID` is in the campaign with the real scheduler: a short command.

Of players it knows too little to learn from, as a platform without them. Every other command that a run starts is the
trainer's own: `claim`, `await-serving`, `drain`, `unclaimed`.
"""

import asyncio
import os
import sys
from pathlib import Path

from tests.faults.claims.trainer import LANE, decide, patiently, train
from tests.faults.ground import ROOT
from touchline.runtime.database import Database
from touchline.runtime.settings import Settings, load
from touchline.runtime.unit_of_work import UnitOfWork

TOO_LITTLE = 5  # exit code of `trainer train`
RECORDS = "trainings.log"  # in the stack's data directory
SHELL = """\
#!/bin/sh
if [ "$2 $3 $4" = "touchline.trainer train --players" ]; then exit {too_little}; fi
if [ "$2 $3" = "touchline.trainer train" ]; then cd "{root}" && exec "{python}" -m {module} "$5"; fi
exec "{python}" "$@"
"""


def interpreter(file: Path) -> Path:
    """A program to be given to Airflow's tasks as their Python: it puts this module in the place of `train`."""
    file.write_text(
        SHELL.format(
            root=ROOT, python=sys.executable, module="tests.faults.claims.short_training", too_little=TOO_LITTLE
        )
    )
    file.chmod(0o700)
    return file


async def main(request_id: str) -> None:
    """Train and decide, in the name of the run that Airflow says it is."""
    settings = load(Settings)
    run = f"airflow-{os.environ['AIRFLOW_CTX_DAG_RUN_ID']}"
    database = await Database.connect(settings, size=1)
    try:
        await train(request_id, run, settings.data / RECORDS)

        async def once() -> None:
            async with UnitOfWork(database, "trainer").transaction(lane=LANE) as transaction:
                await decide(transaction, request_id)

        await patiently(once)
    finally:
        await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
