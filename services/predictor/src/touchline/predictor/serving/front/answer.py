"""An answer in one piece, however it leaves."""

from dataclasses import dataclass
from functools import cached_property

from starlette.types import Send

from touchline.predictor.serving.problems import Problem


@dataclass(frozen=True)
class Answer:
    """Status, headers in the order in which they are sent, and body."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @cached_property
    def lines(self) -> bytes:
        """The headers as HTTP/1.1 has them, and the empty line behind them."""
        return b"".join(b"%s: %s\r\n" % header for header in self.headers) + b"\r\n"

    async def send(self, send: Send) -> None:
        """As ASGI sends it."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})


def answer_of(problem: Problem, path: str) -> Answer:
    """A problem as it is told."""
    response = problem.response(path)
    return Answer(response.status_code, response.raw_headers, bytes(response.body))
