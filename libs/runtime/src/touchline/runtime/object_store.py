"""S3 through aioboto3: put, get, list; errors named by their answer."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aioboto3
import aiohttp
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from touchline.runtime.errors import Unavailable
from touchline.runtime.settings import Settings


class ObjectStore:
    """One bucket."""

    def __init__(self, client: Any, bucket: str, stack: AsyncExitStack) -> None:
        self._client = client
        self._bucket = bucket
        self._stack = stack

    @classmethod
    async def connect(cls, settings: Settings) -> "ObjectStore":
        """A client that stays open until `close`; nothing is sent yet."""
        stack = AsyncExitStack()
        client = await stack.enter_async_context(
            aioboto3.Session().client(
                "s3",
                endpoint_url=settings.s3_endpoint or None,
                aws_access_key_id=settings.s3_access_key or None,
                aws_secret_access_key=settings.s3_secret_key.get_secret_value() or None,
                region_name="us-east-1" if settings.s3_endpoint else None,
                config=Config(
                    connect_timeout=5,
                    read_timeout=20,
                    retries={"max_attempts": 2},
                    s3={"addressing_style": "path"},
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                ),
            )
        )
        return cls(client, settings.s3_bucket, stack)

    async def close(self) -> None:
        """Close the connections."""
        await self._stack.aclose()

    async def put(self, key: str, value: bytes, content_type: str, if_absent: bool = False) -> bool:
        """Store an object; with `if_absent` leave one that is there alone and return false."""
        condition = {"IfNoneMatch": "*"} if if_absent else {}
        async with _named(key):
            try:
                await self._client.put_object(
                    Bucket=self._bucket, Key=key, Body=value, ContentType=content_type, **condition
                )
            except ClientError as error:
                if _status(error) in (409, 412):
                    return False
                raise
        return True

    async def get(self, key: str) -> bytes:
        """An object's bytes; `KeyError` when there is none."""
        async with _named(key):
            answer = await self._client.get_object(Bucket=self._bucket, Key=key)
            async with answer["Body"] as body:
                content: bytes = await body.read()
        return content

    async def exists(self, key: str) -> bool:
        """Whether there is such an object."""
        try:
            async with _named(key):
                await self._client.head_object(Bucket=self._bucket, Key=key)
        except KeyError:
            return False
        return True

    async def list(self, prefix: str) -> list[str]:
        """All keys with a prefix, sorted."""
        keys: list[str] = []
        async with _named(prefix):
            async for page in self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=prefix
            ):
                keys += [item["Key"] for item in page.get("Contents", ())]
        return sorted(keys)


@asynccontextmanager
async def _named(key: str) -> AsyncIterator[None]:
    try:
        yield
    except ClientError as error:
        if _code(error) in ("NoSuchKey", "404", "NotFound"):
            raise KeyError(key) from error
        # a bucket or a key that a starting S3 does not know yet is there a moment later
        if _status(error) >= 500 or _status(error) in (403, 429) or _code(error) == "NoSuchBucket":
            raise Unavailable(f"S3: {error}") from error
        raise
    except (BotoCoreError, aiohttp.ClientError, ConnectionError, TimeoutError) as error:  # also a body cut short
        raise Unavailable(f"S3: {error}") from error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code"))


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
