"""A subscriber to server-sent events over a bare socket: a thousand of them cost little."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Heard:
    """An event; `data` is None for a heartbeat, `id` is the last one that was read."""

    name: str
    data: Any
    id: str


@dataclass(slots=True)
class Listener:
    """An open stream, or the answer to who was turned away."""

    status: int
    headers: Mapping[str, str]
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    last_id: str = ""
    _rest: bytes = b""
    _events: list[Heard] = field(default_factory=list)

    async def heard(self, patience: float = 60.0) -> Heard:
        """The next event that is no heartbeat; EOFError at the end of the stream."""
        async with asyncio.timeout(patience):
            while True:
                event = await self.any()
                if event.data is not None:
                    return event

    async def any(self) -> Heard:
        """The next event or heartbeat."""
        while not self._events:
            self._take(await self._chunk())
        return self._events.pop(0)

    async def rest(self) -> AsyncIterator[Heard]:
        """All events up to the end, of whichever kind."""
        try:
            while True:
                yield await self.any()
        except (EOFError, ConnectionResetError):
            return

    def close(self) -> None:
        """Hang up."""
        self.writer.close()

    async def problem(self) -> Any:
        """The body of an answer that is no stream."""
        return json.loads(await self.reader.readexactly(int(self.headers["content-length"])))

    async def _chunk(self) -> bytes:
        line = await self.reader.readline()
        if not line:
            raise EOFError("the connection was cut")
        size = int(line, 16)
        chunk = await self.reader.readexactly(size + 2)
        if size == 0:
            raise EOFError("the stream ended as it should")
        return chunk[:-2]

    def _take(self, chunk: bytes) -> None:
        *blocks, self._rest = (self._rest + chunk).split(b"\n\n")
        self._events += [self._event(block.decode()) for block in blocks]

    def _event(self, block: str) -> Heard:
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        self.last_id = fields.get("id", self.last_id)
        data = json.loads(fields["data"]) if "data" in fields else None
        return Heard(fields.get("event", ""), data, self.last_id)


async def listen(
    port: int, query: str = "", last_id: str | None = None, *, lazy: bool = False, key: str | None = None
) -> Listener:
    """Subscribe at a port of loopback; a lazy one lets few kilobytes wait to be read, in the kernel and here."""
    connection = socket.socket()
    connection.setblocking(False)
    if lazy:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=connection, limit=1024 if lazy else 2**16)
    resume = "" if last_id is None else f"Last-Event-ID: {last_id}\r\n"
    bearer = "" if key is None else f"Authorization: Bearer {key}\r\n"
    writer.write(f"GET /v1/stream/predictions{query} HTTP/1.1\r\nHost: test\r\n{resume}{bearer}\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    return Listener(int(head[0].split()[1]), headers, reader, writer)
