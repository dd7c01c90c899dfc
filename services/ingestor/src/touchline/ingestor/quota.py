"""What a key may ask for in a period, obeyed from the provider's own count.

The Odds API counts credits of a month in `x-requests-remaining` and `x-requests-used`; football-data.org counts
requests of a minute in `X-Requests-Available-Minute` and says in `X-RequestCounter-Reset` how many seconds are left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from touchline.ingestor.errors import FetchFailed, Reason, TryAgain
from touchline.ingestor.times import whole_number

LONGEST_WAIT = 60.0  # seconds; a quota that is there again sooner is waited for
LONGEST_PERIOD = 32 * 86_400  # seconds; no count runs longer, whatever a header says


class Period(StrEnum):
    """How long a count runs where the provider does not say when it begins anew."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"

    def end(self, now: datetime) -> datetime:
        """The end of the period that `now` lies in: days and months end at midnight UTC, a minute after a whole one.

        >>> Period.MONTH.end(datetime(2020, 12, 5, 9, tzinfo=UTC)).isoformat()
        '2021-01-01T00:00:00+00:00'
        """
        if self is Period.MINUTE:
            return now + timedelta(minutes=1)
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        if self is Period.DAY:
            return midnight + timedelta(days=1)
        return (midnight.replace(day=1) + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Budget:
    """How a provider counts; part of a source's card."""

    period: Period
    limit: int | None = None  # of the plan; None where only the headers tell
    reserve: int = 0  # left unspent, for questions by hand
    cost: int = 1  # of one request
    remaining: str = "x-requests-remaining"
    used: str | None = None
    resets: str | None = None  # holds seconds


THE_ODDS_API = Budget(Period.MONTH, cost=3, used="x-requests-used")  # three markets of one region are asked for
FOOTBALL_DATA_ORG = Budget(
    Period.MINUTE, limit=10, remaining="x-requests-available-minute", resets="x-requestcounter-reset"
)


@dataclass
class Quota:
    """The count of one key; the first answer corrects what a restart has forgotten."""

    budget: Budget
    left: int | None = field(default=None, init=False)  # None until it is known
    again_at: datetime | None = field(default=None, init=False)  # when the count begins anew

    def take(self, now: datetime) -> None:
        """Take the cost of one request, before it is made.

        Raises:
            TryAgain: spent, and there again so soon that waiting is right.
            FetchFailed: spent; the sentence says when it is there again.
        """
        if self.left is None or self.again_at is None or now >= self.again_at:
            self.left, self.again_at = self.budget.limit, self.budget.period.end(now)
        if self.left is None:
            return
        if self.left - self.budget.cost < self.budget.reserve:
            raise self._refusal(self.left, self.again_at, now)
        self.left -= self.budget.cost

    def heard(self, headers: Mapping[str, str], now: datetime) -> None:
        """The provider's own count, which is right where ours differs; what it does not say stays as we counted."""
        said = whole_number(headers.get(self.budget.remaining))
        used = whole_number(headers.get(self.budget.used)) if self.budget.used else None
        if said is None and used is not None and self.budget.limit is not None:
            said = max(0, self.budget.limit - used)
        if said is not None:
            self.left = said
        seconds = whole_number(headers.get(self.budget.resets)) if self.budget.resets else None
        if seconds is not None:
            self.again_at = now + timedelta(seconds=min(seconds, LONGEST_PERIOD))

    def _refusal(self, left: int, again_at: datetime, now: datetime) -> FetchFailed:
        kept = f", {self.budget.reserve} of which are kept back" if self.budget.reserve else ""
        sentence = (
            f"not asked: its key has {left} requests left for this {self.budget.period.value}{kept}, "
            f"one costs {self.budget.cost}; there again at {again_at:%Y-%m-%d %H:%M:%S} UTC"
        )
        wait = (again_at - now).total_seconds()
        if wait <= LONGEST_WAIT:
            return TryAgain(sentence, wait, reason=Reason.QUOTA)
        return FetchFailed(sentence, Reason.QUOTA)
