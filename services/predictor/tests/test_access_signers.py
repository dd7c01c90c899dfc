"""The keys of an identity provider: fetched beside requests, kept while it is away, and rotated."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from known_keys import NOW
from known_tokens import BOTH, OTHER, RSA, TERMS, key_set, public, refused, signed

from touchline.predictor.access.keys import May
from touchline.predictor.access.signers import KnownSigners, fetched, keys_of
from touchline.predictor.access.tokens import Tokens
from touchline.predictor.serving.problems import Problem


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
