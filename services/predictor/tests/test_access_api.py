"""Who may ask by REST, by gRPC and for a stream: keys, refusals, quotas, and nothing of a key told to anybody."""

import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import httpx
import pytest
import structlog
from known_facts import KnownFacts
from known_keys import NOW, Clock, KeyTable, asked_for, gate_of
from known_pages import known_reports
from known_state import KNOWN, NO_BUNDLES, KnownSources, known_state
from prometheus_client import REGISTRY
from running import running
from test_push_api import parts_of, until
from test_rpc_api import called, heard

from tests.listening import listen
from touchline.predictor.access.callers import Anonymous
from touchline.predictor.access.command import new_key, shown
from touchline.predictor.access.gate import Gate
from touchline.predictor.access.keys import digest, read_key
from touchline.predictor.access.known import KnownKeys
from touchline.predictor.serving.api import api_of
from touchline.predictor.serving.parts import Parts
from touchline.predictor.serving.problems import MEDIA_TYPE
from touchline.predictor.serving.rpc.errors import PROBLEM
from touchline.runtime.logs import configure_logs
from touchline.schemas.rpc import predictor_pb2 as rpc

PATH = f"/v1/predict/match?match_id={KNOWN}"
FAR_AWAY = "192.0.2.7"
OPEN = ("/health/live", "/health/ready", "/metrics", "/openapi.json", "/", "/table", "/performance", "/models")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def table() -> KeyTable:
    return KeyTable()


async def gate_before(table: KeyTable, clock: Clock, anonymous: Anonymous = Anonymous.NOBODY) -> Gate:
    gate = gate_of(table, clock, anonymous)
    await gate.keys.look()
    return gate


