"""What a call says that was asked before: the bytes that stand, until the replica knows something new."""

from dataclasses import replace
from typing import Any

import pytest
from known_state import KNOWN
from test_push_api import parts_of

from touchline.predictor.serving.parts import Parts
from touchline.predictor.serving.problems import Problem
from touchline.predictor.serving.rpc.methods import predict_match
from touchline.predictor.serving.rpc.standing import StandingMessages
from touchline.schemas.rpc import predictor_pb2 as rpc

HYPOTHETICAL = rpc.PredictMatchRequest(home="chelsea", away="everton")


class Counted:
    """The method, and how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self, parts: Parts, asked: Any) -> Any:
        self.times += 1
        return await predict_match(parts, asked)


async def test_a_question_is_answered_once_while_nothing_is_read(make: Any) -> None:
    parts, counted = parts_of(make), Counted()
    standing = StandingMessages(counted, parts.state)
    said = [await standing(parts, rpc.PredictMatchRequest(match_id=KNOWN)) for _ in range(3)]
    assert counted.times == 1
    assert {*said} == {(await predict_match(parts, rpc.PredictMatchRequest(match_id=KNOWN))).SerializeToString()}


async def test_what_was_read_since_and_a_swapped_model_make_it_anew(make: Any) -> None:
    parts, counted = parts_of(make), Counted()
    standing = StandingMessages(counted, parts.state)
    before = rpc.Prediction.FromString(await standing(parts, HYPOTHETICAL))
    assert parts.state.served is not None
    parts.state.served = replace(parts.state.served, model=make.model("2", bias=0.5))
    after = rpc.Prediction.FromString(await standing(parts, HYPOTHETICAL))
    assert (before.model_version, after.model_version) == ("1", "2")
    parts.state.turn += 1
    await standing(parts, HYPOTHETICAL)
    assert counted.times == 3


async def test_no_more_questions_are_kept_than_that_and_a_refusal_is_none(make: Any) -> None:
    parts, counted = parts_of(make), Counted()
    standing = StandingMessages(counted, parts.state, kept=1)
    known = rpc.PredictMatchRequest(match_id=KNOWN)
    for asked in (known, HYPOTHETICAL, known):
        await standing(parts, asked)
    assert counted.times == 3
    for _ in range(2):
        with pytest.raises(Problem):
            await standing(parts, rpc.PredictMatchRequest(match_id="nobody"))
    assert counted.times == 5
