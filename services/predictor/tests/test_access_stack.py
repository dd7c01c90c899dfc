"""Keys and quotas on real parts: made by command, known to every replica, counted for all together, Redis stopped."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
from redis.asyncio import Redis

from tests.calling import Calls
from tests.listening import listen
from tests.replicas import PATIENCE, Replica, serving
from tests.stack import ROOT, RunningStack
from touchline.predictor.access.allowance import SECOND, Allowance, grant
from touchline.predictor.access.counting import SCRIPT
from touchline.schemas.rpc import predictor_pb2 as rpc

pytestmark = pytest.mark.stack

COMMAND = ("touchline.predictor", "keys")


def made(stack: RunningStack, *options: str) -> str:
    return stack.run(*COMMAND, "make", "--owner", "a test", *options).stdout.strip()


def listed(stack: RunningStack, key: str) -> dict[str, Any]:
    shown = json.loads(stack.run(*COMMAND, "list", "--json").stdout)
    (found,) = [one for one in shown if one["key_id"] == key.split("_")[1]]
    return dict(found)


async def asked(replica: Replica, key: str | None = None, path: str = "/v1/fixtures") -> httpx.Response:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        return await client.get(f"http://127.0.0.1:{replica.rest}{path}", headers=headers)


async def no_longer(status: int, replica: Replica, key: str) -> None:
    """Until a replica has read the table again."""
    async with asyncio.timeout(PATIENCE):
        while (await asked(replica, key)).status_code == status:  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def test_redis_counts_as_the_page_about_allowances_says(crowned: RunningStack) -> None:
    """The very script, by a clock that is given to it."""
    redis = Redis.from_url(crowned.environment["TOUCHLINE_REDIS"])
    script = redis.register_script(SCRIPT.replace("redis.call('TIME')", "{ARGV[5], ARGV[6]}"))
    dice = random.Random(7)
    begin = int((await redis.time())[0]) * SECOND
    refused = 0
    try:
        for round_ in range(30):
            allowance = Allowance(dice.randint(1, 6000), dice.randint(1, 60), 0)
            arrival, now, name = 0, begin, f"quota:test-{round_}"
            for _ in range(40):
                now += dice.choice((0, 1, allowance.interval, dice.randrange(3 * SECOND)))
                wanted, returned = dice.randint(1, 20), dice.choice((0, 0, 3))
                expected = grant(arrival, now, allowance, wanted, returned)
                arrival = expected.arrival
                args = [allowance.interval, allowance.burst, wanted, returned, *divmod(now, SECOND)]
                assert await script(keys=[name], args=args) == [expected.requests, expected.wait]
                # what expires does so by the real clock, which this one is not
                await redis.persist(name)
                refused += not expected.requests
            await redis.delete(name)
    finally:
        await redis.aclose()
    assert 100 < refused < 1100


async def test_a_key_is_made_used_at_every_door_listed_and_revoked(crowned: RunningStack, tmp_path: Path) -> None:
    async with serving(crowned, "a", tmp_path, anonymous="nobody") as replica, Calls(replica.grpc) as calls:
        key = made(crowned, "--per-minute", "600", "--days", "3")
        metadata = (("authorization", f"Bearer {key}"),)
        assert (await asked(replica)).status_code == 401
        assert (await asked(replica, path="/")).status_code == 200  # a page, for people
        await no_longer(401, replica, key)
        assert (await asked(replica, key)).status_code == 200
        assert (await calls.ListFixtures(rpc.ListFixturesRequest(), metadata=metadata)).football_time
        stream = await listen(replica.rest, key=key)
        assert stream.status == 200
        stream.close()
        assert (listed(crowned, key)["state"], listed(crowned, key)["per_minute"]) == ("good", 600)
        crowned.run(*COMMAND, "revoke", key.split("_")[1])
        assert listed(crowned, key)["state"] == "revoked"
        await no_longer(200, replica, key)
        assert (await asked(replica, key)).status_code == 401
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await calls.ListFixtures(rpc.ListFixturesRequest(), metadata=metadata)
        assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED
    assert key.split("_", 2)[2] not in (tmp_path / "a.log").read_text()


async def test_what_cannot_be_made_or_revoked_is_said_in_a_sentence(crowned: RunningStack) -> None:
    for arguments, word in (
        (("make", "--owner", "x", "--may", "all"), "answers or streams"),
        (("make", "--owner", "x", "--burst", "0"), "from 1 to"),
        (("revoke", "000000000000"), "`keys list` names them"),
    ):
        refused = crowned.run(*COMMAND, *arguments, check=False)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert word in refused.stderr


async def test_replicas_share_a_quota_and_go_on_alone_while_redis_is_stopped(
    crowned: RunningStack, tmp_path: Path
) -> None:
    key = made(crowned, "--per-minute", "1", "--burst", "40")
    redis = Redis.from_url(crowned.environment["TOUCHLINE_REDIS"])
    pid = int((await redis.info("server"))["process_id"])
    await redis.aclose()
    async with (
        serving(crowned, "a", tmp_path, anonymous="nobody") as first,
        serving(crowned, "b", tmp_path, anonymous="nobody") as second,
    ):
        statuses = [(await asked(replica, key)).status_code for _ in range(30) for replica in (first, second)]
        assert set(statuses) == {200, 429}
        assert 32 <= statuses.count(200) <= 40  # a replica may hold a tenth of the burst for a second
        other = made(crowned, "--per-minute", "1", "--burst", "10")
        await no_longer(401, second, other)
        os.kill(pid, signal.SIGSTOP)
        try:
            alone = [(await asked(second, other)).status_code for _ in range(15)]
        finally:
            os.kill(pid, signal.SIGCONT)
        assert set(alone) == {200, 429}
        assert alone.count(200) <= 11
        assert "touchline_quota_alone_total 0.0" not in await second.metrics()


async def test_the_example_of_a_grpc_client_says_what_its_page_promises(crowned: RunningStack, tmp_path: Path) -> None:
    async with serving(crowned, "a", tmp_path, anonymous="nobody") as replica:
        key = made(crowned)
        await no_longer(401, replica, key)
        example = [sys.executable, str(ROOT / "docs/examples/grpc_client.py"), f"127.0.0.1:{replica.grpc}"]
        with_key, without = [
            await asyncio.to_thread(
                subprocess.run, example, env={**os.environ, "TOUCHLINE_KEY": value}, text=True, capture_output=True
            )
            for value in (key, "")
        ]
    assert with_key.returncode == 0, with_key.stderr
    coming, *_, stands = with_key.stdout.splitlines()
    assert "matches are coming" in coming
    assert "model 1 serves" in stands
    assert without.returncode != 0
    assert "UNAUTHENTICATED" in without.stderr
