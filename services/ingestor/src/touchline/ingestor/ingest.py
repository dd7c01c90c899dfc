"""One run over a source: everything planned is asked for once, what changed is landed and announced."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

import httpx

from touchline.ingestor.errors import FetchFailed
from touchline.ingestor.fetching import Fetcher
from touchline.ingestor.landing import Landing
from touchline.ingestor.record import record_of
from touchline.ingestor.sources.card import PlannedDocument
from touchline.runtime import metrics
from touchline.runtime.logs import log

AT_ONCE = 4  # documents in flight; the pace is the limiter's


class Outcome(StrEnum):
    """What became of one planned document."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ABSENT = "absent"  # the provider has none, for example a season that has not begun
    FAILED = "failed"


@dataclass
class Summary:
    """What a run did."""

    source: str
    football_time: datetime
    announced_late: int
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def count(self, outcome: Outcome) -> int:
        """How many documents ended so."""
        return Counter(self.outcomes.values())[outcome]

    def sentence(self) -> str:
        """For the person who ran it."""
        numbers = ", ".join(f"{self.count(outcome)} {outcome.value}" for outcome in Outcome)
        fetched = self.count(Outcome.CHANGED) + self.count(Outcome.UNCHANGED)
        return f"{self.source}: {fetched} documents fetched ({numbers}) as of {self.football_time:%Y-%m-%d %H:%M} UTC"


@dataclass
class Ingest:
    """A source's plan, the way to ask and the place to land."""

    source: str
    base: str
    plan: Callable[[datetime], list[PlannedDocument]]
    fetcher: Fetcher
    landing: Landing
    now: Callable[[], datetime]
    incarnation: int

    async def once(self) -> Summary:
        """Announce what an earlier run left, then ask for everything planned; one failure stops no other document."""
        late = await self.landing.open(self.source)
        moment = await self.fetcher.read_robots(self.base)
        summary = Summary(self.source, moment, late)
        slots = asyncio.Semaphore(AT_ONCE)
        ends = await asyncio.gather(
            *(self._guarded(planned, summary, slots) for planned in self.plan(moment)), return_exceptions=True
        )
        for end in ends:
            if end is not None:
                raise end
        return self._judged(summary)

    async def _guarded(self, planned: PlannedDocument, summary: Summary, slots: asyncio.Semaphore) -> None:
        async with slots:
            try:
                outcome = await self.ingest(planned)
            except FetchFailed as failure:
                outcome = Outcome.FAILED
                summary.failures[planned.key] = str(failure)
                log.warning("document_failed", document=planned.key, reason=str(failure))
        summary.outcomes[planned.key] = outcome
        metrics.FETCHES.labels(self.source, outcome.value).inc()

    async def ingest(self, planned: PlannedDocument) -> Outcome:
        """Ask for one document, and land it when it differs from its latest version."""
        latest = await self.landing.latest(planned.key)
        url = str(httpx.URL(self.base + "/").join(planned.path))
        answer = await self.fetcher.get(url, latest.headers.get("etag") if latest else None)
        if answer.status == httpx.codes.NOT_FOUND:
            return Outcome.ABSENT
        if answer.status == httpx.codes.NOT_MODIFIED:
            return Outcome.UNCHANGED
        if latest and latest.sha256 == sha256(answer.body).hexdigest():
            return Outcome.UNCHANGED
        await self.landing.land(record_of(planned, answer, latest, self.now(), self.incarnation), answer.body)
        return Outcome.CHANGED

    def _judged(self, summary: Summary) -> Summary:
        """A document that we hold and the provider no longer has is a failure; so is a provider that has none."""
        for key, outcome in summary.outcomes.items():
            if outcome is Outcome.ABSENT and key in self.landing.versions:
                summary.outcomes[key] = Outcome.FAILED
                summary.failures[key] = f"{key}: the provider no longer has it; our latest version stays"
        if all(outcome is Outcome.ABSENT for outcome in summary.outcomes.values()):
            summary.failures[self.source] = f"{self.base} has none of the {len(summary.outcomes)} documents asked for"
        return summary
