"""The public keys of who signs tokens (JSON Web Key Set, RFC 7517): fetched beside requests, never for one.

Keys that cannot be fetched again stay as they were. A token of a key that is not known asks for one more look, and
there are at most a few of those a minute, whatever tokens come.
"""

import asyncio
import json
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException
from pathlib import Path
from typing import Any

from jwt import PyJWK
from jwt.exceptions import PyJWTError

from touchline.runtime.logs import log

LOOK = 300.0  # seconds between looks where nothing unknown comes
SOONEST = 10.0  # seconds between two looks, whatever comes
LONGEST = 5.0  # seconds that an answer may take
MOST_BYTES = 256 * 1024
MOST_KEYS = 100
ALGORITHMS: Mapping[tuple[str, str | None], str] = {("RSA", None): "RS256", ("EC", "P-256"): "ES256"}
"""By kind and curve: a key serves one algorithm, whatever a token says of itself (RFC 8725, 3.1)."""


class KnownSigners:
    """Keys by their ids; `known` is false until they were read once."""

    def __init__(self, source: str, fetched: Callable[[str], bytes], soonest: float = SOONEST) -> None:
        self._source, self._fetched, self._soonest = source, fetched, soonest
        self._keys: dict[str, PyJWK] | None = None
        self._data: bytes | None = None
        self._wanted = asyncio.Event()
        self.turn = 0  # how often keys changed: what was verified by the ones before is verified anew

    @property
    def known(self) -> bool:
        """Whether a key that is not here is none."""
        return self._keys is not None

    def find(self, key_id: str) -> PyJWK | None:
        """The key of this id; one that is not known is looked for soon."""
        key = (self._keys or {}).get(key_id)
        if key is None:
            self._wanted.set()
        return key

    async def look(self) -> None:
        """Fetch the keys; raises OSError or ValueError where they are not to be had."""
        data = await asyncio.to_thread(self._fetched, self._source)
        if data != self._data:
            self._keys, self._data, self.turn = keys_of(data), data, self.turn + 1
            log.info("signers read", keys=sorted(self._keys))

    async def watch(self) -> None:
        """Look again and again, sooner where a key is wanted; without an answer the keys stay as they were."""
        while True:
            self._wanted.clear()
            try:
                await self.look()
            except (OSError, ValueError, HTTPException) as error:
                log.warning("signers were not read", error=repr(error))
                self._wanted.set()
            await asyncio.sleep(self._soonest)
            try:
                await asyncio.wait_for(self._wanted.wait(), LOOK)
            except TimeoutError:
                continue


def keys_of(data: bytes) -> dict[str, PyJWK]:
    """The keys of a set that are of use: named, for signatures, of a kind that is taken.

    Raises:
        ValueError: it is no set of keys.
    """
    told = json.loads(data)
    listed = told.get("keys") if isinstance(told, dict) else None
    if not isinstance(listed, list):
        raise ValueError("expected a JSON object with a list named keys")
    found: dict[str, PyJWK] = {}
    for one in listed[:MOST_KEYS]:
        algorithm = _algorithm_of(one)
        if algorithm is not None:
            try:
                found[one["kid"]] = PyJWK(one, algorithm)
            except PyJWTError as error:
                log.warning("a signer's key cannot be read", key=one["kid"], error=str(error))
    return found


def fetched(source: str) -> bytes:
    """The bytes of a file, or of an address; OSError where there are none, ValueError for too many of them."""
    if "://" not in source:
        data = Path(source).read_bytes()
    else:
        with _OPENER.open(source, timeout=LONGEST) as answer:
            data = answer.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(f"{source} is larger than {MOST_BYTES} bytes")
    return bytes(data)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Whose keys are believed stands in the settings, not in an answer."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """None: urllib says HTTPError."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def _algorithm_of(key: Any) -> str | None:
    if not isinstance(key, dict) or not isinstance(key.get("kid"), str) or key.get("use", "sig") != "sig":
        return None
    algorithm = ALGORITHMS.get((str(key.get("kty")), key.get("crv")))
    return algorithm if key.get("alg", algorithm) == algorithm else None
