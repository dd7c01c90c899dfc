"""Answers to `GET /predict/match` that stand: made once, and kept as bytes until the replica knows something new."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

import orjson

from touchline.predictor.serving.answering import answer_match
from touchline.predictor.serving.front.answer import Answer
from touchline.predictor.serving.front.tags import headers_of, tag_of
from touchline.predictor.serving.keeping import KEPT, Keeper
from touchline.predictor.serving.state import State

NAMES = ("match_id", "home", "away", "date")
LONGEST = 160  # characters of a value

Words = tuple[str | None, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer and its tag, what hears who has it already, and the words of its question."""

    tag: bytes
    whole: Answer
    unchanged: Answer
    words: Words


class StandingAnswers:
    """By the query as it came, since one question is asked in few ways."""

    def __init__(self, state: State, kept: int = KEPT) -> None:
        self._state = state
        self._kept = Keeper[bytes, Standing](state, kept)

    def read(self, query: bytes) -> Words | None:
        """The words of a question; None for one that the route must look at: other names, a name twice, no value."""
        known = self._kept.last(query)
        return words_of(query) if known is None else known.words

    def answer(self, query: bytes, words: Words) -> Standing:
        """The answer, which is made anew whenever anything was read or the model swapped.

        Raises:
            Problem: there is none.
        """
        if (stands := self._kept.standing(query)) is not None:
            return stands
        body = orjson.dumps(answer_match(self._state, *words))
        tag = tag_of(body)
        said = headers_of(body, tag)
        length = [(b"content-length", b"%d" % len(body)), (b"content-type", b"application/json")]
        whole, unchanged = Answer(200, [*length, *said], body), Answer(304, said, b"")
        return self._kept.keep(query, Standing(tag, whole, unchanged, words))


def words_of(query: bytes) -> Words | None:
    """A query's words in the order of NAMES.

    >>> words_of(b"home=arsenal&away=chelsea"), words_of(b"home=arsenal&home=chelsea"), words_of(b"x=1")
    ((None, 'arsenal', 'chelsea', None), None, None)
    """
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, max_num_fields=len(NAMES))
    except ValueError:
        return None
    named = dict(pairs)
    plain = len(named) == len(pairs) and named.keys() <= set(NAMES)
    if not plain or not all(1 <= len(value) <= LONGEST for value in named.values()):
        return None
    match_id, home, away, date = (named.get(name) for name in NAMES)
    return match_id, home, away, date
