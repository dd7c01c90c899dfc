"""An identity provider's keys and tokens, as tests make them."""

import asyncio
import base64
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from known_keys import NOW, Clock

from touchline.predictor.access.allowance import Allowance
from touchline.predictor.access.keys import May
from touchline.predictor.access.signers import KnownSigners
from touchline.predictor.access.tokens import Terms, Tokens
from touchline.predictor.serving.problems import Problem

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


def both_known() -> Tokens:
    signers = KnownSigners("", lambda _: BOTH)
    asyncio.run(signers.look())
    return Tokens(TERMS, signers)


KNOWN_BOTH = both_known()


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
