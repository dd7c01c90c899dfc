"""The reference workload, an echo: each event brings one row in a table without unique keys, and one message.

Whatever is done twice shows at once as a surplus row, and whatever is forgotten as a missing one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from touchline.schemas import Envelope, batch_of, encode, event_id
from touchline.schemas.topics import POOLS, Topic

WORK_SECONDS = 0.004  # what a handler does between its first statement and its end
BEGINNING = datetime(2019, 8, 10, 15, tzinfo=UTC)
DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Echo:
    """One numbered event."""

    number: int
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Run:
    """One system under one seeded fault; its topics and its table are its own.

    >>> Run("ours", 7, "kill").table
    'faults_ours_7_kill'
    """

    system: str  # ours, plain-faust
    seed: int
    nemesis: str

    @classmethod
    def parse(cls, name: str) -> "Run":
        """Read `str(run)` back."""
        system, seed, nemesis = name.split(":")
        return cls(system, int(seed), nemesis)

    def __str__(self) -> str:
        return f"{self.system}:{self.seed}:{self.nemesis}"

    @property
    def ours(self) -> bool:
        """Whether it stands on Touchline's runtime."""
        return self.system == "ours"

    @property
    def service(self) -> str:
        """Also the consumer group."""
        return f"faults-{self.system}-{self.seed}-{self.nemesis}"

    @property
    def table(self) -> str:
        """Where effects are written."""
        return self.service.replace("plain-faust", "plain").replace("-", "_")

    @property
    def incoming(self) -> Topic:
        """What is fed."""
        return Topic(f"{self.service}.in", Echo, "number", "faults", (self.service,), POOLS, DAY_MS)

    @property
    def outgoing(self) -> Topic:
        """What comes out."""
        return Topic(f"{self.service}.out", Echo, "number", self.service, (), POOLS, DAY_MS)

    @property
    def create_table(self) -> str:
        """The table's definition: no key, so that nothing hides a double."""
        return (
            f"CREATE TABLE {self.table} (number BIGINT NOT NULL, worker VARCHAR(64) NOT NULL,"
            " applied_at DATETIME(6) NOT NULL)"
        )

    @property
    def insert(self) -> str:
        """The effect; number and worker are given."""
        return f"INSERT INTO {self.table} (number, worker, applied_at) VALUES (%s, %s, UTC_TIMESTAMP(6))"

    def message(self, number: int) -> tuple[bytes, bytes, list[tuple[str, bytes]]]:
        """Key, value and headers of the event with this number."""
        time = BEGINNING + timedelta(seconds=number)
        envelope = Envelope(
            id=event_id(self.service, number),
            source="/touchline/faults",
            type=f"touchline.{self.incoming.name}",
            time=time,
            schema=f"touchline:{self.incoming.name}:Echo",
            traceparent="",
        )
        return str(number % 32).encode(), encode(echo(number, time)), envelope.headers()


def echo(number: int, time: datetime) -> pa.RecordBatch:
    """The batch that says this number."""
    return batch_of(Echo, [Echo(number, time, time, time, number)])
