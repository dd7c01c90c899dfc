"""Is each source as fresh as its schedule wants? Judged in football time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from touchline.ingestor.looking import Look, looks
from touchline.ingestor.ports import Bucket
from touchline.ingestor.record import RECORDS
from touchline.ingestor.sources.card import Schedule, SourceCard

ALLOWED: Mapping[Schedule, timedelta] = {
    Schedule.MATCH_DAY: timedelta(days=1),
    Schedule.DAILY: timedelta(days=2),
    Schedule.WEEKLY: timedelta(days=9),
}
"""How long ago the last look may be: the schedule's own step and one that was missed. An archive is never too old."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Age:
    """How long ago a source was looked at."""

    card: SourceCard
    looked: datetime | None
    at: datetime | None

    @property
    def age(self) -> timedelta | None:
        """None where it was never looked at with success."""
        return self.at - self.looked if self.at and self.looked else None

    @property
    def stale(self) -> bool:
        """Whether that is longer ago than its schedule allows."""
        allowed = ALLOWED.get(self.card.schedule)
        return allowed is not None and (self.age is None or self.age > allowed)

    def told(self) -> dict[str, Any]:
        """As JSON holds it, in days."""
        allowed = ALLOWED.get(self.card.schedule)
        return {
            "source": self.card.id,
            "schedule": self.card.schedule.value,
            "looked": self.looked and self.looked.isoformat(),
            "days": None if self.age is None else round(self.age / DAY, 2),
            "allowed_days": allowed and allowed / DAY,
            "stale": self.stale,
        }

    def sentence(self) -> str:
        """For the person who must act."""
        if self.looked is None:
            return f"{self.card.id}: no run over it has succeeded"
        return f"{self.card.id}: last looked at {self.looked:%Y-%m-%d %H:%M}, too long before {self.at:%Y-%m-%d %H:%M}"


def ages(cards: Iterable[SourceCard], found: Mapping[str, Look], at: datetime | None) -> list[Age]:
    """The age of each source at a football time; without one, at the newest look of any.

    Archives have no say in what time it is: one that lies on a disk knows only our clock.
    """
    cards = list(cards)
    timed = [found[card.id].football_time for card in cards if card.id in found and card.schedule in ALLOWED]
    at = at or max(timed, default=None)
    return [Age(card, found[card.id].football_time if card.id in found else None, at) for card in cards]


async def freshness(bucket: Bucket, cards: Iterable[SourceCard], at: datetime | None) -> list[Age]:
    """The same of the sources that something was ever landed from."""
    held = [card for card in cards if await bucket.list(f"{RECORDS}{card.id}/")]
    return ages(held, await looks(bucket), at)
