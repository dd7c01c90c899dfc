"""Decisions on the real MariaDB, Kafka and S3: an altered model is refused, and a version can take its place again."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from deciding import deciding
from simulated import simulated_frame

from tests.stack import RunningStack
from touchline.football.bundle import BundleOutdated, Model, open_bundle
from touchline.runtime.errors import Refused
from touchline.runtime.topics import read_topic
from touchline.schemas.records import Decision, Promotion
from touchline.schemas.topics import PROMOTIONS
from touchline.trainer import app, ledger
from touchline.trainer.app import Candidate, Platform, _decide, follow
from touchline.trainer.asked import Asked
from touchline.trainer.products import MATCH
from touchline.trainer.rolling_back import roll_back
from touchline.trainer.training.learning import Challenger, learn

pytestmark = pytest.mark.stack
NOON = datetime(2020, 2, 28, 12, tzinfo=UTC)
ALERT = Asked(None, "performance", "ENG stands 0.02 behind closing odds")
EARLY, ALL = 600, 1_080  # rows: before playing at home becomes a burden, which only who learned later knows of


FRAME = simulated_frame(seasons=9, shifted_from=2005)


@pytest.fixture
async def platform(stack: RunningStack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Platform]:
    async with deciding(stack, monkeypatch) as platform:
        yield platform


async def offered(platform: Platform, rows: int, content: bytes | None = None) -> Candidate:
    """A challenger that learned from so many rows; `content` stands in S3 in place of its bundle."""
    name = platform.settings.model_name
    challenger: Challenger = learn(FRAME.head(rows), name, "0" * 64, 3)
    key = f"models/{name}/{challenger.bundle.manifest.version}/bundle.zip"
    await platform.store.put(key, content or challenger.bundle.content, "application/zip")
    return Candidate(challenger, key, NOON)


async def promoted(platform: Platform, rows: int) -> Promotion:
    decision = await _decide(platform, await offered(platform, rows), ALERT)
    await follow(platform)
    assert decision.decision is Decision.PROMOTED, decision.reason
    return decision


async def champion(platform: Platform) -> Promotion | None:
    async with platform.database.transaction() as connection:
        return await ledger.champion_of(connection, platform.settings.model_name)


async def test_a_model_whose_file_was_altered_is_refused_and_says_so(platform: Platform) -> None:
    honest = await offered(platform, EARLY)
    altered = bytearray(honest.challenger.bundle.content)
    altered[len(altered) // 2] ^= 1
    refused = await _decide(platform, await offered(platform, EARLY, bytes(altered)), Asked())
    assert refused.decision is Decision.REFUSED
    assert "was altered" in refused.reason
    assert await champion(platform) is None


async def test_a_version_that_served_takes_its_place_again_and_everybody_is_told(platform: Platform) -> None:
    first = await promoted(platform, EARLY)
    second = await promoted(platform, ALL)
    assert second.champion_before == first.model_version
    name = platform.settings.model_name
    back = await roll_back(platform, name, first.model_version, "the second was too sure of itself")
    standing = await champion(platform)
    assert standing is not None
    assert (standing.model_version, standing.bundle_key) == (first.model_version, first.bundle_key)
    assert back.reason == f"rolled back from {second.model_version}: the second was too sure of itself"
    pointer = json.loads(await platform.store.get(f"models/{name}/champion.json"))
    assert (pointer["version"], pointer["revision"]) == (first.model_version, back.revision)
    messages = [one async for one in read_topic(platform.settings, PROMOTIONS)]
    told = [row for one in messages for row in one.rows(Promotion) if row.model_name == name]
    assert [row.model_version for row in told][-1] == first.model_version
    assert platform.registry.crowned[-1] == first.model_version  # type: ignore[attr-defined]
    decisions = [one for one in platform.registry.told if one.model_name == name]  # type: ignore[attr-defined]
    assert decisions == [first, second, back]
    assert [(one.cause, one.asked) for one in told[-1:]] == [(None, None)]  # who asked for the first has not asked now
    assert [(one.cause, one.asked) for one in decisions[:2]] == [(ALERT.cause, ALERT.words)] * 2


async def test_what_never_served_or_serves_already_or_was_altered_cannot_be_gone_back_to(platform: Platform) -> None:
    first, second = await promoted(platform, EARLY), await promoted(platform, ALL)
    name = platform.settings.model_name
    with pytest.raises(
        Refused, match=rf"v9 of {name} was never promoted; a model can go back to {second.model_version}"
    ):
        await roll_back(platform, name, "v9", "a slip of the pen")
    with pytest.raises(Refused, match="serves already"):
        await roll_back(platform, name, second.model_version, "nothing")
    await platform.store.put(first.bundle_key, b"another model", "application/zip")
    with pytest.raises(Refused, match="not the model that was promoted"):
        await roll_back(platform, name, first.model_version, "trust")
    assert await champion(platform) == second


async def test_a_champion_of_older_code_is_no_bar_to_a_first_model_and_the_reason_says_so(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await promoted(platform, EARLY), await offered(platform, ALL)

    def older(content: bytes, sha256: str) -> Model:
        model = open_bundle(content, sha256)
        if model.manifest.version == first.model_version:
            raise BundleOutdated(f"{model.manifest.version} reads other features: train again")
        return model

    monkeypatch.setattr(app, "product_of", lambda _: replace(MATCH, opened=older))
    decision = await _decide(platform, second, Asked())
    assert decision.decision is Decision.PROMOTED
    assert decision.champion_before == first.model_version
    assert "first model: blend" in decision.reason
    assert f"the champion can serve no more: {first.model_version} reads other features" in decision.reason
