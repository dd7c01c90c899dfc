"""Our side of the online read: two packed values by one MGET. `python -m benchmarks.features.online < plan.json`."""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl
import redis

from touchline.feature_store.online import Online
from touchline.feature_store.stores.cache import VectorCache
from touchline.football.catalogue import LATEST
from touchline.schemas.vectors import CachedVector, team_key

DOCUMENT_SET = "0" * 64
Named = dict[str, float]  # by the names of features, as Feast's `to_dict` answers


def main() -> None:
    """Write the latest values, ask for every pair in two ways, tell how long each call took and what came."""
    plan = json.load(sys.stdin)
    client = redis.Redis(port=plan["port"])
    _write(client, plan)
    nanoseconds, values = _by_the_layout(client, plan)
    json.dump({"nanoseconds": nanoseconds, "values": values, "service": asyncio.run(_by_the_service(plan))}, sys.stdout)


def _by_the_layout(client: Any, plan: dict[str, Any]) -> tuple[list[int], dict[str, list[float]]]:
    """As any reader of the published layout would; nanoseconds of each call, and the values of each team."""
    asked = [[team_key(team, LATEST) for team in pair] for pair in plan["pairs"]]
    for keys in asked[: plan["warm"]]:
        _read(client, keys, plan["features"])
    nanoseconds, values = [], dict[str, list[float]]()
    for pair, keys in zip(plan["pairs"], asked, strict=True):
        begun = time.perf_counter_ns()
        found = _read(client, keys, plan["features"])
        nanoseconds.append(time.perf_counter_ns() - begun)
        values |= {team: list(one.values()) for team, one in zip(pair, found, strict=True)}
    return nanoseconds, values


async def _by_the_service(plan: dict[str, Any]) -> list[int]:
    """As our services would, with MariaDB behind the cache; nanoseconds of each call."""
    cache = VectorCache.connect(f"redis://localhost:{plan['port']}")
    database: Any = None  # the cache holds everything that is asked for
    online = Online(cache, database)
    for pair in plan["pairs"][: plan["warm"]]:
        await _latest(online, pair, plan["features"])
    nanoseconds = []
    for pair in plan["pairs"]:
        begun = time.perf_counter_ns()
        await _latest(online, pair, plan["features"])
        nanoseconds.append(time.perf_counter_ns() - begun)
    await cache.close()
    return nanoseconds


def _write(client: Any, plan: dict[str, Any]) -> None:
    for row in pl.read_parquet(plan["latest"]).iter_rows(named=True):
        values = [row[name] for name in plan["features"]]
        vector = CachedVector(1, datetime(2020, 1, 1, tzinfo=UTC), LATEST, DOCUMENT_SET, values)
        client.set(team_key(row["team_id"], LATEST), vector.pack())


def _read(client: Any, keys: list[str], features: Sequence[str]) -> list[Named]:
    return [dict(zip(features, CachedVector.unpack(value).values, strict=True)) for value in client.mget(keys)]


async def _latest(online: Online, teams: Sequence[str], features: Sequence[str]) -> list[Named]:
    found = await online.latest("team", teams)
    return [dict(zip(features, one.values, strict=True)) for one in found if one is not None]


if __name__ == "__main__":
    main()
