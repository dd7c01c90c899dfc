"""Readers in other languages, with Kafka's and Arrow's own clients and no code of ours, see what stands."""

import asyncio
import json
import shutil
import subprocess
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.contract.examples import example_rows
from tests.stack import RunningStack
from touchline.runtime.relay import KafkaProducer
from touchline.runtime.settings import Settings
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import TeamFeatures
from touchline.schemas.topics import TEAM_FEATURES

pytestmark = pytest.mark.stack
ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
NOON = datetime(2020, 2, 29, 12, tzinfo=UTC)


@pytest.fixture
def javascript(tmp_path: Path) -> list[str]:
    """The example of the documentation, installed as its reader would, away from the checkout."""
    folder = shutil.copytree(
        EXAMPLES / "javascript", tmp_path / "javascript", ignore=shutil.ignore_patterns("node_modules")
    )
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True, timeout=300)
    return ["node", str(folder / "read.mjs")]


@pytest.fixture
def java() -> list[str]:
    """The example of the documentation, its jars laid where a second run finds them."""
    subprocess.run(["make", "--no-print-directory", ".tools/stamps/java-reader"], cwd=ROOT, check=True, timeout=300)
    opened = "--add-opens=java.base/java.nio=ALL-UNNAMED"
    return ["java", opened, "-cp", f"{ROOT}/.tools/java-reader/*", str(EXAMPLES / "java" / "ReadTopic.java")]


@pytest.mark.parametrize(
    ("language", "noon"), [("javascript", NOON.timestamp() * 1000), ("java", "2020-02-29T12:00:00Z")]
)
async def test_another_language_reads_each_row_once_as_it_stands_whatever_comes_twice(
    stack: RunningStack, request: pytest.FixtureRequest, language: str, noon: object
) -> None:
    command: list[str] = request.getfixturevalue(language)
    broker, mark = stack.environment["TOUCHLINE_KAFKA"], uuid.uuid4().hex
    first, second = (
        replace(row, team_id=f"{mark}-{number}", pool="ENG", values=[0.25, 1e300, -3.0], event_time=NOON)
        for number, row in enumerate(example_rows(TeamFeatures))
    )
    corrected = replace(first, revision=first.revision + 1, values=[0.5])
    await _send(broker, mark, [first, second], [corrected], [first, second])
    done = await asyncio.to_thread(
        subprocess.run,
        [*command, broker, TEAM_FEATURES.name, "team_id", "catalogue_version"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    ours = sorted((row for row in rows if row["team_id"].startswith(mark)), key=lambda row: row["team_id"])
    assert [(row["revision"], row["values"]) for row in ours] == [
        (corrected.revision, [0.5]),
        (second.revision, [0.25, 1e300, -3.0]),
    ]
    assert {row["event_time"] for row in ours} == {noon}


async def _send(broker: str, mark: str, *messages: list[TeamFeatures]) -> None:
    producer = KafkaProducer(Settings(kafka=broker))
    try:
        for number, rows in enumerate(messages):
            envelope = Envelope(f"{mark}{number}", "/tests", "example", NOON, "example", "")
            value = encode(batch_of(TeamFeatures, rows))
            await producer.send(TEAM_FEATURES.name, b"ENG", value, envelope.headers())
    finally:
        await producer.close()
