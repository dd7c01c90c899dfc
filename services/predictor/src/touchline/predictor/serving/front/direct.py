"""Questions whose head came before, understood without reading it again, and answered without waiting.

A client sends the same head each time but for the path: key, names of headers, and all. What such a head asks was found
out when it came first, by HTTP's own parser and the application. Kept is a digest of the head and that of its key, so
that no secret stays in memory. Key, quota, tag and answer are looked at each time, as everywhere; of whoever may not,
must wait, or asks otherwise, the ordinary way says what becomes of him.
"""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from time import perf_counter

from starlette.types import Scope

from touchline.predictor.access.gate import Gate, shown_in
from touchline.predictor.access.keys import May, Shown
from touchline.predictor.serving.front.answer import Answer, answer_of
from touchline.predictor.serving.front.heads import Heads, Question
from touchline.predictor.serving.guarding import authorization_in
from touchline.predictor.serving.measuring import measure
from touchline.predictor.serving.problems import LARGEST, problem_of

KEPT = 4096  # heads, 1 kB each: clients times fixtures that each of them asks about
END = b"\r\n\r\n"  # of a head
OTHERWISE = frozenset({b"expect", b"upgrade", b"transfer-encoding", b"origin"})  # say that more is to be done


@dataclass(frozen=True, slots=True)
class Known:
    """What a head asks, whose key it shows, and where its body begins and ends."""

    question: Question
    shown: Shown
    begins: int
    ends: int

    def lacks(self, data: bytes) -> int:
        """How many bytes of the request are still to come; less than 0: something else follows it."""
        return self.ends - len(data)


class Direct:
    """Heads by their digest; of too many those that came first are let go."""

    def __init__(self, gate: Gate, heads: Heads, most: int = KEPT) -> None:
        self._gate, self._heads, self._most = gate, heads, most
        self._known: OrderedDict[bytes, Known] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def recall(self, data: bytes) -> Known | None:
        """What the head asks that data begin with."""
        return self._known.get(sha256(data[: data.find(END) + len(END)]).digest())

    def answer(self, known: Known, data: bytes) -> Answer | None:
        """The answer to one whole request; None: it goes the ordinary way, as if nobody had looked."""
        begun = perf_counter()
        if known.lacks(data) != 0 or not self._gate.admit_at_once(known.shown, May.ANSWERS):
            return None
        question = known.question
        try:
            answer = question.answer(data[known.begins :])
        except Exception as error:
            answer = answer_of(problem_of(error, question.path), question.path)
        measure(question.route, answer.status, begun)
        return answer

    def learn(self, data: bytes, scope: Scope) -> None:
        """One whole request, and what the parser made of its head: next time it is known, if it is a plain question."""
        length = _length(scope)
        end = data.find(END) + len(END)
        authorization = authorization_in(scope)
        if length is None or authorization is None or len(data) != end + length:
            return
        shown, question = shown_in(authorization), self._heads.read(scope)
        if shown is None or question is None:
            return
        self._known[sha256(data[:end]).digest()] = Known(question, shown, end, end + length)
        if len(self._known) > self._most:
            self._known.popitem(last=False)


def _length(scope: Scope) -> int | None:
    """How long the body is that a plain head announces; None for a head that is not plain.

    >>> _length({"http_version": "1.1", "method": "POST", "headers": [(b"content-length", b"12")]})
    12
    >>> _length({"http_version": "1.1", "method": "GET", "headers": [(b"connection", b"close")]})
    """
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    if scope["http_version"] != "1.1" or any(name in OTHERWISE for name, _ in headers):
        return None
    if any(name == b"connection" and value.lower() != b"keep-alive" for name, value in headers):
        return None
    lengths = [value for name, value in headers if name == b"content-length"]
    if scope["method"] == "GET":
        return None if lengths else 0
    if len(lengths) != 1 or not lengths[0].isdigit() or int(lengths[0]) > LARGEST:
        return None
    return int(lengths[0])
