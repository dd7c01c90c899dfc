"""A training on the real S3 keeps what makes its model again, and `reproduce` does it from there."""

import argparse
import json
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from made_run import DVC, ROOT, checkout, snapshot_frame

from tests.stack import RunningStack
from touchline.runtime.errors import Refused
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.settings import load
from touchline.trainer.app import Platform, _prepare
from touchline.trainer.config import TrainerSettings
from touchline.trainer.runs import command
from touchline.trainer.runs.keeping import place_of

pytestmark = pytest.mark.stack


@pytest.fixture
async def platform(stack: RunningStack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Platform]:
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TOUCHLINE_MODEL_NAME", f"test-{uuid.uuid4().hex[:8]}")
    settings = load(TrainerSettings)
    store, nothing = await ObjectStore.connect(settings), None
    absent: Any = nothing
    yield Platform(settings, absent, absent, store, absent)
    await store.close()


async def test_a_training_run_can_be_made_again_from_s3_to_the_byte(platform: Platform, tmp_path: Path):
    frame = snapshot_frame(seasons=4).with_columns(features_available_at=pl.col("kick_off"))
    candidate, run = await _prepare(platform, frame)
    name, version = platform.settings.model_name, run.manifest.version
    record = json.loads(await platform.store.get(place_of(name, version, "run.json")))
    assert record["bundle_sha256"] == candidate.challenger.bundle.sha256
    said = await command.reproduced(platform.settings, asked(version, checkout(tmp_path / "checkout")))
    assert said.startswith(f"reproduced: {version} is the same to the byte"), said
    with pytest.raises(Refused, match=f"kept were {version}"):
        await command.reproduced(platform.settings, asked("v0", ROOT))


async def test_an_s3_that_does_not_answer_is_said_at_once_with_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TOUCHLINE_S3_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(Refused, match=r"start the platform \(`make up`\), point TOUCHLINE_S3_ENDPOINT"):
        await command.reproduced(load(TrainerSettings), asked("v0", ROOT))


def asked(version: str, folder: Path) -> argparse.Namespace:
    return argparse.Namespace(model=None, version=version, source=None, checkout=folder, dvc=DVC, any_code=False)