@asynccontextmanager
async def asked(parts: Parts, address: str = FAR_AWAY) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(api_of(parts), raise_app_exceptions=False, client=(address, 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def problem(answer: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """The problem it must be."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    said: dict[str, Any] = answer.json()
    assert said["type"] == f"/problems/{slug}"
    assert said["detail"]
    return said


async def test_a_key_opens_what_is_closed_without_one(make: Any, table: KeyTable, clock: Clock) -> None:
    key = table.make()
    async with asked(parts_of(make, gate=await gate_before(table, clock))) as client:
        refused = await client.get(PATH)
        assert "Authorization: Bearer" in problem(refused, 401, "no-key")["detail"]
        assert refused.headers["www-authenticate"].startswith("Bearer")
        for written in (f"Bearer {key}", f"bearer {key}", f"Bearer  {key} "):
            assert (await client.get(PATH, headers={"Authorization": written})).status_code == 200


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer x", "Basic dXNlcjpwYXNz", "touchline_000000000000_x", "Bearer \xff", "secret"]
)
async def test_what_is_no_key_is_refused_and_not_said_again(
    make: Any, table: KeyTable, clock: Clock, given: str
) -> None:
    async with asked(parts_of(make, gate=await gate_before(table, clock, Anonymous.EVERYONE))) as client:
        answer = await client.get(PATH, headers=[(b"authorization", given.encode("latin-1"))])
    problem(answer, 401, "bad-key")
    assert len(given) < 3 or given not in answer.text.replace("Authorization: Bearer touchline_…", "")


async def test_a_key_that_is_wrong_unknown_revoked_or_expired_is_the_same_to_who_asks(
    make: Any, table: KeyTable, clock: Clock
) -> None:
    good, revoked, expired = table.make(days=None), table.make(), table.make(days=1)
    wrong, unknown = good[:-2] + ("xx" if good[-2:] != "xx" else "yy"), KeyTable().make()
    table.revoke(revoked)
    gate = await gate_before(table, clock)
    clock.move(86400)
    async with asked(parts_of(make, gate=gate)) as client:
        answers = [await client.get(PATH, headers=bearer(key)) for key in (wrong, unknown, revoked, expired)]
        assert (await client.get(PATH, headers=bearer(good))).status_code == 200
    assert len({answer.text for answer in answers}) == 1
    problem(answers[0], 401, "bad-key")


async def test_two_keys_in_one_request_open_nothing(make: Any, table: KeyTable, clock: Clock) -> None:
    key = table.make()
    async with asked(parts_of(make, gate=await gate_before(table, clock))) as client:
        problem(await client.get(PATH, headers=[*bearer(key).items()] * 2), 401, "bad-key")


async def test_a_key_made_for_answers_opens_no_stream_and_the_other_way_round(
    make: Any, table: KeyTable, clock: Clock
) -> None:
    answers, streams = table.make(may="answers"), table.make(may="streams")
    async with asked(parts_of(make, gate=await gate_before(table, clock))) as client:
        problem(await client.get("/v1/stream/predictions", headers=bearer(answers)), 403, "may-not")
        problem(await client.get(PATH, headers=bearer(streams)), 403, "may-not")


async def test_a_key_is_known_once_the_table_is_looked_at_and_ends_when_it_is_revoked(
    make: Any, table: KeyTable, clock: Clock
) -> None:
    gate = await gate_before(table, clock)
    key = table.make()
    async with asked(parts_of(make, gate=gate)) as client:
        for status, change in ((401, lambda: None), (200, lambda: table.revoke(key)), (401, lambda: None)):
            assert (await client.get(PATH, headers=bearer(key))).status_code == status
            change()
            await gate.keys.look()


async def test_requests_never_ask_mariadb_for_keys_and_are_answered_while_it_is_away(
    make: Any, table: KeyTable, clock: Clock
) -> None:
    key, guessed = table.make(), KeyTable().make()
    gate = await gate_before(table, clock)
    questions, table.down = table.questions, True
    async with asked(parts_of(make, gate=gate)) as client:
        assert (await client.get(PATH, headers=bearer(key))).status_code == 200
        assert (await client.get(PATH, headers=bearer(guessed))).status_code == 401
    assert table.questions == questions


async def test_a_table_that_has_not_changed_is_not_read_again(table: KeyTable) -> None:
    keys = KnownKeys(table, most=3)
    text = table.make()
    await keys.look()
    questions = table.questions
    await keys.look()
    assert table.questions == questions + 1
    assert keys.find(text.split("_")[1]) is not None


async def test_no_more_keys_are_kept_than_there_may_be(table: KeyTable) -> None:
    keys = KnownKeys(table, most=3)
    made = [table.make().split("_")[1] for _ in range(5)]
    await keys.look()
    assert [keys.find(key_id) is not None for key_id in made] == [True, True, True, False, False]


async def test_a_key_cannot_be_checked_before_keys_were_read(make: Any, table: KeyTable, clock: Clock) -> None:
    async with asked(parts_of(make, gate=gate_of(table, clock))) as client:
        answer = await client.get(PATH, headers=bearer(table.make()))
        assert (await client.get("/health/ready")).status_code == 200
    problem(answer, 503, "keys-unread")
    assert int(answer.headers["retry-after"]) >= 1


async def test_over_the_quota_it_is_said_when_to_come_again_and_then_it_holds(
    make: Any, table: KeyTable, clock: Clock
) -> None:
    key, other = table.make(per_minute=12, burst=3), table.make()
    async with asked(parts_of(make, gate=await gate_before(table, clock))) as client:
        answers = [await client.get(PATH, headers=bearer(key)) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert "12 requests a minute" in problem(answers[3], 429, "over-quota")["detail"]
        assert answers[3].headers["retry-after"] == "5"
        assert (await client.get(PATH, headers=bearer(other))).status_code == 200
        clock.move(int(answers[3].headers["retry-after"]))
        assert (await client.get(PATH, headers=bearer(key))).status_code == 200


async def test_rest_grpc_and_streams_share_a_quota(make: Any, table: KeyTable, clock: Clock) -> None:
    key = table.make(per_minute=1, burst=3)
    parts = parts_of(make, gate=await gate_before(table, clock))
    metadata = (("authorization", f"Bearer {key}"),)
    async with called(parts) as calls, running(parts) as (port, _):
        await calls.ListFixtures(rpc.ListFixturesRequest(), metadata=metadata)
        stream = await listen(port, key=key)
        assert stream.status == 200
        stream.close()
        async with asked(parts) as client:
            assert (await client.get(PATH, headers=bearer(key))).status_code == 200
            assert (await client.get(PATH, headers=bearer(key))).status_code == 429
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await calls.ListFixtures(rpc.ListFixturesRequest(), metadata=metadata)
        assert (await listen(port, key=key)).status == 429
    assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    beside = dict(refused.value.trailing_metadata())
    assert json.loads(beside[PROBLEM])["type"] == "/problems/over-quota"
    assert 1 <= int(beside["retry-after"]) <= 60


async def test_a_grpc_call_without_a_good_key_is_refused_as_rest_refuses_it(
    make: Any, table: KeyTable, clock: Clock
) -> None:
    answers = table.make(may="answers")
    async with called(parts_of(make, gate=await gate_before(table, clock))) as calls:
        for metadata, code in (
            (None, grpc.StatusCode.UNAUTHENTICATED),
            ((("authorization", "Bearer x"),), grpc.StatusCode.UNAUTHENTICATED),
            ((("authorization", f"Bearer {answers}"),), grpc.StatusCode.PERMISSION_DENIED),
        ):
            with pytest.raises(grpc.aio.AioRpcError) as refused:
                await heard(calls.StreamPredictions(rpc.StreamPredictionsRequest(), metadata=metadata))
            assert refused.value.code() is code


async def test_a_caller_has_so_many_streams_at_a_time_and_a_closed_one_makes_room(
    make: Any, table: KeyTable, clock: Clock
) -> None:
    key = table.make(streams=1, burst=50)
    parts = parts_of(make, gate=await gate_before(table, clock))
    metadata = (("authorization", f"Bearer {key}"),)
    async with called(parts) as calls, running(parts) as (port, _):
        first = await listen(port, key=key)
        assert first.status == 200
        second = await listen(port, key=key)
        assert (second.status, (await second.problem())["type"]) == (429, "/problems/too-many-streams")
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await heard(calls.StreamPredictions(rpc.StreamPredictionsRequest(), metadata=metadata))
        assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        first.close()
        await until(lambda: not parts.gate.streams)
        stream = calls.StreamPredictions(rpc.StreamPredictionsRequest(), metadata=metadata)
        assert (await heard(stream)).WhichOneof("event") == "open"
        stream.cancel()
        await until(lambda: not parts.gate.streams)


@pytest.mark.parametrize(
    ("anonymous", "address", "status"),
    [
        (Anonymous.EVERYONE, FAR_AWAY, 200),
        (Anonymous.EVERYONE, "127.0.0.1", 200),
        (Anonymous.LOOPBACK, FAR_AWAY, 401),
        (Anonymous.LOOPBACK, "127.0.0.1", 200),
        (Anonymous.LOOPBACK, "::1", 200),
        (Anonymous.LOOPBACK, "not-an-address", 401),
        (Anonymous.NOBODY, "127.0.0.1", 401),
    ],
)
async def test_who_may_ask_without_a_key_is_a_setting(
    make: Any, table: KeyTable, clock: Clock, anonymous: Anonymous, address: str, status: int
) -> None:
    async with asked(parts_of(make, gate=await gate_before(table, clock, anonymous)), address) as client:
        assert (await client.get(PATH)).status_code == status


async def test_addresses_without_a_key_have_a_quota_each_and_this_machine_has_none(
    make: Any, table: KeyTable, clock: Clock
) -> None:
    parts = parts_of(make, gate=await gate_before(table, clock, Anonymous.EVERYONE))
    for address, statuses in (
        (FAR_AWAY, [200, 200, 429]),
        ("198.51.100.1", [200, 200, 429]),
        ("2001:db8::1", [200, 200, 429]),
        ("2001:db8::2", [429, 429, 429]),  # of the same network
        ("127.0.0.1", [200, 200, 200]),
    ):
        async with asked(parts, address) as client:
            assert [(await client.get(PATH)).status_code for _ in range(3)] == statuses, address


async def test_somebody_behind_a_proxy_of_this_machine_is_not_this_machine(
    make: Any, table: KeyTable, clock: Clock
) -> None:
    parts = parts_of(make, gate=await gate_before(table, clock, Anonymous.LOOPBACK))
    async with running(parts) as (port, _), httpx.AsyncClient(trust_env=False) as client:
        address = f"http://127.0.0.1:{port}{PATH}"
        assert (await client.get(address)).status_code == 200
        assert (await client.get(address, headers={"X-Forwarded-For": FAR_AWAY})).status_code == 401


async def test_pages_health_and_metrics_are_open_and_every_route_of_the_api_is_closed(
    make: Any, table: KeyTable, clock: Clock
) -> None:
    state = known_state(make)
    parts = Parts.around(
        state, KnownSources(make.document), KnownFacts(), NO_BUNDLES, reports=known_reports(),
        gate=await gate_before(table, clock),
    )  # fmt: skip
    async with asked(parts) as client:
        for path in OPEN:
            assert (await client.get(path)).status_code == 200, path
        for page in ("/match/x", "/team/x", "/prediction/x", "/document/x", "/no/such/page"):
            assert (await client.get(page)).status_code == 404, page
        described = (await client.get("/openapi.json")).json()["paths"]
        closed = [(path, method) for path, methods in described.items() for method in methods if path not in OPEN]
        assert len(closed) > 12
        for path, method in closed:
            concrete = re.sub(r"\{[a-z_]+\}", "x", path)
            alone = concrete.removeprefix("/v1")
            for asked_path in {concrete, alone} if alone not in OPEN and "/teams/" not in path else {concrete}:
                answer = await client.request(method, asked_path, content=b"{" * 10)
                problem(answer, 401, "no-key")


async def test_a_body_is_not_read_from_who_may_not_ask(make: Any, table: KeyTable, clock: Clock) -> None:
    read = False

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        read = True
        yield b"{}"

    async with asked(parts_of(make, gate=await gate_before(table, clock))) as client:
        problem(await client.post("/v1/predict/match", content=body()), 401, "no-key")
    assert not read


@pytest.fixture
def logged_in_full(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """All that is logged, as a running replica logs it, down to what only a search for a fault would show."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    configure_logs("predictor", "test", logging.DEBUG)
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers[:] = before
    root.setLevel(level)


async def test_no_part_of_a_key_reaches_logs_metrics_or_answers_whatever_happens(
    make: Any, table: KeyTable, clock: Clock, logged_in_full: None, capfd: pytest.CaptureFixture[str]
) -> None:
    keys = [table.make(), table.make(burst=1, per_minute=1), table.make(), KeyTable().make()]
    table.revoke(keys[2])
    parts = parts_of(make, gate=await gate_before(table, clock))
    parts.state.football_time = None  # type: ignore[assignment] # a bug of ours: every answer fails
    told = []
    async with (
        called(parts) as calls,
        running(parts, log_level="debug") as (port, _),
        httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{port}") as client,
    ):
        for key in keys:
            for path in (PATH, "/v1/fixtures", "/v1/stream/predictions?team=nobody", "/metrics"):
                told.append((await client.get(path, headers=bearer(key))).text)
            metadata = (("authorization", f"Bearer {key}"),)
            with pytest.raises(grpc.aio.AioRpcError) as failed:
                await calls.ListFixtures(rpc.ListFixturesRequest(), metadata=metadata)
            told.append(str(failed.value))
    logged = "".join(capfd.readouterr())
    assert "our bug" in logged
    for key in keys:
        secret = key.split("_", 2)[2]
        assert secret not in logged + "".join(told)
        assert digest(secret) not in logged + "".join(told)


async def test_refusals_are_counted_by_why(make: Any, table: KeyTable, clock: Clock) -> None:
    def counted(refusal: str) -> float:
        return REGISTRY.get_sample_value("touchline_access_refused_total", {"refusal": refusal}) or 0.0

    before = counted("no-key"), counted("bad-key")
    async with asked(parts_of(make, gate=await gate_before(table, clock))) as client:
        await client.get(PATH)
        await client.get(PATH, headers=bearer("x"))
    assert (counted("no-key"), counted("bad-key")) == (before[0] + 1, before[1] + 1)


def test_what_is_kept_and_listed_of_a_key_does_not_hold_its_secret() -> None:
    text, key = new_key(asked_for(days=None), NOW, lambda size: bytes(range(size)))
    read, secret = read_key(text), text.split("_", 2)[2]
    assert read is not None
    assert secret not in f"{key!r}{read!r}{shown(key, NOW)}"
    assert digest(secret) == read.secret_sha256 == key.secret_sha256
    assert key.secret_sha256 not in str(shown(key, NOW))


@pytest.mark.parametrize(
    "changes",
    [{"owner": ""}, {"owner": "x" * 161}, {"may": "everything"}, {"may": ""}, {"per_minute": 0}, {"burst": 0},
     {"streams": -1}, {"days": 0}, {"days": 99999}],
)  # fmt: skip
def test_a_key_is_not_made_for_what_there_is_not(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        new_key(asked_for(**changes), NOW, lambda size: bytes(size))
