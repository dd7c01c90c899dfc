"""A response that does not end: events to one subscriber until one of both goes."""

import asyncio
import random
import socket
from functools import partial

from fastapi import Response
from starlette.types import Receive, Scope, Send

from touchline.predictor.serving.push.events import Told
from touchline.predictor.serving.push.feed import Feed
from touchline.predictor.serving.push.frames import chunk_of, frames_of, heartbeat
from touchline.predictor.serving.push.subscription import Ending, Subscription

MEDIA_TYPE = "text/event-stream"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}  # no proxy keeps events back
RETRY = (1000, 5000)  # milliseconds: who lost a replica does not come back all at once
PARTING = 1.0  # seconds, less than the server waits for its connections
SEND_BUFFER = 64 * 1024  # bytes that the kernel holds for a subscriber; it would let them grow to megabytes


class EventStream(Response):
    """Writes what the feed tells; a heartbeat where it is silent for `heartbeat` seconds."""

    def __init__(self, feed: Feed, subscription: Subscription, silence: float) -> None:
        super().__init__(media_type=MEDIA_TYPE, headers=HEADERS)
        del self.headers["content-length"]
        self._feed, self._subscription, self._silence = feed, subscription, silence
        self._retry = random.randint(*RETRY)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Write until the subscriber leaves, is too slow, or the replica ends."""
        transport = scope.get("state", {}).get("transport")
        _bound(transport)
        writing = asyncio.ensure_future(self._write(send))
        leaving = asyncio.ensure_future(_left(receive))
        self._subscription.when_ended = partial(_unstick, self._subscription, writing, transport)
        if transport is not None and scope["http_version"] == "1.1":  # 1.0 knows no chunks
            self._subscription.at_once = partial(_at_once, transport)
        try:
            await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if writing.cancelled() and transport is not None:
                transport.abort()  # to close it would be to wait until the subscriber has read what it does not read
                await leaving
        finally:
            self._feed.leave(self._subscription)
            for task in (writing, leaving):
                task.cancel()
            await asyncio.gather(writing, leaving, return_exceptions=True)

    async def _write(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        while True:
            try:
                async with asyncio.timeout(self._silence):
                    told = await self._subscription.told()
            except TimeoutError:
                piece = heartbeat(self._subscription.standing(self._feed.head))
            else:
                if not told:
                    break
                piece = frames_of(told, self._retry)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _at_once(transport: asyncio.Transport, told: Told) -> bool:
    """Write a piece as uvicorn would, while nothing waits to be sent: no task has to be woken for it."""
    if transport.get_write_buffer_size() or transport.is_closing():
        return False
    transport.write(chunk_of(told))
    return True


def _unstick(subscription: Subscription, writing: "asyncio.Future[None]", transport: asyncio.Transport | None) -> None:
    """A slow subscriber may be stuck for ever; when the replica ends, each has a moment to read the rest."""
    if subscription.ending is Ending.SLOW:
        writing.cancel()
    if subscription.ending is Ending.CLOSING and transport is not None:
        asyncio.get_running_loop().call_later(PARTING, transport.abort)


def _bound(transport: asyncio.Transport | None) -> None:
    held = None if transport is None else transport.get_extra_info("socket")
    if held is not None:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
