"""Facts about people as they are stored: JSON with the fields of the event. Pure."""

from datetime import datetime
from typing import Any

import orjson

from touchline.feature_store.features.people.facts import Appearance, Event, Listing, Statement
from touchline.schemas.records import AvailabilityStatus, Position


def to_json(event: Event) -> str:
    """An event as text; equal events have equal text."""
    return orjson.dumps(event).decode()


def from_json(kind: str, text: str) -> Event:
    """Back from `to_json`; `kind` is the name of the record that it is read from."""
    fields: dict[str, Any] = orjson.loads(text)
    fields["available_at"] = datetime.fromisoformat(fields["available_at"])
    fields["documents"] = tuple(fields["documents"])
    if kind == "Availability":
        since = fields["since"] and datetime.fromisoformat(fields["since"])
        return Statement(**{**fields, "since": since, "status": AvailabilityStatus(fields["status"])})
    fields["position"] = fields["position"] and Position(fields["position"])
    if kind == "Player":
        return Listing(**fields)
    return Appearance(**{**fields, "kick_off": datetime.fromisoformat(fields["kick_off"])})
