"""What the handlers need from the outside, as Protocols."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from touchline.football.bundle import Model
from touchline.predictor.prediction.fixtures import Fixture
from touchline.predictor.prediction.sealing import Champion
from touchline.predictor.prediction.seals import Chain
from touchline.schemas.records import MatchPrediction


class Bundles(Protocol):
    """Model bundles by key and hash."""

    async def load(self, bundle_key: str, bundle_sha256: str) -> Model:
        """Fetch, check and keep it; raises Unavailable while S3 is away, InvalidRecord when the bytes are wrong."""


class Ledger(Protocol):
    """The predictor's tables within one transaction."""

    async def advance_clock(self, seen: datetime | None = None) -> datetime:
        """Lock the football clock, move it to `seen` if that is later, and read it."""

    async def clock(self) -> datetime:
        """Read the football clock without locking it."""

    async def keep(self, fixtures: Sequence[Fixture], clock: datetime) -> None:
        """Keep the vectors that are worth it or already known, each only if its revision is greater."""

    async def champion(self) -> Champion | None:
        """The model that is served."""

    async def crown(self, champion: Champion) -> bool:
        """Make it the served model unless a later decision already stands."""

    async def due(
        self, champion: Champion, clock: datetime, horizon: timedelta, pools: Sequence[str] | None
    ) -> list[Fixture]:
        """Coming fixtures within the horizon whose latest vector this champion has not scored, earliest first."""

    async def latest(self, match_ids: Sequence[str]) -> dict[str, MatchPrediction]:
        """The standing prediction of each match."""

    async def all_latest(self) -> list[MatchPrediction]:
        """The standing prediction of every match, past ones too."""

    async def chain(self, pool: str) -> Chain:
        """Lock and read where a pool's chain stands."""

    async def seal(self, rows: Sequence[MatchPrediction], fixtures: Mapping[str, Fixture], chain: Chain) -> None:
        """Append rows of one pool with the vectors they were made from, and move its chain."""

    async def scored(self, fixtures: Sequence[Fixture], champion: Champion) -> None:
        """Remember that this champion has looked at these vectors."""


class Answers(Protocol):
    """The cache of ready answers."""

    async def put(self, rows: Sequence[MatchPrediction]) -> None:
        """Keep each unless a greater revision is there."""
