"""The same echo as an ordinary Faust agent, at least once by Faust's own promise: `… plain_worker RUN`.

Session time-out and static membership are those of our runtime, so that it comes back as fast; all else is default.
"""

import asyncio
import os
import sys
import tempfile

import aiomysql
import faust

from tests.faults.workload import WORK_SECONDS, Echo, Run, echo
from touchline.runtime.mariadb import connection_arguments
from touchline.runtime.settings import Settings, load
from touchline.schemas import decode, encode, rows_of


def build(run: Run, settings: Settings) -> faust.App:
    """The app with its one agent."""
    app = faust.App(
        run.service,
        broker=f"kafka://{settings.kafka}",
        value_serializer="raw",
        key_serializer="raw",
        store="memory://",
        datadir=tempfile.mkdtemp(prefix="touchline-plain-"),
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=1.0,
        consumer_group_instance_id=f"{run.service}-{settings.instance}",
    )
    incoming = app.topic(run.incoming.name, value_type=bytes, key_type=bytes, value_serializer="raw")
    outgoing = app.topic(run.outgoing.name, value_type=bytes, key_type=bytes, value_serializer="raw")
    pools: list[aiomysql.Pool] = []

    async def pool() -> aiomysql.Pool:
        if not pools:
            pools.append(await aiomysql.create_pool(autocommit=True, maxsize=2, **connection_arguments(settings)))
        return pools[0]

    async def apply(stream: faust.StreamT[bytes]) -> None:
        async for value in stream:
            (event,) = rows_of(Echo, decode(Echo, value))
            async with (await pool()).acquire() as connection, connection.cursor() as cursor:
                await cursor.execute(run.insert, (event.number, settings.instance))
            await asyncio.sleep(WORK_SECONDS)
            await outgoing.send(key=str(event.number).encode(), value=encode(echo(event.number, event.event_time)))

    app.agent(incoming)(apply)
    return app


def main(run: Run) -> None:
    """Run a worker until told to stop."""
    os.environ.setdefault("NO_COLOR", "1")
    faust.Worker(build(run, load(Settings)), loglevel="warning").execute_from_commandline()


if __name__ == "__main__":
    main(Run.parse(sys.argv[1]))
