"""Kafka with TLS and a login, MariaDB and Redis with TLS: every client of ours, and what it says when it is refused."""

import asyncio
import dataclasses
import getpass
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from tests.contract.secured import PASSWORD, USER, Secured, certify, free_port, secured_broker
from tests.stack import ROOT, RunningStack
from touchline.client.topics import Topics
from touchline.runtime.broker import create_missing, topic_partitions
from touchline.runtime.consumer import Consumer
from touchline.runtime.database import Database
from touchline.runtime.errors import Unavailable
from touchline.runtime.message import Message
from touchline.runtime.relay import KafkaProducer
from touchline.runtime.settings import Settings, load
from touchline.runtime.topics import read_topic
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import Envelope, batch_of, encode, event_id
from touchline.schemas.records import Serving
from touchline.schemas.topics import SERVING

pytestmark = pytest.mark.stack
NOON = datetime(2020, 2, 29, 12, tzinfo=UTC)
TOPIC = dataclasses.replace(SERVING, consumers=("echo",), partitions=1)


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    with secured_broker(tmp_path_factory.mktemp("secured")) as broker:
        yield broker


@pytest.fixture
def told(stack: RunningStack, broker: Secured, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a service with the stack's database and this broker."""
    for name, value in (stack.environment | broker.environment()).items():
        monkeypatch.setenv(name, value)
    return load(Settings)


def message(number: int) -> tuple[bytes, bytes, list[tuple[str, bytes]]]:
    """Key, value and headers of an announcement."""
    row = Serving(f"replica-{number}", "match", "1", NOON, NOON, NOON, NOON, number)
    envelope = Envelope(event_id("secured", number), "/test", "test", NOON, "test", "")
    return b"%d" % number, encode(batch_of(Serving, [row])), envelope.headers()


async def test_every_client_of_ours_logs_in_over_tls(told: Settings, broker: Secured) -> None:
    await asyncio.to_thread(create_missing, told.brokers, [TOPIC])
    producer = KafkaProducer(told)
    await producer.send(TOPIC.name, *message(1))
    await producer.close()
    assert len(await asyncio.to_thread(topic_partitions, told.brokers, [TOPIC.name])) == 1
    assert [one.key async for one in read_topic(told, TOPIC)] == [b"1"]
    assert await consumed(told) == [b"1"]

    login = {"sasl_mechanism": "SCRAM-SHA-512", "sasl_plain_username": USER, "sasl_plain_password": PASSWORD}
    topics = Topics(broker.address, security_protocol="SASL_SSL", ssl_cafile=str(broker.authority), **login)
    (frame,) = await asyncio.to_thread(lambda: list(topics.frames(TOPIC.name)))
    assert frame["replica"].to_list() == ["replica-1"]


async def consumed(settings: Settings) -> list[bytes | None]:
    """The keys that Faust's consumer hands on, with a mark in the database."""
    database, keys, some = await Database.connect(settings), [], asyncio.Event()

    async def note(sent: Message, _: Transaction) -> None:
        keys.append(sent.key)
        some.set()

    consumer = Consumer(settings, UnitOfWork(database, "echo"), {TOPIC: note})
    running = asyncio.ensure_future(consumer.run())
    waiting = asyncio.ensure_future(some.wait())
    await asyncio.wait([running, waiting], timeout=90, return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await database.close()
    return keys


def test_airflows_connection_is_made_as_its_readme_says(broker: Secured) -> None:
    python = ROOT / ".tools" / "airflow" / "bin" / "python"
    (said,) = re.findall(r"```json\n(.*?)```", (ROOT / "deploy/airflow/README.md").read_text("utf-8"), re.DOTALL)
    for name, value in (("BROKERS", broker.address), ("USER", USER), ("PASSWORD", PASSWORD)):
        said = said.replace(f'"{name}"', json.dumps(value))
    settings = {**json.loads(said)["extra"], "ssl.ca.location": str(broker.authority)}
    code = "import json, sys; from confluent_kafka import Consumer; c = Consumer(json.loads(sys.argv[1]))"
    code += "; print(len(c.list_topics(timeout=30).brokers)); c.close()"
    done = subprocess.run([python, "-c", code, json.dumps(settings)], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "1", done.stderr


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"TOUCHLINE_KAFKA_PASSWORD": "wrong"}, "refuses the user 'touchline'.*TOUCHLINE_KAFKA_PASSWORD"),
        ({"TOUCHLINE_TLS_AUTHORITIES": ""}, "no TLS with Kafka.*TOUCHLINE_TLS_AUTHORITIES"),
        ({"TOUCHLINE_KAFKA_PASSWORD": ""}, "SASL_SSL needs TOUCHLINE_KAFKA_USER and TOUCHLINE_KAFKA_PASSWORD"),
    ],
)
def test_who_is_refused_hears_why_at_once(broker: Secured, changed: dict[str, str], sentence: str) -> None:
    environment = {**os.environ, **broker.environment(), **changed}
    began = time.monotonic()
    words = [sys.executable, "-m", "touchline.runtime", "topics", "create"]
    done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=90)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - began < 60
    assert re.search(sentence, done.stderr), done.stderr


