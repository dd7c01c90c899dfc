"""Tokens of an identity provider: which hold and which do not, at the gate, too."""

import base64
import hashlib
import hmac
import json
from typing import Any

import grpc
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given, settings
from hypothesis import strategies as st
from known_keys import NOW, Clock, KeyTable, gate_of
from known_tokens import (
    AUDIENCE,
    BOTH,
    CLAIMS,
    CURVE,
    ISSUER,
    KNOWN_BOTH,
    OTHER,
    RSA,
    TERMS,
    encoded,
    encoded_and_signed,
    outcome,
    public,
    refused,
    signed,
    tokens_of,
    unsigned,
)
from pydantic import ValidationError
from test_access_api import PATH, asked, bearer, problem
from test_push_api import parts_of
from test_rpc_api import called, heard

from touchline.predictor.access import tokens
from touchline.predictor.access.allowance import Allowance
from touchline.predictor.access.gate import Gate
from touchline.predictor.access.keys import May
from touchline.predictor.access.tokens import LEEWAY, LONGEST
from touchline.predictor.config import PredictorSettings
from touchline.schemas.rpc import predictor_pb2 as rpc


@pytest.mark.parametrize(("key", "kid", "algorithm"), [(RSA, "one", "RS256"), (CURVE, "two", "ES256")])
async def test_a_token_opens_what_its_scope_names(key: Any, kid: str, algorithm: str) -> None:
    made, text = await tokens_of(), signed(key, kid, algorithm)
    caller = made.caller(text, May.ANSWERS, NOW)
    assert caller.allowance == TERMS.granted
    assert "reader" not in caller.name
    assert refused(made, text, May.STREAMS) == "may-not"
    both = signed(key, kid, algorithm, scope=["answers", "streams"])
    assert made.caller(both, May.STREAMS, NOW).name == caller.name


async def test_a_rate_of_its_own_is_what_a_token_says_and_another_subject_is_another_caller() -> None:
    made = await tokens_of()
    caller = made.caller(signed(touchline_per_minute=60, sub="crawler"), May.ANSWERS, NOW)
    assert caller.allowance == Allowance(60, 30, 10)
    assert caller.name != made.caller(signed(), May.ANSWERS, NOW).name
    for rate in (0, -1, 1e3, True, "60", 10**9):
        assert refused(made, signed(touchline_per_minute=rate)) == "bad-token"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://else.example"}, {"iss": None}, {"aud": "another"}, {"aud": None}, {"aud": []},
        {"exp": None}, {"exp": NOW.timestamp() - LEEWAY - 1}, {"exp": "soon"}, {"exp": True},
        {"exp": float("inf")}, {"exp": float("nan")},
        {"nbf": NOW.timestamp() + LEEWAY + 1}, {"nbf": "now"}, {"sub": None}, {"scope": 7},
    ],
    ids=str,
)  # fmt: skip
async def test_a_claim_that_is_wrong_or_missing_is_refused(claims: dict[str, Any]) -> None:
    assert refused(await tokens_of(), signed(**claims)) == "bad-token"


@pytest.mark.parametrize(
    "claims", [{"exp": NOW.timestamp() - LEEWAY + 1}, {"nbf": NOW.timestamp() + LEEWAY - 1}], ids=str
)
async def test_clocks_may_be_apart_a_little(claims: dict[str, Any]) -> None:
    assert (await tokens_of()).caller(signed(**claims), May.ANSWERS, NOW)


async def test_no_algorithm_but_that_of_the_key_is_taken() -> None:
    made = await tokens_of()
    pem = RSA.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    for header in ({"alg": "none", "kid": "one"}, {"alg": "None"}, {"alg": "none", "kid": "two"}):
        assert refused(made, unsigned(header)) == "bad-token"
    first, second, _ = unsigned({"alg": "HS256", "kid": "one"}).split(".")
    for secret in (pem, BOTH, b""):  # the public key as if it were a secret: CVE-2015-9235
        mac = hmac.new(secret, f"{first}.{second}".encode(), hashlib.sha256).digest()
        assert refused(made, f"{first}.{second}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}") == "bad-token"
    assert refused(made, signed(algorithm="RS512")) == "bad-token"
    assert refused(made, signed(algorithm="PS256")) == "bad-token"
    assert refused(made, signed(CURVE, "one", "ES256")) == "bad-token"  # the name of another kind's key
    assert refused(made, signed(RSA, "two")) == "bad-token"


async def test_a_key_that_a_token_brings_along_is_not_believed() -> None:
    made = await tokens_of()
    header = {"kid": "one", "jwk": public(OTHER, "one"), "jku": "http://127.0.0.1:1/keys"}
    assert refused(made, jwt.encode(CLAIMS, OTHER, "RS256", headers=header)) == "bad-token"
    critical = jwt.encode(CLAIMS, RSA, "RS256", headers={"kid": "one", "crit": ["b64"], "b64": True})
    assert refused(made, critical) == "bad-token"


@pytest.mark.parametrize("text", ["..", "a.b.c", "\0.\0.\0", "e30.e30.e30", "é.é.é", "." * 3], ids=ascii)
async def test_what_is_no_token_is_refused(text: str) -> None:
    assert refused(await tokens_of(), text) == "bad-token"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
