"""Answers of the routes get their tags here; one that its asker has already is answered with 304."""

from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from touchline.predictor.serving.front.tags import headers_of, matches, tag_of

JSON = (b"content-type", b"application/json")
UNTAGGED = ("/health/", "/metrics")


class Tagged:
    """Tags what a GET answers in JSON with 200 and in one piece; everything else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the start of an answer back until its body is there."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(UNTAGGED):
            await self._app(scope, receive, send)
            return
        held: Message | None = None

        async def tagging(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and message["status"] == 200 and JSON in message["headers"]:
                held = message
                return
            if held is not None:
                start, held = held, None
                if not message.get("more_body"):
                    await _tagged(scope, start, message, send)
                    return
                await send(start)
            await send(message)

        await self._app(scope, receive, tagging)


async def _tagged(scope: Scope, start: Message, message: Message, send: Send) -> None:
    body: bytes = message["body"]
    tag = tag_of(body)
    said = headers_of(body, tag)
    if is_known(tags_in(scope), tag):
        await send({"type": "http.response.start", "status": 304, "headers": said})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({**start, "headers": [*start["headers"], *said]})
    await send(message)


def is_known(had: Sequence[bytes], tag: bytes) -> bool:
    """Whether who asks has the answer of this tag."""
    return any(matches(value, tag) for value in had)


def tags_in(scope: Scope) -> list[bytes]:
    """Tags of the answers that who asks has; several headers of the name are one list."""
    return [value for name, value in scope["headers"] if name == b"if-none-match"]
