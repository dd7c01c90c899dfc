"""A version that served before takes its place again, by a person's decision that is kept like any other."""

from touchline.football.bundle import BundleRefused
from touchline.runtime.errors import Refused
from touchline.schemas.records import Promotion
from touchline.trainer import ledger
from touchline.trainer.app import LANE, Platform, follow
from touchline.trainer.products import product_of
from touchline.trainer.promoting_again import promote_again


async def roll_back(platform: Platform, model_name: str, version: str, because: str) -> Promotion:
    """Promote a version that was promoted before; predictors swap as they do after a training.

    Raises:
        Refused: it serves already, was never promoted, or its bundle is not the one that was promoted.
    """
    async with platform.database.transaction() as connection:
        before = await ledger.promotion_of(connection, model_name, version)
        if before is None:
            known = await ledger.promoted_versions(connection, model_name)
            raise Refused(
                f"{version} of {model_name} was never promoted; a model can go back to "
                + (", ".join(known) or "nothing: none was promoted yet")
            )
    try:
        product_of(model_name).opened(await platform.store.get(before.bundle_key), before.bundle_sha256)
    except BundleRefused as error:
        raise Refused(f"{before.bundle_key} is not the model that was promoted: {error}") from error
    decision = await _decide(platform, before, because)
    await follow(platform)
    return decision


async def _decide(platform: Platform, before: Promotion, because: str) -> Promotion:
    """The decision and its announcement in one transaction, under the lock of all decisions."""
    async with platform.work.transaction(lane=LANE) as transaction:
        champion = await ledger.champion_of(transaction, before.model_name)
        assert champion is not None, "a version that was promoted has left a champion"
        if champion.model_version == before.model_version:
            raise Refused(f"{before.model_version} serves already")
        return await promote_again(
            transaction,
            before,
            champion,
            named=("rollback", before.model_name, before.model_version, champion.model_version),
            reason=f"rolled back from {champion.model_version}: {because}",
            time=champion.event_time,
            incarnation=platform.settings.incarnation,
        )
