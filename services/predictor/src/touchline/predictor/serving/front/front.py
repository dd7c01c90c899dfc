"""The two questions that are asked most, answered before any route is looked for: a match, and an inference.

They pass the same gate and the same measurement as the routes, and say what the routes say; what is asked in an unusual
way is left to the routes. A known fixture costs a look in a dictionary.
"""

from collections.abc import Coroutine
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from touchline.predictor.access.gate import Gate
from touchline.predictor.access.keys import May
from touchline.predictor.serving.front.standing import StandingAnswers, Words
from touchline.predictor.serving.front.tagged import is_known
from touchline.predictor.serving.guarding import address_in, authorization_in, bounded
from touchline.predictor.serving.inference.answering import Inference
from touchline.predictor.serving.inference.routes import INFER, inferred, model_in
from touchline.predictor.serving.problems import Problem, too_large

MATCH = frozenset({"/v1/predict/match", "/predict/match"})
JSON = b"application/json"


@dataclass(frozen=True, slots=True)
class Template:
    """As a route, for who measures."""

    path: str


ASKED_MATCH, ASKED_MODEL = Template("/predict/match"), Template(INFER)


class Front:
    """Stands before the routes."""

    def __init__(self, app: ASGIApp, gate: Gate, standing: StandingAnswers, inference: Inference) -> None:
        self._app, self._gate, self._standing, self._inference = app, gate, standing, inference

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] == "http":
            method, path = scope["method"], scope["path"]
            if method == "GET" and path in MATCH and (words := self._standing.read(scope["query_string"])):
                await self._problems(self._match(scope, send, words), ASKED_MATCH, scope, receive, send)
                return
            if method == "POST" and _is_json(scope) and (name := model_in(path)) is not None:
                await self._problems(self._infer(scope, receive, send, name), ASKED_MODEL, scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _problems(
        self, answering: Coroutine[None, None, None], template: Template, scope: Scope, receive: Receive, send: Send
    ) -> None:
        scope["route"] = template
        try:
            await answering
        except Problem as problem:
            await problem.response(scope["path"])(scope, receive, send)
        except HTTPException:  # what bounds a body says so
            await too_large().response(scope["path"])(scope, receive, send)

    async def _match(self, scope: Scope, send: Send, words: Words) -> None:
        await self._gate.admit(authorization_in(scope), address_in(scope), May.ANSWERS)
        answer = self._standing.answer(scope["query_string"], words)
        if is_known(scope, answer.tag):
            await send({"type": "http.response.start", "status": 304, "headers": answer.said})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _infer(self, scope: Scope, receive: Receive, send: Send, name: str) -> None:
        await self._gate.admit(authorization_in(scope), address_in(scope), May.ANSWERS)
        read, more, receiving = b"", True, bounded(scope, receive)
        while more:
            message = await receiving()
            if message["type"] == "http.disconnect":
                return
            read += message.get("body", b"")
            more = message.get("more_body", False)
        body = inferred(self._inference, name, read)
        headers = [(b"content-length", b"%d" % len(body)), (b"content-type", JSON)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _is_json(scope: Scope) -> bool:
    said = [value for name, value in scope["headers"] if name == b"content-type"]
    return len(said) == 1 and said[0].split(b";")[0].strip().lower() == JSON