HEADERS = JSON | st.fixed_dictionaries(
    {"alg": st.sampled_from(["RS256", "ES256", "none"]) | JSON, "kid": st.sampled_from(["one", "two"]) | JSON},
    optional={"crit": JSON, "b64": JSON, "typ": JSON, "jwk": JSON},
)


@settings(max_examples=300, deadline=None)
@given(header=HEADERS, claims=JSON | st.fixed_dictionaries(dict.fromkeys(CLAIMS, JSON)), signature=st.binary())
def test_whatever_comes_as_a_token_is_refused_and_breaks_nothing(header: Any, claims: Any, signature: bytes) -> None:
    assert (
        refused(KNOWN_BOTH, encoded(json.dumps(header).encode(), json.dumps(claims).encode(), signature)) == "bad-token"
    )


@settings(max_examples=200, deadline=None)
@given(claims=st.fixed_dictionaries({}, optional=dict.fromkeys((*CLAIMS, "nbf", "iat", "touchline_per_minute"), JSON)))
def test_whatever_an_issuer_signs_holds_or_is_refused(claims: dict[str, Any]) -> None:
    text = encoded_and_signed(claims)
    assert outcome(text) in ("let in", "bad-token", "may-not")


def test_a_token_that_is_nested_deep_is_refused() -> None:
    assert refused(KNOWN_BOTH, encoded(b"[" * 4000, b"{}", b"")) == "bad-token"


async def test_a_huge_token_is_refused_before_anything_is_read_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made, text = await tokens_of(), signed(more="x" * LONGEST)
    monkeypatch.setattr(tokens.jwt, "get_unverified_header", None)  # would fail if it were called
    assert refused(made, text) == "bad-token"


async def test_a_token_is_verified_once_and_expires_all_the_same() -> None:
    made, text = await tokens_of(kept=2), signed()
    first = made.caller(text, May.ANSWERS, NOW)
    assert made.caller(text, May.ANSWERS, NOW) is first
    assert refused(made, text, after=300 + LEEWAY) == "bad-token"
    for number in range(3):
        made.caller(signed(sub=f"reader {number}"), May.ANSWERS, NOW)
    assert made.caller(text, May.ANSWERS, NOW) is not first  # no more than two were kept


async def gate_with_tokens() -> Gate:
    table, clock = KeyTable(), Clock()
    gate = gate_of(table, clock, tokens=await tokens_of())
    await gate.keys.look()
    return gate


async def test_a_token_opens_rest_and_grpc_by_the_same_gate_beside_keys(make: Any) -> None:
    gate = await gate_with_tokens()
    parts = parts_of(make, gate=gate)
    async with asked(parts) as client:
        assert (await client.get(PATH, headers=bearer(signed()))).status_code == 200
        late = await client.get(PATH, headers=bearer(signed(exp=NOW.timestamp() - 3600)))
        problem(late, 401, "bad-token")
        assert 'error="invalid_token"' in late.headers["www-authenticate"]
        problem(await client.get("/v1/stream/predictions", headers=bearer(signed())), 403, "may-not")
        problem(await client.get(PATH, headers=bearer("touchline_0123456789ab_" + "x" * 43)), 401, "bad-key")
        few = signed(touchline_per_minute=2, sub="crawler")
        assert [(await client.get(PATH, headers=bearer(few))).status_code for _ in range(2)] == [200, 429]
    async with called(parts) as calls:
        streaming = signed(scope="answers streams", sub="streamer")
        opened = calls.StreamPredictions(rpc.StreamPredictionsRequest(), metadata=_metadata(streaming))
        assert (await heard(opened)).WhichOneof("event") == "open"
        opened.cancel()
        await calls.ListFixtures(rpc.ListFixturesRequest(), metadata=_metadata(streaming))
        with pytest.raises(grpc.aio.AioRpcError) as not_let_in:
            await calls.ListFixtures(rpc.ListFixturesRequest(), metadata=_metadata(signed(aud="x")))
        assert not_let_in.value.code() is grpc.StatusCode.UNAUTHENTICATED


def _metadata(text: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {text}"),)


async def test_without_an_issuer_a_token_is_no_key(make: Any) -> None:
    gate = gate_of(KeyTable(), Clock())
    await gate.keys.look()
    async with asked(parts_of(make, gate=gate)) as client:
        problem(await client.get(PATH, headers=bearer(signed())), 401, "bad-key")


def test_issuer_audience_and_keys_are_told_together_and_keys_come_safely(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {"JWT_ISSUER": ISSUER, "JWT_AUDIENCE": AUDIENCE, "JWT_KEYS": "https://id.example/keys"}
    for name, value in whole.items():
        monkeypatch.setenv(f"TOUCHLINE_{name}", value)
    assert PredictorSettings().terms == TERMS
    for name, value in (*((name, "") for name in whole), ("JWT_KEYS", "http://id.example/keys"), ("JWT_KEYS", "keys")):
        monkeypatch.setenv(f"TOUCHLINE_{name}", value)
        with pytest.raises(ValidationError):
            PredictorSettings()
        monkeypatch.setenv(f"TOUCHLINE_{name}", whole[name])
