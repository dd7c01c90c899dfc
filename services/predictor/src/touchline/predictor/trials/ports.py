"""What trials need from the outside, as Protocols."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from touchline.predictor.prediction.fixtures import Fixture
from touchline.predictor.prediction.trial import Beside, Settled
from touchline.schemas.records import Settlement, Trial


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is kept of a trial, and the latest failure in words."""

    scored: Sequence[Beside]
    settled: Sequence[Settled]
    failure: str | None = None


class TrialLedger(Protocol):
    """The tables of trials within one transaction."""

    async def running(self, model_name: str) -> Trial | None:
        """The trial that a challenger of this model stands, at most one."""

    async def has_begun(self, trial_id: str) -> bool:
        """Whether there is or was such a trial."""

    async def heard(self, model_name: str) -> int:
        """The revision of the latest promotion that a trial takes account of; 0: of none."""

    async def served_whole(self, model_name: str, version: str) -> bool:
        """Whether a version has answered every match before."""

    async def next_revision(self, floor: int) -> int:
        """One more than the greatest, and never below the floor."""

    async def keep(self, trial: Trial) -> None:
        """Write a trial as it stands now; a canary's bundle is among the served ones from then on."""

    async def due(self, trial: Trial, clock: datetime, horizon: timedelta, most: int) -> list[Fixture]:
        """Coming fixtures within the horizon whose latest vector was not scored in this trial, earliest first."""

    async def record(
        self, trial: Trial, scored: Sequence[tuple[Fixture, Beside]], clock: datetime, now: datetime
    ) -> None:
        """Append what both said."""

    async def settle(self, settlements: Sequence[Settlement]) -> bool:
        """Keep how matches of trials ended; whether that was news."""

    async def recorded(self, trial: Trial) -> Recorded:
        """What both said, the latest first, and of matches that are over what they had said last before kick-off."""
