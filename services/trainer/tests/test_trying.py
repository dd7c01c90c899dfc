"""A canary that went back is followed by a decision; and what is said of a promotion that answers a share alone."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from deciding import deciding

from tests.stack import RunningStack
from touchline.runtime.relay import publish_pending
from touchline.schemas import batch_of
from touchline.schemas.records import Decision, Promotion, Stage, Trial
from touchline.schemas.topics import TRIALS
from touchline.trainer import ledger
from touchline.trainer.app import LANE, SERVICE, Platform, announce, follow
from touchline.trainer.serving import await_serving
from touchline.trainer.trying import heed_returns, said_of

NOON = datetime(2020, 2, 28, 12, tzinfo=UTC)
SECOND = 2**40  # revision of the second promotion: after all others of this ledger


def promotion(model: str, version: str, revision: int, before: str | None = None) -> Promotion:
    return Promotion(
        f"{model} {version}"[:64], f"request {model} {version}"[:64], model, version, Decision.PROMOTED, before, 0.2,
        0.2, 190, f"models/{model}/{version}.zip", version * 64, 3, "5" * 64, "better", NOON, NOON, NOON, revision,
        sound=True,
    )  # fmt: skip


def trial(model: str, stage: Stage, **changes: Any) -> Trial:
    """Version 2 beside version 1."""
    row = Trial(
        "t" * 32, SECOND, model, "2", 3, "5" * 64, f"models/{model}/2.zip", "2" * 64, "1", f"models/{model}/1.zip",
        "1" * 64, stage, 0.1, 84, 3, 1.4, 1.3, 0.02, 10, 0.98, 0.97, 0.2, 0.21, "it is slow", NOON, NOON, NOON, 1,
    )  # fmt: skip
    return replace(row, **changes)


@pytest.mark.parametrize(
    ("stood", "said"),
    [
        (None, None),
        (trial("m", Stage.CANARY, heard_revision=SECOND - 1), None),  # not heard of yet
        (trial("m", Stage.CANARY), "2 answers 10% of the matches as a canary: it is slow"),
        (trial("m", Stage.RETURNED), "1 answers instead of 2: it is slow"),
        (trial("m", Stage.SHADOW, model_version="3"), "1 answers instead of 2: it is slow"),
        (trial("m", Stage.WHOLE), None),
        (trial("m", Stage.SHADOW, model_version="3", champion_version="2"), None),
    ],
)
def test_what_is_said_of_a_promotion(stood: Trial | None, said: str | None) -> None:
    assert said_of(stood, promotion("m", "2", SECOND)) == said


@pytest.fixture
async def platform(stack: RunningStack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Platform]:
    async with deciding(stack, monkeypatch) as platform:
        for version, revision in (("1", SECOND - 1), ("2", SECOND)):
            async with platform.work.transaction(lane=LANE) as transaction:
                champion = await ledger.champion_of(transaction, platform.settings.model_name)
                decision = promotion(platform.settings.model_name, version, revision, champion and version)
                await announce(transaction, decision, champion, NOON)
        await follow(platform)
        yield platform
        async with platform.database.transaction() as connection:  # or every later decision would follow these
            await connection.execute("DELETE FROM decisions WHERE model_name = %s", (platform.settings.model_name,))


async def tell(platform: Platform, row: Trial) -> None:
    """As a predictor does."""
    async with platform.work.transaction(lane=LANE) as transaction:
        await transaction.emit(TRIALS, row.model_name, batch_of(Trial, [row]), cause=f"{row.revision}", time=NOON)
    await publish_pending(platform.database, platform.settings, SERVICE)


@pytest.mark.stack
async def test_a_return_is_decided_once_and_pointer_and_alias_follow_it(platform: Platform) -> None:
    name = platform.settings.model_name
    await tell(platform, trial(name, Stage.CANARY))
    assert not [one for one in await heed_returns(platform) if one.model_name == name]
    await tell(platform, trial(name, Stage.RETURNED, revision=2))
    (decision,) = [one for one in await heed_returns(platform) if one.model_name == name]
    assert (decision.model_version, decision.champion_before) == ("1", "2")
    assert decision.reason == "2 went back: it is slow"
    assert not [one for one in await heed_returns(platform) if one.model_name == name]
    await follow(platform)
    pointer = json.loads(await platform.store.get(f"models/{name}/champion.json"))
    assert (pointer["version"], pointer["revision"]) == ("1", decision.revision)


@pytest.mark.stack
async def test_a_canary_is_not_waited_for(platform: Platform) -> None:
    name, settings = platform.settings.model_name, platform.settings
    await tell(platform, trial(name, Stage.CANARY))
    said = await await_serving(settings, platform.database, f"request {name} 2"[:64], name, 1.0)
    assert said == "2 answers 10% of the matches as a canary: it is slow"
