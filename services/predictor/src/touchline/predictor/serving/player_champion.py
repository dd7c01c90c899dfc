"""Which models of players a replica serves: the pointer's at first, then whatever is promoted; none is no failure."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from touchline.football.player_bundle import PlayerModel, open_players
from touchline.predictor.bundles import Objects, Pointer, Stored, read_pointer
from touchline.predictor.serving.state import ServedPlayers, State
from touchline.runtime.errors import InvalidRecord, Unavailable
from touchline.runtime.logs import log

LOOK = 1.0  # seconds between looks at what the topics brought


@dataclass(slots=True)
class PlayerThrone:
    """Loads the models of players that are to be served, and swaps them."""

    state: State
    objects: Objects
    pointer_key: str
    interval: timedelta
    now: Callable[[], datetime]
    wanted: Pointer | None = None
    looked_at: datetime | None = None
    _bundles: Stored[PlayerModel] = field(init=False)

    def __post_init__(self) -> None:
        self._bundles = Stored(self.objects, open_players, kept=1)

    async def watch(self) -> None:
        """Look for ever; S3 that is away, or a bundle that is wrong, leaves what is served."""
        while True:
            try:
                await self.look()
            except (Unavailable, InvalidRecord) as error:
                log.warning("keeping the models of players that are served", error=str(error))
                self.looked_at = self.now()
            await asyncio.sleep(LOOK)

    async def look(self) -> None:
        """One look at promotions and, when it is time, at the pointer."""
        now = self.now()
        if self.looked_at is None or now - self.looked_at >= self.interval:
            self.looked_at = now
            self._want(await read_pointer(self.objects, self.pointer_key))
        row = self.state.player_promotion
        if row is not None:
            self._want(Pointer(row.model_version, row.bundle_key, row.bundle_sha256, row.revision))
        served = self.state.players
        if self.wanted is None or (served is not None and served.bundle_sha256 == self.wanted.bundle_sha256):
            return
        model = await self._bundles.load(self.wanted.bundle_key, self.wanted.bundle_sha256)
        self.state.players = ServedPlayers(model, self.wanted.bundle_key, self.wanted.bundle_sha256, now)
        log.info("models of players swapped", version=model.manifest.version)

    def _want(self, pointer: Pointer | None) -> None:
        """The greatest revision wins, wherever it was seen first."""
        if pointer is not None and (self.wanted is None or pointer.revision > self.wanted.revision):
            self.wanted = pointer
