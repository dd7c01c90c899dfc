"""Heads of requests: which of the two questions that are asked most one asks, a match or an inference."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.types import Scope

from touchline.predictor.serving.front.answer import Answer
from touchline.predictor.serving.front.standing import StandingAnswers, Words
from touchline.predictor.serving.front.tagged import is_known, tags_in
from touchline.predictor.serving.inference.answering import Inference
from touchline.predictor.serving.inference.routes import INFER, inferred, model_in

MATCH = frozenset({"/v1/predict/match", "/predict/match"})
ASKED_MATCH, ASKED_MODEL = "/predict/match", INFER  # as routes, for who measures
JSON = b"application/json"


@dataclass(frozen=True, slots=True)
class Question:
    """A question but for its body; `answer` takes that, waits for nothing, and raises a Problem where there is none."""

    route: str
    path: str
    answer: Callable[[bytes], Answer]


class Heads:
    """Reads them; what is asked in an unusual way is left to the routes, which say the same."""

    def __init__(self, standing: StandingAnswers, inference: Inference) -> None:
        self._standing, self._inference = standing, inference

    def read(self, scope: Scope) -> Question | None:
        """What is asked; None: neither of the two, or not plainly."""
        method, path = scope["method"], scope["path"]
        if method == "GET" and path in MATCH:
            query: bytes = scope["query_string"]
            words = self._standing.read(query)
            return words and Question(ASKED_MATCH, path, partial(self._match, query, words, tags_in(scope)))
        if method == "POST" and (name := model_in(path)) is not None and _is_json(scope):
            return Question(ASKED_MODEL, path, partial(self._infer, name))
        return None

    def _match(self, query: bytes, words: Words, had: Sequence[bytes], body: bytes) -> Answer:
        stands = self._standing.answer(query, words)
        return stands.unchanged if is_known(had, stands.tag) else stands.whole

    def _infer(self, name: str, body: bytes) -> Answer:
        said = inferred(self._inference, name, body)
        return Answer(200, [(b"content-length", b"%d" % len(said)), (b"content-type", JSON)], said)


def _is_json(scope: Scope) -> bool:
    said = [value for name, value in scope["headers"] if name == b"content-type"]
    return len(said) == 1 and said[0].split(b";")[0].strip().lower() == JSON
