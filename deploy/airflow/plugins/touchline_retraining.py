"""The trigger that turns retraining requests on Kafka into asset events.

It lies among the plugins because the triggerer does not see the DAG folder. It reads Arrow with nothing but pyarrow:
none of Touchline's own modules is installed in Airflow's environment.
"""

import logging
from collections.abc import AsyncIterator
from typing import Any

import pyarrow as pa
from airflow.providers.apache.kafka.triggers.shared_stream import KafkaSharedStreamTrigger
from airflow.triggers.base import TriggerEvent
from airflow.triggers.shared_stream import reject_shared_stream_event

TOPIC = "retraining.requests.v1"
PAYLOAD = ("request_id", "cause", "drift_id", "pool", "model_name", "reason")

log = logging.getLogger(__name__)


def requests_of(value: bytes | None) -> list[dict[str, Any]]:
    """The requests in a message, as JSON can carry them.

    Raises:
        pyarrow.ArrowException, KeyError: the message holds no requests.
    """
    with pa.ipc.open_stream(value or b"") as stream:
        return [{name: row[name] for name in PAYLOAD} for row in stream.read_all().to_pylist()]


class RetrainingRequestTrigger(KafkaSharedStreamTrigger):
    """One event for each request; the offset is committed once Airflow has stored the events."""

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Where the triggerer finds this class, and what it was made with."""
        return f"{__name__}.{type(self).__name__}", super().serialize()[1]

    async def filter_shared_stream(self, shared_stream: AsyncIterator[Any]) -> AsyncIterator[TriggerEvent]:
        """Decode each message; one that holds no requests is passed over (it stays on the topic) and logged."""
        async for value in shared_stream:
            try:
                requests = requests_of(value)
            except (pa.ArrowException, OSError, KeyError):
                log.exception("unreadable message on %s", TOPIC)
                reject_shared_stream_event()
                continue
            for request in requests:
                yield TriggerEvent(request)
