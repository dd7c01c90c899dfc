"""Which model a replica serves: the pointer's at first, then whatever is promoted; answers and model swap together."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from touchline.predictor.bundles import Objects, Pointer, StoredBundles, read_pointer
from touchline.predictor.serving.state import Served, State
from touchline.runtime.errors import InvalidRecord, Unavailable
from touchline.runtime.logs import log
from touchline.schemas import topics
from touchline.schemas.records import Stage, Trial

LOOK = 0.2  # seconds between looks at what the topics brought
PATIENCE = timedelta(seconds=20)  # for the new model's predictions; then it is served without them


class Throne:
    """Decides which bundle is to be served, loads it, and swaps when its predictions are there."""

    def __init__(
        self,
        state: State,
        objects: Objects,
        pointer_key: str,
        *,
        pointer_interval: timedelta,
        now: Callable[[], datetime],
        announce: Callable[[], Awaitable[None]],
        staged: bool = False,
    ) -> None:
        self._state = state
        self._objects = objects
        self._bundles = StoredBundles(objects)
        self._key = pointer_key
        self._interval = pointer_interval
        self._now = now
        self._announce = announce
        self._staged = staged  # whoever is promoted answers a share of the matches first
        self._looked_at: datetime | None = None
        self._wanted: Pointer | None = None
        self._wanted_since: datetime | None = None

    async def watch(self) -> None:
        """Look for ever; S3 that is away leaves the model that is served."""
        while True:
            try:
                await self.look()
            except (Unavailable, InvalidRecord) as error:
                log.warning("keeping the model that is served", error=str(error))
                await asyncio.sleep(1)
            await asyncio.sleep(LOOK)

    async def look(self) -> None:
        """One look at promotions and, when it is time, at the pointer; swaps when all is there."""
        await self._look_at_pointer()
        self._look_at_promotions()
        wanted, served = self._allowed(), self._state.served
        if wanted is None or (served is not None and served.bundle_sha256 == wanted.bundle_sha256):
            return
        model = await self._bundles.load(wanted.bundle_key, wanted.bundle_sha256)
        now = self._now()
        waited = now - (self._wanted_since or now)
        if served is not None and self._state.awaiting(model) and waited < PATIENCE:
            return
        self._state.served = Served(model, wanted.bundle_key, wanted.bundle_sha256, now)
        log.info("model swapped", version=model.manifest.version, before=served and served.model.manifest.version)
        await self._announce()

    def _allowed(self) -> Pointer | None:
        """Whom the consumer lets answer every match, where it has heard of the promotion; else whoever was promoted.

        Where promotions are staged it is waited for: a canary answers through what is sealed of its matches alone.
        """
        wanted, trial = self._wanted, self._state.trials.get(self._state.model_name)
        if self._staged and topics.TRIALS.name not in self._state.caught_up:
            return None
        if wanted is None:
            return None
        if trial is None:
            return None if self._staged and self._state.served else wanted
        if wanted.revision > trial.heard_revision and not self._staged:
            return wanted
        return serving_by(trial) or wanted

    async def _look_at_pointer(self) -> None:
        now = self._now()
        if self._looked_at is not None and now - self._looked_at < self._patience():
            return
        pointer = await read_pointer(self._objects, self._key)
        self._looked_at = now
        if pointer is not None:
            self._want(pointer)

    def _patience(self) -> timedelta:
        return timedelta(seconds=1) if self._wanted is None else self._interval  # before the first model: hurry

    def _look_at_promotions(self) -> None:
        row = self._state.promotion
        if row is not None:
            self._want(Pointer(row.model_version, row.bundle_key, row.bundle_sha256, row.revision))

    def _want(self, pointer: Pointer) -> None:
        """The greatest revision wins, wherever it was seen first."""
        if self._wanted is None or pointer.revision > self._wanted.revision:
            self._wanted, self._wanted_since = pointer, self._now()


def serving_by(trial: Trial) -> Pointer | None:
    """Whose bundle answers every match as the consumer has it: the challenger's once it took over."""
    if trial.stage is Stage.WHOLE:
        return Pointer(trial.model_version, trial.bundle_key, trial.bundle_sha256, trial.heard_revision)
    if trial.champion_version is None or trial.champion_bundle_key is None or trial.champion_bundle_sha256 is None:
        return None
    standing = (trial.champion_version, trial.champion_bundle_key, trial.champion_bundle_sha256)
    return Pointer(*standing, trial.heard_revision)
