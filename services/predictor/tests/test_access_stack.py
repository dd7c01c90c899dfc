"""Keys and quotas on real parts: made by command, known to every replica, counted for all together, Redis stopped."""

import asyncio
import json
import os
import random
import re
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
from tests.replicas import PATIENCE, Replica, produce, producing, serving
from tests.stack import ROOT, RunningStack
from touchline.predictor.access.allowance import SECOND, Allowance, grant
from touchline.predictor.access.counting import SCRIPT
from touchline.schemas.rpc import predictor_pb2 as rpc
from touchline.schemas.topics import TEAM_FEATURES

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


async def test_the_example_of_a_grpc_client_takes_a_key_out_of_its_environment(
    crowned: RunningStack, tmp_path: Path
) -> None:
    async with serving(crowned, "a", tmp_path, anonymous="nobody") as replica:
        key = made(crowned)
        await no_longer(401, replica, key)
        example = f'.venv/bin/python docs/examples/grpc_client.py "127.0.0.1:{replica.grpc}"'
        with_key, without = [await typed(example, TOUCHLINE_KEY=value) for value in (key, "")]
    assert with_key.returncode == 0, with_key.stderr
    coming, *_, stands = with_key.stdout.splitlines()
    assert "matches are coming" in coming
    assert "model 1 serves" in stands
    assert without.returncode != 0
    assert "UNAUTHENTICATED" in without.stderr


def commands_of(page: str) -> list[str]:
    """The commands that a page of the documentation shows, but those that find out addresses."""
    blocks = re.findall(r"^```\n(.*?)^```$", (ROOT / "docs" / page).read_text(), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if not re.match(r"[A-Z]+=", line)]


async def typed(command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A command as somebody would type it, for some seconds: streams do not end."""
    line = command.replace(".venv/bin/python", sys.executable)
    return await asyncio.to_thread(
        subprocess.run, ["timeout", "20", "bash", "-c", line], env={**os.environ, "no_proxy": "*", **environment},
        text=True, capture_output=True, cwd=ROOT,
    )  # fmt: skip


async def test_every_command_of_the_page_about_push_and_grpc_does_what_it_says(
    crowned: RunningStack, make: Any, tmp_path: Path
) -> None:
    commands = commands_of("push-and-grpc.md")
    assert len(commands) >= 4
    async with producing(crowned) as producer, serving(crowned, "a", tmp_path) as replica:
        await produce(producer, TEAM_FEATURES, [make.team("arsenal"), make.team("chelsea")], make.noon)
        async with asyncio.timeout(PATIENCE):
            while (await asked(replica, path="/v1/predict/match?home=arsenal&away=chelsea")).status_code != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        addresses = {"REST": f"http://127.0.0.1:{replica.rest}", "GRPC": f"127.0.0.1:{replica.grpc}"}
        said = await asyncio.gather(*(typed(command, **addresses) for command in commands))
    for command, answer in zip(commands, said, strict=True):
        if command.startswith("curl"):
            assert "event: open" in answer.stdout, (command, answer)
            assert ("event: reset" in answer.stdout) == ("Last-Event-ID" in command)  # an id of another log
        else:
            assert (answer.returncode, answer.stderr) == (0, ""), command


async def test_every_command_of_the_page_about_keys_does_what_it_says(crowned: RunningStack, tmp_path: Path) -> None:
    make_one, make_trial, show, revoke, ask = commands_of("keys.md")
    settings = {name: value for name, value in crowned.environment.items() if name.startswith("TOUCHLINE_")}
    async with serving(crowned, "a", tmp_path, anonymous="nobody") as replica:
        keys = [(await typed(command, **settings)).stdout.strip() for command in (make_one, make_trial)]
        await no_longer(401, replica, keys[1])
        shown = (await typed(show, **settings)).stdout
        assert all(key.split("_")[1] in shown and key.split("_", 2)[2] not in shown for key in keys)
        answer = await typed(ask, REST=f"http://127.0.0.1:{replica.rest}", KEY=keys[0])
        assert "fixtures" in json.loads(answer.stdout)
        ended = await typed(revoke.replace("0123456789ab", keys[0].split("_")[1]), **settings)
        assert (ended.returncode, ended.stdout) == (0, "")
        await no_longer(200, replica, keys[0])
