"""Routes that are asked through the gate: before anything of a request but its head is read."""

from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from touchline.predictor.access.gate import Gate
from touchline.predictor.access.keys import May


class Guarded(APIRoute):
    """A route of the API for answers; which gate stands before it, the application knows."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Admit, then answer."""
        gate: Gate = scope["app"].state.gate
        await gate.admit(authorization_in(scope), address_in(scope), May.ANSWERS)
        await super().handle(scope, receive, send)


class GuardedStream(APIRoute):
    """A route for a stream, which counts as long as it is open."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Admit, then tell."""
        gate: Gate = scope["app"].state.gate
        caller = await gate.admit(authorization_in(scope), address_in(scope), May.STREAMS)
        with gate.streaming(caller):
            await super().handle(scope, receive, send)


def authorization_in(scope: Scope) -> str | None:
    """The header of that name; of several none holds, since somebody on the way may have added one."""
    found = [value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization"]
    return ", ".join(found) if found else None


def address_in(scope: Scope) -> str | None:
    """Where the request comes from, as uvicorn understands it (FORWARDED_ALLOW_IPS names proxies that are believed)."""
    client = scope.get("client")
    return None if client is None else str(client[0])
