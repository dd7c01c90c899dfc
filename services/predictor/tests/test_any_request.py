"""No request whatever is our fault, answers look as described, and who asked wrongly hears what to do.

TOUCHLINE_CASES sets how many requests are made in all (`make verify-api`).
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from strangers import CHECKS, look_at, operations, replica_parts, requests_to, served

from touchline.predictor.serving.describing import schema_of
from touchline.predictor.serving.problems import MEDIA_TYPE

BODIES = ("POST /v1/predict/match", "POST /v2/models/{model_name}/infer")
STREAM = "GET /v1/stream/predictions"
PROMISED = 2000  # by `make test`
CASES = int(os.environ.get("TOUCHLINE_CASES", "2310"))  # some operations have fewer requests than their share
LABELS = [
    "GET /v1/predict/match",
    "POST /v1/predict/match",
    "GET /v1/fixtures",
    "GET /v1/predictions/{prediction_id}",
    "GET /v1/predictions/{prediction_id}/lineage",
    "GET /v1/predictions/{prediction_id}/explanation",
    "GET /v1/matches/{match_id}/explanation",
    "GET /v1/matches/{match_id}",
    "GET /v1/predict/player",
    "GET /v1/players/{player_id}",
    "GET /v1/simulations/season",
    "GET /v1/stream/predictions",
    "GET /v1/teams/{team_id}",
    "GET /v1/performance",
    "GET /v1/models",
    "GET /v2",
    "GET /v2/models/{model_name}",
    "GET /v2/models/{model_name}/ready",
    "POST /v2/models/{model_name}/infer",
    "GET /health/live",
    "GET /health/ready",
]


@dataclass(frozen=True)
class Strange:
    """A running replica as strangers find it: its operations by name, its address, an id that only it knows."""

    operations: dict[str, Any]
    address: str
    prediction_id: str
    asked: Counter[str] = field(default_factory=Counter)


@pytest.fixture(scope="module")
def strange(make: Any) -> Iterator[Strange]:
    parts = replica_parts(make)
    with served(parts) as address:
        yield Strange({each.label: each for each in operations(address)}, address, *parts.state.predictions)


def test_every_operation_is_asked(strange: Strange) -> None:
    assert sorted(strange.operations) == sorted(LABELS)


@pytest.mark.parametrize("label", LABELS)
def test_no_request_is_answered_otherwise_than_described(strange: Strange, label: str) -> None:
    statuses: set[int] = set()

    @seed(20261130)
    @settings(
        max_examples=max(5, CASES // len(LABELS)), deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=requests_to(strange.operations[label], strange.prediction_id))
    def ask(case: Any) -> None:
        answer = case.call(timeout=30)
        strange.asked[label] += 1
        statuses.add(answer.status_code)
        look_at(answer)
        full = label == STREAM and answer.status_code == 503  # no subscriber finds room here
        case.validate_response(answer, checks=CHECKS[1:] if full else CHECKS)

    ask()
    if label not in BODIES:  # whose questions are in their bodies: other tests ask them
        assert (503 if label == STREAM else 200) in statuses, "nothing was asked as it should be"


def test_as_many_requests_were_made_as_promised(strange: Strange) -> None:
    if len(strange.asked) < len(LABELS):
        pytest.skip("only some operations were asked")
    assert strange.asked.total() >= min(PROMISED, CASES)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"\x00", 422),
        (b"\xff\xfe{", 422),
        (b"{", 422),
        (b"NaN", 422),
        (b"[" * 10_000, 422),
        (b'{"matches": [{"match_id": "x", "match_id": 1e400}]}', 422),
        (b'{"matches": [' + b"{}," * 20 + b"{}]}", 422),
        (b'{"matches": [{"home": "' + b"x" * 70_000 + b'"}]}', 413),
    ],
)
def test_a_body_that_is_no_question_is_told_what_one_is(strange: Strange, body: bytes, status: int) -> None:
    said = {"content-type": "application/json"}
    for content in (body, iter([body[:1], body[1:]])):  # with its length in the head, and without
        answer = httpx.post(f"{strange.address}/v1/predict/match", content=content, headers=said, trust_env=False)
        assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
        assert answer.json()["errors"][0]["expected"]


@settings(deadline=None, max_examples=40)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=1)
                    | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_an_example_has_the_shape_that_is_derived_from_it(example: Any) -> None:
    from jsonschema_rs import is_valid

    assert is_valid(schema_of(example), example)
