"""What Alertmanager's webhook says, as far as it calls for a retraining; pure.

The format is version 4 of https://prometheus.io/docs/alerting/latest/configuration/#webhook_config.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from touchline.runtime.errors import InvalidRecord
from touchline.runtime.metrics import CAUSE, POOL
from touchline.schemas.records import Cause


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert that fires and calls for a retraining of its pool's model."""

    name: str
    pool: str
    fingerprint: str  # of its labels
    started: datetime  # of this episode, wall time
    summary: str


@dataclass(frozen=True, slots=True)
class _Told:
    status: Literal["firing", "resolved"]
    labels: Mapping[str, str]
    fingerprint: Annotated[str, Field(min_length=1)]
    started: Annotated[AwareDatetime, Field(alias="startsAt")]
    annotations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Group:
    alerts: list[_Told]


_GROUP = TypeAdapter(_Group)


def alerts_in(body: bytes) -> list[Alert]:
    """Those of a message that fire, carry the cause `performance` and name a pool that we know; others are none.

    Raises:
        InvalidRecord: it is no message of Alertmanager's.

    >>> alerts_in(b'{"version": "4", "alerts": []}')
    []
    >>> alerts_in(b"{}")
    Traceback (most recent call last):
    touchline.schemas.codec.InvalidRecord: not a message of Alertmanager's: alerts: Field required
    """
    try:
        told = _GROUP.validate_json(body).alerts
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidRecord(f"not a message of Alertmanager's: {where or 'body'}: {first['msg']}") from error
    return [_alert(one) for one in told if _calls(one)]


def _calls(told: _Told) -> bool:
    named = told.labels.get(CAUSE.name) == Cause.PERFORMANCE and told.labels.get(POOL.name) in POOL.values
    return told.status == "firing" and named


def _alert(told: _Told) -> Alert:
    return Alert(
        name=told.labels.get("alertname", ""),
        pool=told.labels[POOL.name],
        fingerprint=told.fingerprint,
        started=told.started,
        summary=told.annotations.get("summary", ""),
    )
