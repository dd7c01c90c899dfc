"""Tokens of an identity provider: which hold, which do not, and how its keys are kept."""

import asyncio
import base64
import hashlib
import hmac
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import grpc
import jwt
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from hypothesis import given, settings
from hypothesis import strategies as st
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from known_keys import NOW, Clock, KeyTable, gate_of
from pydantic import ValidationError
from test_access_api import PATH, asked, bearer, problem
from test_push_api import parts_of
from test_rpc_api import called, heard

from touchline.predictor.access import tokens
from touchline.predictor.access.allowance import Allowance
from touchline.predictor.access.gate import Gate
from touchline.predictor.access.keys import May
from touchline.predictor.access.signers import KnownSigners, fetched, keys_of
from touchline.predictor.access.tokens import LEEWAY, LONGEST, Terms, Tokens
from touchline.predictor.config import PredictorSettings
from touchline.predictor.serving.problems import Problem
from touchline.schemas.rpc import predictor_pb2 as rpc

ISSUER, AUDIENCE = "https://id.example", "touchline"
TERMS = Terms(ISSUER, AUDIENCE, "scope", "touchline_per_minute", Allowance(600, 300, 10))
RSA, OTHER, CURVE = (
    rsa.generate_private_key(65537, 2048),
    rsa.generate_private_key(65537, 2048),
    ec.generate_private_key(ec.SECP256R1()),
)
CLAIMS = {"iss": ISSUER, "aud": AUDIENCE, "sub": "reader", "scope": "openid answers", "exp": NOW.timestamp() + 300}


def signed(key: Any = RSA, kid: str = "one", algorithm: str = "RS256", **claims: Any) -> str:
    told = {name: value for name, value in (CLAIMS | claims).items() if value is not None}
    return jwt.encode(told, key, algorithm, headers={"kid": kid})


def public(key: Any, kid: str, **more: Any) -> dict[str, Any]:
    algorithm: Any = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    return {**json.loads(algorithm.to_jwk(key.public_key())), "kid": kid, **more}


def key_set(*keys: dict[str, Any]) -> bytes:
    return json.dumps({"keys": keys}).encode()


BOTH = key_set(public(RSA, "one", use="sig"), public(CURVE, "two", alg="ES256"))


def _both() -> Tokens:
    signers = KnownSigners("", lambda _: BOTH)
    asyncio.run(signers.look())
    return Tokens(TERMS, signers)


KNOWN_BOTH = _both()


async def tokens_of(data: bytes = BOTH, kept: int = 10) -> Tokens:
    signers = KnownSigners("", lambda _: data)
    await signers.look()
    return Tokens(TERMS, signers, kept)


def refused(made: Tokens, text: str, wanted: May = May.ANSWERS, after: float = 0.0) -> str:
    clock = Clock()
    clock.move(after)
    with pytest.raises(Problem) as said:
        made.caller(text, wanted, clock.now)
    return said.value.slug


def outcome(text: str) -> str:
    try:
        KNOWN_BOTH.caller(text, May.ANSWERS, NOW)
    except Problem as problem_told:
        return problem_told.slug
    return "let in"


def encoded(*parts: bytes) -> str:
    return ".".join(base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts)


def encoded_and_signed(claims: dict[str, Any]) -> str:
    """As an issuer might that checks nothing itself."""
    told = encoded(b'{"alg": "RS256", "kid": "one"}', json.dumps(CLAIMS | claims).encode())
    return f"{told}.{encoded(RSA.sign(told.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def unsigned(header: dict[str, Any], signature: bytes = b"") -> str:
    return encoded(json.dumps(header).encode(), json.dumps(CLAIMS).encode(), signature)


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


