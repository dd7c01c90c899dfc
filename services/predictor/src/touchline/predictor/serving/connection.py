"""A connection of HTTP/1.1: uvicorn's, which answers at once what can be answered at once."""

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from touchline.predictor.serving.front.answer import Answer
from touchline.predictor.serving.front.direct import Direct
from touchline.runtime import tracing


class Connection(HttpToolsProtocol):
    """Shows its transport to a stream, since who does not read can only be got rid of there.

    A whole request that comes while nothing else is under way is shown to the application's `direct` first: an answer
    costs neither parser nor task then. Everything else, and all that uvicorn does for it, is as uvicorn does it.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._direct: Direct = config.app.state.direct  # type: ignore[union-attr]
        self._plainly = not (config.access_log or tracing.is_collected())  # what is answered here has no line, no span
        self._between = self._plainly  # messages: nothing was read that belongs to one not yet whole
        self._begun = 0  # messages, since nothing was under way
        self._first = b""  # piece of a request that uvicorn reads
        self._held = b""  # first piece of one that it has not seen
        self._answered_at = 0.0
        self._headers: list[tuple[bytes, bytes]] | None = None  # that every answer has, and the same as lines
        self._lines = b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Put it where an application finds it."""
        self.app_state = {**self.app_state, "transport": transport}
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Answer at once, or let uvicorn read; what it read as one whole request is answered at once the next time.

        Head and body may come in two pieces, as many clients send them.
        """
        resting, data, held = self._is_resting(), self._held + data, bool(self._held)
        self._held = b""
        if resting and (known := self._direct.recall(data)) is not None:
            if not held and known.lacks(data) > 0:
                self._unset_keepalive_if_required()
                self._held = data
                return
            if (answer := self._direct.answer(known, data)) is not None:
                self._send(answer)
                return
        self._read(data, resting)

    def _read(self, data: bytes, resting: bool) -> None:
        first = b"" if resting else self._first
        if resting:
            self._begun = 0
        self._first = b""
        super().data_received(data)
        if self._begun != 1 or not (resting or first):
            return
        if self._between:
            self._direct.learn(first + data, dict(self.scope))
        elif resting:
            self._first = data

    def shutdown(self) -> None:
        """A request of which something came is waited for."""
        if self._held:
            held, self._held = self._held, b""
            self._read(held, resting=True)
        super().shutdown()

    def on_message_begin(self) -> None:
        """Something of a request was read."""
        self._between, self._begun = False, self._begun + 1
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """All of it was read; behind one that asks for another protocol comes no other."""
        self._between = self._plainly and not self.parser.should_upgrade()
        super().on_message_complete()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing came for a while, unless it was answered at once: that does not wind the clock up each time."""
        left = self._answered_at + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self.timeout_keep_alive_task = self.loop.call_later(left, self.timeout_keep_alive_handler)
        else:
            super().timeout_keep_alive_handler()

    def _is_resting(self) -> bool:
        return (
            self._between
            and (self.cycle is None or self.cycle.response_complete)
            and not self.flow.write_paused
            and not self.transport.is_closing()
        )

    def _send(self, answer: Answer) -> None:
        if self._headers is not self.server_state.default_headers:  # made anew each second: one is the date
            self._headers = self.server_state.default_headers
            self._lines = b"".join(b"%s: %s\r\n" % header for header in self._headers)
        self.transport.write(b"".join((STATUS_LINE[answer.status], self._lines, answer.lines, answer.body)))
        self.server_state.total_requests += 1
        self._answered_at = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )
