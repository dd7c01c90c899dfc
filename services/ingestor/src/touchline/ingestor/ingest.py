"""One run over a source: everything planned is asked for once, what changed is landed and announced."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from hashlib import sha256

import httpx

from touchline.ingestor.errors import FetchFailed
from touchline.ingestor.landing import Landing
from touchline.ingestor.looks import Promise
from touchline.ingestor.ports import Asker
from touchline.ingestor.record import FetchRecord, record_of
from touchline.ingestor.significance import significant
from touchline.ingestor.sources.card import PlannedDocument, SourceCard
from touchline.runtime import metrics, tracing
from touchline.runtime.logs import log


class Outcome(StrEnum):
    """What became of one planned document."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SETTLED = "settled"  # held and about the past: not asked for
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


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of a source's documents a run is about: keys by shell patterns, and whether settled ones are revisited."""

    only: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()  # divisions and seasons
    between: tuple[date, date] | None = None  # only what is about these days
    since: date | None = None  # nothing that is about days before this one alone
    revisit: bool = False
    complete_only: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether documents are left out, so that nothing follows from their absence."""
        return bool(self.only or self.parts or self.between or self.since)

    def wants(self, planned: PlannedDocument) -> bool:
        """Whether this document is asked for."""
        if self.complete_only and not planned.complete:
            return False
        if self.parts and planned.part not in self.parts:
            return False
        if self.since and planned.covers and planned.covers[1] < self.since:
            return False
        if self.between and not _overlap(planned.covers, self.between):
            return False
        return not self.only or any(fnmatchcase(planned.key, pattern) for pattern in self.only)


def _overlap(covers: tuple[date, date] | None, days: tuple[date, date]) -> bool:
    return covers is not None and covers[0] <= days[1] and days[0] <= covers[1]


EVERYTHING = Choice()


@dataclass
class Ingest:
    """A source's card, the way to ask and the place to land."""

    card: SourceCard
    base: str
    fetcher: Asker
    landing: Landing
    now: Callable[[], datetime]
    incarnation: int
    choice: Choice = EVERYTHING
    may_be_empty: bool = False  # the sandbox does not hold every source

    @property
    def source(self) -> str:
        """The source's id."""
        return self.card.id

    async def once(self) -> Summary:
        """Announce what an earlier run left, then ask for everything planned; one failure stops no other document."""
        summary, planned = await self.plan()
        await self._all(planned, summary, None)
        return self._judged(summary)

    async def plan(self) -> tuple[Summary, list[PlannedDocument]]:
        """What is to be asked for, after the documents that say so were read."""
        late = await self.landing.open(self.source)
        moment = await self.fetcher.read_robots(self.base)
        summary = Summary(self.source, moment, late)
        pages: dict[str, bytes] = {}
        await self._all(self.card.index(moment), summary, pages)
        return summary, [
            one for one in self.card.plan(moment, pages) if self.choice.wants(one) and one.key not in pages
        ]

    async def _all(self, planned: list[PlannedDocument], summary: Summary, pages: dict[str, bytes] | None) -> None:
        slots = asyncio.Semaphore(self.card.at_once)
        ends = await asyncio.gather(
            *(self._guarded(one, summary, slots, pages) for one in planned), return_exceptions=True
        )
        for end in ends:
            if end is not None:
                raise end

    async def _guarded(
        self, planned: PlannedDocument, summary: Summary, slots: asyncio.Semaphore, pages: dict[str, bytes] | None
    ) -> None:
        async with slots:
            try:
                with tracing.span(f"fetch {self.source}", (), tracing.CLIENT, {"document": planned.key}):
                    outcome, content = await self.ingest(planned)
                if pages is not None and content is not None:
                    pages[planned.key] = content
            except FetchFailed as failure:
                outcome = Outcome.FAILED
                summary.failures[planned.key] = str(failure)
                log.warning("document_failed", document=planned.key, reason=str(failure))
        if outcome is Outcome.ABSENT and not planned.landed and not self.may_be_empty:
            summary.failures[planned.key] = f"{planned.key}: the page that leads to the documents is gone"
        if planned.landed:
            summary.outcomes[planned.key] = outcome
        metrics.FETCHES.labels(self.source, outcome.value).inc()

    async def ingest(self, planned: PlannedDocument) -> tuple[Outcome, bytes | None]:
        """Ask for one document, and land it when it differs from its latest version; the content where there is one."""
        latest = await self.landing.latest(planned.key)
        if not self.asks_for(planned):
            return Outcome.SETTLED, None
        url = self._url(planned)
        if not url:
            return Outcome.ABSENT, None
        held = latest.headers if latest else {}
        promised = Promise(planned.kind, planned.marks)
        answer = await self.fetcher.get(url, held.get("etag"), held.get("last-modified"), promised)
        if answer.status == httpx.codes.NOT_FOUND:
            return Outcome.ABSENT, None
        if answer.status == httpx.codes.NOT_MODIFIED and latest:
            return Outcome.UNCHANGED, await self.landing.content(latest)
        if not planned.landed:
            return Outcome.UNCHANGED, answer.body
        if latest and await self._says_the_same(latest, answer.body):
            return Outcome.UNCHANGED, answer.body
        await self.landing.land(record_of(planned, answer, latest, self.now(), self.incarnation), answer.body)
        return Outcome.CHANGED, answer.body

    def asks_for(self, planned: PlannedDocument) -> bool:
        """Whether the provider is asked: not for what is about the past and held, unless this run revisits."""
        return self.choice.revisit or not planned.settled or planned.key not in self.landing.versions

    def _url(self, planned: PlannedDocument) -> str:
        """Below the provider's address, as all are in the sandbox; of a source of many hosts each has its own."""
        if planned.elsewhere is not None and self.base == self.card.address:
            return planned.elsewhere
        return str(httpx.URL(self.base.rstrip("/") + "/").join(planned.path))

    async def _says_the_same(self, latest: FetchRecord, content: bytes) -> bool:
        """Equal, or different in nothing but what the card calls a timestamp."""
        if latest.sha256 == sha256(content).hexdigest():
            return True
        patterns = self.card.timestamps
        return bool(patterns) and significant(await self.landing.content(latest), patterns) == significant(
            content, patterns
        )

    def _judged(self, summary: Summary) -> Summary:
        """A document that we hold and the provider no longer has is a failure; so is a provider that has none."""
        for key, outcome in summary.outcomes.items():
            if outcome is Outcome.ABSENT and key in self.landing.versions:
                summary.outcomes[key] = Outcome.FAILED
                summary.failures[key] = f"{key}: the provider no longer has it; our latest version stays"
        nothing = all(outcome is Outcome.ABSENT for outcome in summary.outcomes.values())
        if nothing and not self.choice.is_partial and not self.may_be_empty:
            summary.failures[self.source] = f"{self.base} has none of the {len(summary.outcomes)} documents asked for"
        return summary
