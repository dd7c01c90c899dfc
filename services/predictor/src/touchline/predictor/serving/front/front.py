"""The questions that are asked most, answered before any route is looked for.

They pass the same gate and the same measurement as the routes, and say what the routes say. A known fixture costs a
look in a dictionary. Whose head came before is answered earlier still (`direct.py`), by the same questions.
"""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from touchline.predictor.access.gate import Gate
from touchline.predictor.access.keys import May
from touchline.predictor.serving.front.answer import Answer, answer_of
from touchline.predictor.serving.front.heads import Heads, Question
from touchline.predictor.serving.guarding import address_in, authorization_in, bounded
from touchline.predictor.serving.problems import Problem, too_large


@dataclass(frozen=True, slots=True)
class Template:
    """As a route, for who measures."""

    path: str


class Front:
    """Stands before the routes."""

    def __init__(self, app: ASGIApp, gate: Gate, heads: Heads) -> None:
        self._app, self._gate, self._heads = app, gate, heads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        question = self._heads.read(scope) if scope["type"] == "http" else None
        if question is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = Template(question.route)
        try:
            answer = await self._answer(question, scope, receive)
        except Problem as problem:
            answer = answer_of(problem, question.path)
        except HTTPException:  # what bounds a body says so
            answer = answer_of(too_large(), question.path)
        if answer is not None:
            await answer.send(send)

    async def _answer(self, question: Question, scope: Scope, receive: Receive) -> Answer | None:
        await self._gate.admit(authorization_in(scope), address_in(scope), May.ANSWERS)
        body = b"" if scope["method"] == "GET" else await _body(bounded(scope, receive))
        return None if body is None else question.answer(body)


async def _body(receive: Receive) -> bytes | None:
    """The whole of it; None when its sender has gone."""
    read, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        read += message.get("body", b"")
        more = message.get("more_body", False)
    return read