async def test_a_producer_says_why_it_is_refused(broker: Secured, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in broker.environment(password="wrong").items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Unavailable, match="refuses the user 'touchline'"):
        await KafkaProducer(load(Settings)).send(TOPIC.name, *message(2))


@contextmanager
def running(*words: str) -> Iterator[None]:
    """A server until it has been asked what for."""
    program = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        program.terminate()
        program.wait(30)


async def test_mariadb_is_spoken_to_with_tls_and_its_certificate_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certify(tmp_path, "server")
    folder, user, port = tmp_path / "data", getpass.getuser(), free_port()
    where = ["--no-defaults", f"--datadir={folder}", f"--user={user}"]
    lay = ["mariadb-install-db", *where, "--skip-test-db"]
    await asyncio.to_thread(subprocess.run, lay, check=True, capture_output=True)
    first = tmp_path / "first.sql"
    first.write_text(
        "CREATE DATABASE t;\nCREATE USER t@127.0.0.1 IDENTIFIED BY 'p' REQUIRE SSL;\nGRANT ALL ON t.* TO t@127.0.0.1;\n"
    )
    keys = [
        f"--ssl-ca={tmp_path}/authority.crt",
        f"--ssl-cert={tmp_path}/server.crt",
        f"--ssl-key={tmp_path}/server.key",
    ]
    listens = ["--bind-address=127.0.0.1", f"--port={port}", "--skip-name-resolve", f"--init-file={first}"]
    words = ["mariadbd", *where, *keys, *listens, f"--socket={tmp_path}/m.sock", f"--pid-file={tmp_path}/m.pid"]
    monkeypatch.setenv("TOUCHLINE_DATABASE", f"mysql://t:p@127.0.0.1:{port}/t")
    monkeypatch.setenv("TOUCHLINE_TLS_AUTHORITIES", str(tmp_path / "authority.crt"))
    monkeypatch.setenv("TOUCHLINE_MARIADB_TLS", "true")
    with running(*words):
        database = await Database.connect(load(Settings))
        async with database.transaction() as connection:
            (row,) = await connection.fetch_all("SHOW STATUS LIKE 'Ssl_version'")
        await database.close()
        assert row[1].startswith("TLSv1.")

        monkeypatch.setenv("TOUCHLINE_START_TIMEOUT", "1")
        monkeypatch.setenv("TOUCHLINE_TLS_AUTHORITIES", "")
        with pytest.raises(Unavailable, match="certificate verify failed"):
            await Database.connect(load(Settings))
        monkeypatch.setenv("TOUCHLINE_MARIADB_TLS", "false")
        with pytest.raises(Unavailable, match="Access denied"):
            await Database.connect(load(Settings))


def test_redis_is_spoken_to_with_tls_by_its_url(tmp_path: Path) -> None:
    certify(tmp_path, "server")
    port = free_port()
    keys = ["--tls-cert-file", f"{tmp_path}/server.crt", "--tls-key-file", f"{tmp_path}/server.key"]
    authority = ["--tls-ca-cert-file", f"{tmp_path}/authority.crt", "--tls-auth-clients", "no"]
    words = [
        "redis-server",
        "--port",
        "0",
        "--tls-port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        *keys,
        *authority,
    ]
    with running(*words):
        url = f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={tmp_path}/authority.crt"
        assert Redis.from_url(url, retry=Retry(ConstantBackoff(0.1), 100)).ping()
