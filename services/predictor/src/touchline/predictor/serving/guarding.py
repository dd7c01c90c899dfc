"""Routes that are asked through the gate: before anything of a request but its head is read."""

from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from touchline.predictor.access.gate import Gate
from touchline.predictor.access.keys import May
from touchline.predictor.serving.problems import LARGEST


class Guarded(APIRoute):
    """A route of the API for answers; which gate stands before it, the application knows."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Admit, then answer."""
        gate: Gate = scope["app"].state.gate
        await gate.admit(authorization_in(scope), address_in(scope), May.ANSWERS)
        await super().handle(scope, bounded(scope, receive), send)


class GuardedStream(APIRoute):
    """A route for a stream, which counts as long as it is open."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Admit, then tell."""
        gate: Gate = scope["app"].state.gate
        caller = await gate.admit(authorization_in(scope), address_in(scope), May.STREAMS)
        with gate.streaming(caller):
            await super().handle(scope, receive, send)


def bounded(scope: Scope, receive: Receive) -> Receive:
    """The same body, up to what any question needs; whose head says that it is larger is refused before it is read."""
    for name, value in scope["headers"]:
        if name == b"content-length" and (not value.isdigit() or int(value) > LARGEST):
            raise HTTPException(413)
    read = 0

    async def bounding() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > LARGEST:
            raise HTTPException(413)
        return message

    return bounding


def authorization_in(scope: Scope) -> str | None:
    """The header of that name; of several none holds, since somebody on the way may have added one."""
    found = [value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization"]
    return ", ".join(found) if found else None


def address_in(scope: Scope) -> str | None:
    """Where the request comes from, as uvicorn understands it (FORWARDED_ALLOW_IPS names proxies that are believed)."""
    client = scope.get("client")
    return None if client is None else str(client[0])
