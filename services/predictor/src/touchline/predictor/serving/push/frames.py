"""Events as server-sent events write them (WHATWG HTML, 9.2): one encoding of a change for all who hear it."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import orjson

from touchline.predictor.serving.push.events import Change, Event, Opened, Reset, Told
from touchline.predictor.serving.push.position import Position

REMEMBERED = 512  # changes whose encoding is kept, 5 kB each


def frames_of(told: Sequence[Told], retry: int) -> bytes:
    """All of it as one piece; `retry` is when the client shall come back after an end, in milliseconds."""
    return b"".join(_frame(one, retry) for one in told)


def chunk_of(told: Told) -> bytes:
    """One event as a chunk of HTTP/1.1 (RFC 9112, 7.1)."""
    event = told.event
    if isinstance(event, Change) and told.position is event.position:
        return _shared_chunk(event)
    return _chunk(_frame(told, 0))


def heartbeat(position: Position | None) -> bytes:
    """A sign of life. An id without data tells a client where it stands, and nothing else.

    >>> heartbeat(Position("0a1b2c3d", ((5, 2),)))
    b': still here\\nid: 0a1b2c3d:5.2\\n\\n'
    """
    return b": still here\n" + (b"" if position is None else f"id: {position}\n".encode()) + b"\n"


def _frame(told: Told, retry: int) -> bytes:
    event = told.event
    if isinstance(event, Change):
        return _shared(event) if told.position is event.position else _change(event, told.position)
    position = b"" if told.position is None else f"id: {told.position}\n".encode()
    pause = f"retry: {retry}\n".encode() if isinstance(event, Opened) else b""
    return pause + position + body_of(_name(event), _said(event))


@lru_cache(maxsize=REMEMBERED)
def _shared(change: Change) -> bytes:
    return _change(change, change.position)


@lru_cache(maxsize=REMEMBERED)
def _shared_chunk(change: Change) -> bytes:
    return _chunk(_shared(change))


def _chunk(piece: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(piece), piece)


def _change(change: Change, position: Position | None) -> bytes:
    return f"id: {position}\n".encode() + _changed(change)


@lru_cache(maxsize=REMEMBERED)
def _changed(change: Change) -> bytes:
    return body_of("prediction", change.answer)


def body_of(name: str, said: dict[str, Any]) -> bytes:
    """An event without its id.

    >>> body_of("reset", {"reason": "gone"})
    b'event: reset\\ndata: {"reason":"gone"}\\n\\n'
    """
    return b"event: " + name.encode() + b"\ndata: " + orjson.dumps(said) + b"\n\n"  # JSON holds no line break


def _name(event: Event) -> str:
    return {Opened: "open", Reset: "reset"}.get(type(event), "model")


def _said(event: Event) -> dict[str, Any]:
    if isinstance(event, Opened):
        model = None if event.model is None else asdict(event.model)
        return {"resumed": event.resumed, "football_time": event.football_time, "model": model}
    return {"reason": event.reason} if isinstance(event, Reset) else asdict(event.model)  # type: ignore[union-attr]
