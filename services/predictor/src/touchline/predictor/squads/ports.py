"""What sealing squads needs from the outside, as Protocols."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from touchline.football.player_bundle import PlayerModel
from touchline.predictor.prediction.player_forecast import Meeting
from touchline.predictor.prediction.sealing import Champion
from touchline.predictor.prediction.seals import Chain
from touchline.schemas.records import PlayerPrediction


@dataclass(frozen=True, slots=True)
class Due:
    """A coming match whose players are to be looked at, and what there was to see when we noticed."""

    meeting: Meeting
    pool: str
    prediction_id: str  # the match's standing prediction
    expected: tuple[float, float] | None  # goals of home and away by it; None: it was sealed before grids were kept
    news: int  # messages on players of the pool so far


class PlayerBundles(Protocol):
    """Bundles of models of players by key and hash."""

    async def load(self, bundle_key: str, bundle_sha256: str) -> PlayerModel:
        """Fetch, check and keep it; raises Unavailable while S3 is away, InvalidRecord when the bytes are wrong."""


class SquadLedger(Protocol):
    """The tables of forecasts of players within one transaction."""

    async def advance_clock(self, seen: datetime | None = None) -> datetime:
        """Lock the football clock, move it to `seen` if that is later, and read it."""

    async def clock(self) -> datetime:
        """Read the football clock without locking it."""

    async def hear(self, pools: Collection[str]) -> None:
        """Something new is known of players of these pools."""

    async def champion(self) -> Champion | None:
        """The models of players that are served."""

    async def crown(self, champion: Champion) -> bool:
        """Make them the served ones unless a later decision already stands."""

    async def due(self, champion: Champion, clock: datetime, horizon: timedelta) -> list[Due]:
        """Coming matches with a prediction that this champion has not looked at since the latest news, by kick-off."""

    async def standing(self, match_id: str) -> list[PlayerPrediction]:
        """The standing forecast of a match's players; empty when there is none."""

    async def chain(self, pool: str) -> Chain:
        """Lock and read where a pool's chain of forecasts stands."""

    async def seal(self, rows: Sequence[PlayerPrediction], chain: Chain) -> None:
        """Append one forecast, and move its pool's chain."""

    async def looked(self, due: Due, champion: Champion) -> None:
        """Remember that this champion has looked at this match with all that there was to see."""
