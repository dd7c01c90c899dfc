"""The echo on Touchline's runtime: `python -m tests.faults.echo_worker RUN`."""

import asyncio
import sys

from tests.faults.workload import WORK_SECONDS, Echo, Run, echo
from touchline.runtime.consume import Message, Resources, Wiring, run_consumer
from touchline.runtime.settings import Settings, load
from touchline.runtime.transaction import Transaction


def main(run: Run) -> None:
    """Echo until told to stop."""
    settings = load(Settings)

    async def apply(message: Message, transaction: Transaction) -> None:
        (event,) = message.rows(Echo)
        await transaction.execute(run.insert, (event.number, settings.instance))
        await asyncio.sleep(WORK_SECONDS)
        batch, envelope = echo(event.number, event.event_time), message.envelope
        await transaction.emit(run.outgoing, str(event.number), batch, cause=envelope.id, time=envelope.time)

    async def build(_: Resources) -> Wiring:
        return Wiring({run.incoming: apply})

    run_consumer(settings, run.service, build)


if __name__ == "__main__":
    main(Run.parse(sys.argv[1]))
