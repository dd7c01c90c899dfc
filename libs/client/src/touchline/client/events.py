"""Server-sent events out of lines of text (WHATWG HTML, 9.2.6)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `id` is where to go on after it, None where the event has no place of its own."""

    name: str  # open, prediction, model, reset
    data: Mapping[str, Any]
    id: str | None


@dataclass(slots=True)
class Lines:
    """Takes lines one by one and gives an event when one is whole.

    >>> lines = Lines()
    >>> [lines.take(line) for line in ("id: a:1", "event: model", 'data: {"version": "3"}', "")][-1]
    Event(name='model', data={'version': '3'}, id='a:1')
    """

    name: str = "message"
    data: list[str] = field(default_factory=list)
    id: str | None = None
    last_id: str | None = None  # also of heartbeats, which move on without an event

    def take(self, line: str) -> Event | None:
        """A line without its end."""
        if line:
            self._field(line)
            return None
        held, self.data = self.data, []
        name, self.name = self.name, "message"
        own, self.id = self.id, None
        return Event(name, json.loads("\n".join(held)), own) if held else None

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self.data.append(value)
        elif name == "event":
            self.name = value
        elif name == "id":
            self.id = self.last_id = value
