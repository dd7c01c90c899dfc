"""Traffic tells what became of every question, and the relay changes nothing on its way."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from touchline.cluster.relay import relay
from touchline.cluster.traffic import Traffic, asking


@contextmanager
def server(statuses: list[int]) -> Iterator[str]:
    """Answers with these statuses in turn, the last for ever."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/"
        http.shutdown()


def until(traffic: Traffic, answered: int) -> None:
    deadline = time.monotonic() + 20
    while len(traffic.seconds) + sum(traffic.failed.values()) < answered and time.monotonic() < deadline:
        time.sleep(0.01)


def test_an_error_among_answers_is_a_failed_question() -> None:
    with server([200, 503, 200]) as url, asking(url, "key", clients=1, pause=0) as traffic:
        until(traffic, 5)
    assert sum(traffic.failed.values()) == 1
    assert traffic.asked == len(traffic.seconds) + 1


def test_nobody_who_listens_is_a_failed_question() -> None:
    with server([200]) as url:
        pass
    with asking(url, "key", clients=2, pause=0.01) as traffic:
        until(traffic, 2)
    assert traffic.seconds == []
    assert sum(traffic.failed.values()) == traffic.asked


def test_a_relay_carries_both_ways_and_to_the_end() -> None:
    async def through() -> bytes:
        async def upper(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write((await reader.read()).upper())
            writer.close()

        there = await asyncio.start_server(upper, "127.0.0.1", 0)
        port = there.sockets[0].getsockname()[1]
        here = await relay("127.0.0.2", port)
        reader, writer = await asyncio.open_connection("127.0.0.2", port)
        writer.write(b"home " * 50_000)
        writer.write_eof()
        answer = await reader.read()
        here.close()
        there.close()
        return answer

    assert asyncio.run(through()) == b"HOME " * 50_000
