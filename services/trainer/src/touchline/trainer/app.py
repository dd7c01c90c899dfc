"""Builds the adapters and runs the commands: snapshot, learn, record, decide, follow."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

from touchline.football.bundle import BundleOutdated, BundleRefused
from touchline.runtime.database import Database
from touchline.runtime.errors import Refused
from touchline.runtime.logs import log
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.relay import publish_pending
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import batch_of, event_id
from touchline.schemas.records import Decision, Promotion
from touchline.schemas.revision import first_of
from touchline.schemas.topics import PROMOTIONS
from touchline.trainer import ledger
from touchline.trainer.archiving import archive, point_at
from touchline.trainer.asked import Asked, asked_by
from touchline.trainer.config import TrainerSettings
from touchline.trainer.products import Product, product_of
from touchline.trainer.registry import Registry
from touchline.trainer.runs import pipeline as runs
from touchline.trainer.runs.code import code_version
from touchline.trainer.runs.keeping import Run, keep, run_of
from touchline.trainer.runs.learning import Offer
from touchline.trainer.training.judgement import Judgement

SERVICE = "trainer"
LANE = "decisions"
ATTEMPTS = 5  # another training may crown a champion while we judge against the last one


@dataclass(frozen=True, slots=True)
class Platform:
    """What the commands work with, connected."""

    settings: TrainerSettings
    database: Database
    work: UnitOfWork
    store: ObjectStore
    registry: Registry


@dataclass(frozen=True, slots=True)
class Candidate:
    """A challenger that stands in S3, and the football time of its snapshot."""

    challenger: Offer
    bundle_key: str
    time: datetime


@asynccontextmanager
async def connected(settings: TrainerSettings) -> AsyncIterator[Platform]:
    """The adapters, closed at the end."""
    database = await Database.connect(settings)
    store = await ObjectStore.connect(settings)
    try:
        registry = Registry(settings.mlflow)
        yield Platform(settings, database, UnitOfWork(database, SERVICE), store, registry)
    finally:
        await store.close()
        await database.close()


async def train(platform: Platform, request_id: str | None, until: datetime | None) -> Promotion:
    """One decision for one request: asked again, it gives the same answer and finishes what was left undone.

    Raises:
        Refused: there is no history; TooLittle where there is, and not enough to learn from.
    """
    if request_id is not None:
        async with platform.database.transaction() as connection:
            decided = await ledger.decision_of(connection, request_id, platform.settings.model_name)
        if decided is not None:
            await follow(platform)
            return decided
    await asyncio.to_thread(platform.registry.wait, platform.settings.start_timeout)
    product = product_of(platform.settings.model_name)
    frame = await product.read(platform.database, until, platform.settings)
    candidate, run = await _prepare(platform, frame)
    await asyncio.to_thread(platform.registry.record, run, request_id)
    promotion = await _decide(platform, candidate, await asked_by(platform.settings, request_id))
    await follow(platform)
    return promotion


async def follow(platform: Platform) -> int:
    """Make topic, archive, pointer and alias follow the decisions; returns how many were not yet followed.

    The lane's lock keeps a slower process from putting an older pointer over a newer one.
    """
    await publish_pending(platform.database, platform.settings, SERVICE)
    async with platform.work.transaction(lane=LANE) as transaction:
        waiting = await ledger.unsettled(transaction)
        for promotion in waiting:
            await archive(platform.store, promotion)
            await asyncio.to_thread(platform.registry.tell, promotion)
        for name in sorted({promotion.model_name for promotion in waiting}):
            champion = await ledger.champion_of(transaction, name)
            if champion is not None:
                await point_at(platform.store, champion)
                await asyncio.to_thread(platform.registry.crown, name, champion.model_version)
        if waiting:
            await ledger.mark_settled(transaction, waiting[-1].revision, datetime.now(UTC))
    return len(waiting)


async def _prepare(platform: Platform, frame: pl.DataFrame) -> tuple[Candidate, Run]:
    """Snapshot, bundle and what makes the run again, in S3 under names that say what they are."""
    settings = platform.settings
    product = product_of(settings.model_name)
    parquet, snapshot = await asyncio.to_thread(product.packed, frame)
    time = product.football_time(frame)
    learned = await asyncio.to_thread(product.learn, frame, settings.model_name, snapshot)
    code = await asyncio.to_thread(code_version, settings.commit)
    asked = runs.Asked(settings.competitions, time.isoformat(), settings.model_name, settings.player_seasons)
    run = await asyncio.to_thread(run_of, learned, parquet, asked, code)
    challenger = learned.challenger
    log.info("learned", version=run.manifest.version, score=challenger.score)
    return Candidate(challenger, await keep(platform.store, run), time), run


async def _decide(platform: Platform, candidate: Candidate, asked: Asked) -> Promotion:
    """Judge against the champion and write the decision, unless the champion changed meanwhile: then judge again."""
    for _ in range(ATTEMPTS):
        async with platform.database.transaction() as connection:
            champion = await ledger.champion_of(connection, platform.settings.model_name)
        product = product_of(platform.settings.model_name)
        model, outdated = await _open(platform.store, champion, product)
        judgement = await asyncio.to_thread(candidate.challenger.judged_against, model)
        judgement = replace(judgement, reason=judgement.reason + outdated)
        judgement = await _as_it_stands(platform.store, candidate, judgement, product)
        async with platform.work.transaction(lane=LANE) as transaction:
            if await ledger.champion_of(transaction, platform.settings.model_name) == champion:
                return await _write(transaction, platform.settings, candidate, judgement, champion, asked)
    raise Refused(f"the champion changed {ATTEMPTS} times while this challenger was judged: train again")


async def _as_it_stands(store: ObjectStore, candidate: Candidate, judgement: Judgement, product: Product) -> Judgement:
    """Refused, unless what a predictor would fetch is the very model that was judged."""
    try:
        content = await store.get(candidate.bundle_key)
        await asyncio.to_thread(product.opened, content, candidate.challenger.bundle.sha256)
    except BundleRefused as error:
        reason = f"{candidate.bundle_key} was altered: {error}"
        return replace(judgement, promoted=False, sound=False, reason=reason)
    return judgement


async def _open(store: ObjectStore, champion: Promotion | None, product: Product) -> tuple[Any, str]:
    """The champion to be judged against; none, and why, when older code made it: no predictor can open it either."""
    if champion is None:
        return None, ""
    try:
        return product.opened(await store.get(champion.bundle_key), champion.bundle_sha256), ""
    except BundleOutdated as outdated:
        return None, f"; the champion can serve no more: {outdated}"


async def _write(
    transaction: Transaction,
    settings: TrainerSettings,
    candidate: Candidate,
    judgement: Judgement,
    champion: Promotion | None,
    asked: Asked,
) -> Promotion:
    """The decision and its announcement in one transaction; a question that was decided before keeps its answer."""
    before = champion.model_version if champion else None
    version = candidate.challenger.bundle.manifest.version
    decision_id = event_id("decision", settings.model_name, asked.request_id or "", version, before or "")
    decided = await ledger.decision_named(transaction, decision_id)
    if decided is not None:
        return decided
    revision = await ledger.next_revision(transaction, first_of(settings.incarnation))
    promotion = promotion_of(candidate, judgement, decision_id, asked, before, revision, datetime.now(UTC))
    await announce(transaction, promotion, champion, candidate.time)
    log.info("decided", decision=promotion.decision.value, version=version, reason=promotion.reason)
    return promotion


async def announce(transaction: Transaction, decision: Promotion, champion: Promotion | None, time: datetime) -> None:
    """Keep a decision and tell of it, at a football time; `champion` served when it was made."""
    await ledger.write_decision(transaction, decision)
    # The topic keeps the latest message of a key: a refusal carries the standing promotion along, or it would erase it.
    standing = [champion] if champion and decision.decision is Decision.REFUSED else []
    batch = batch_of(Promotion, [*standing, decision])
    await transaction.emit(PROMOTIONS, decision.model_name, batch, cause=decision.decision_id, time=time)


def promotion_of(
    candidate: Candidate,
    judgement: Judgement,
    decision_id: str,
    asked: Asked,
    champion_before: str | None,
    revision: int,
    now: datetime,
) -> Promotion:
    """A judgement as the record that travels."""
    bundle = candidate.challenger.bundle
    return Promotion(
        decision_id=decision_id,
        request_id=asked.request_id,
        cause=asked.cause,
        asked=asked.words,
        model_name=bundle.manifest.name,
        model_version=bundle.manifest.version,
        decision=Decision.PROMOTED if judgement.promoted else Decision.REFUSED,
        champion_before=champion_before,
        challenger_score=judgement.challenger_score,
        champion_score=judgement.champion_score,
        matches=judgement.matches,
        bundle_key=candidate.bundle_key,
        bundle_sha256=bundle.sha256,
        catalogue_version=bundle.manifest.catalogue_version,
        snapshot=bundle.manifest.snapshot,
        reason=judgement.reason,
        event_time=candidate.time,
        available_at=candidate.time,
        recorded_at=now,
        revision=revision,
        sound=judgement.sound,
    )
