"""From the node's address to the stack, which listens on loopback alone: what a load balancer would be elsewhere."""

import asyncio
import contextlib
import threading
from collections.abc import Sequence

PIECE = 1 << 16


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Everything that comes in at one goes out at the other, until its end."""
    with contextlib.suppress(OSError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


async def relay(address: str, port: int) -> asyncio.Server:
    """The same port of loopback, at this address too."""
    carrying: set[asyncio.Task[None]] = set()  # the loop itself holds a task only weakly, and with it its connection

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner, outer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.close()
            return
        both = {asyncio.create_task(carry(reader, outer)), asyncio.create_task(carry(inner, writer))}
        carrying.update(both)
        await asyncio.wait(both)
        carrying.difference_update(both)
        for each in (writer, outer):
            each.close()

    return await asyncio.start_server(connect, address, port)


def begin(address: str, ports: Sequence[int]) -> None:
    """Relay these ports from a thread that ends with the program."""
    listening = threading.Event()

    async def serve() -> None:
        servers = [await relay(address, port) for port in ports]
        listening.set()
        await asyncio.gather(*(server.serve_forever() for server in servers))

    threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
    if not listening.wait(10):
        raise RuntimeError(f"cannot listen at {address} on {ports}")