async def test_keys_rotate_and_a_token_of_one_that_went_holds_no_longer() -> None:
    told = [BOTH]
    signers = KnownSigners("", lambda _: told[0])
    await signers.look()
    made, old, new = Tokens(TERMS, signers), signed(), signed(OTHER, "three")
    assert made.caller(old, May.ANSWERS, NOW)
    assert refused(made, new) == "bad-token"
    told[0] = key_set(public(OTHER, "three"))
    await signers.look()
    assert made.caller(new, May.ANSWERS, NOW)
    assert refused(made, old) == "bad-token"


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"keys": {}}', b"\xff"], ids=ascii)
async def test_what_is_no_set_of_keys_leaves_those_that_are_known(data: bytes) -> None:
    told = [BOTH]
    signers = KnownSigners("", lambda _: told[0])
    await signers.look()
    told[0] = data
    with pytest.raises(ValueError):  # noqa: PT011
        await signers.look()
    assert Tokens(TERMS, signers).caller(signed(), May.ANSWERS, NOW)


def test_keys_of_other_kinds_and_for_other_ends_are_passed_over() -> None:
    secret = {"kty": "oct", "k": "AAAA", "kid": "secret"}
    encrypting, nameless = public(RSA, "enc", use="enc"), {**public(RSA, "x"), "kid": None}
    wrong, broken = public(RSA, "wrong", alg="HS256"), {"kty": "RSA", "kid": "broken", "n": "!", "e": "!"}
    p384 = public(ec.generate_private_key(ec.SECP384R1()), "p384")
    assert keys_of(key_set(secret, encrypting, nameless, wrong, broken, p384, "x", public(RSA, "one"))).keys() == {
        "one"
    }


class Provider:
    """An identity provider's keys on loopback; `data` is what it answers, None a failure."""

    def __init__(self) -> None:
        self.data: bytes | None = BOTH
        self.asked = 0
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked += 1
                if self.path == "/moved":
                    self.send_response(302)
                    self.send_header("Location", "/keys")
                else:
                    self.send_response(200 if provider.data is not None else 503)
                self.end_headers()
                self.wfile.write(provider.data or b"")

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made = Provider()
    serving = threading.Thread(target=made.server.serve_forever, args=(0.01,))
    serving.start()
    yield made
    made.server.shutdown()
    serving.join()
    made.server.server_close()


@asynccontextmanager
async def watched(source: str) -> AsyncIterator[Tokens]:
    signers = KnownSigners(source, fetched, soonest=0.05)
    watching = asyncio.create_task(signers.watch())
    try:
        yield Tokens(TERMS, signers)
    finally:
        watching.cancel()


async def holds(made: Tokens, text: str) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                made.caller(text, May.ANSWERS, NOW)
                return
            except Problem:
                await asyncio.sleep(0.01)


async def test_keys_are_fetched_from_a_real_address_and_known_ones_go_on_when_it_fails(provider: Provider) -> None:
    async with watched(f"{provider.address}/keys") as made:
        await holds(made, signed())
        provider.data = None
        asked_before = provider.asked
        assert refused(made, signed(OTHER, "three")) == "bad-token"  # an unknown key asks for one more look
        async with asyncio.timeout(30):
            while provider.asked == asked_before:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert made.caller(signed(sub="another"), May.ANSWERS, NOW)
        provider.data = key_set(public(RSA, "one"), public(OTHER, "three"))
        await holds(made, signed(OTHER, "three"))


async def test_many_tokens_of_unknown_keys_ask_for_few_looks(provider: Provider) -> None:
    signers = KnownSigners(f"{provider.address}/keys", fetched, soonest=60.0)
    watching = asyncio.create_task(signers.watch())
    made = Tokens(TERMS, signers)
    await holds(made, signed())
    for number in range(50):
        assert refused(made, signed(OTHER, f"unknown {number}")) == "bad-token"
        await asyncio.sleep(0)
    watching.cancel()
    assert provider.asked == 1


async def test_nobody_waits_for_keys_that_were_never_read(provider: Provider) -> None:
    provider.data = None
    async with watched(f"{provider.address}/keys") as made:
        assert refused(made, signed()) == "keys-unread"


def test_a_redirect_is_not_followed_and_a_large_answer_not_read(provider: Provider, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="302"):
        fetched(f"{provider.address}/moved")
    provider.data = b" " * 300_000
    with pytest.raises(ValueError, match="larger"):
        fetched(f"{provider.address}/keys")
    file = tmp_path / "keys.json"
    file.write_bytes(BOTH)
    assert fetched(str(file)) == BOTH


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
