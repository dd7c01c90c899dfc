"""Builds the ingestor from its settings; no logic of its own."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from touchline.ingestor.archives import can_be_had
from touchline.ingestor.asking import Asking
from touchline.ingestor.config import IngestorSettings
from touchline.ingestor.errors import FetchFailed
from touchline.ingestor.freshness import Age, freshness
from touchline.ingestor.ingest import EVERYTHING, Choice, Ingest, Summary
from touchline.ingestor.landing import Landing
from touchline.ingestor.looking import look_of, note
from touchline.ingestor.sources.card import Schedule, SourceCard
from touchline.ingestor.sources.registry import CARDS
from touchline.ingestor.tasks import Task, tasks
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.logs import log
from touchline.runtime.object_store import ObjectStore

PAUSE = 1.0  # seconds between attempts to reach a part at start


async def ingest_of(ways: Asking, card: SourceCard, choice: Choice = EVERYTHING) -> Ingest:
    """A source wired to the real world; a back-fill names its days itself, whatever history is wanted else."""
    settings = ways.settings
    since = None if choice.between else settings.history_from
    return Ingest(
        card=card,
        base=card.address if settings.live else f"{settings.sandbox}/{card.id}",
        fetcher=await ways.asker_of(card),
        landing=Landing(ways.bucket, ways.announcer),
        now=lambda: datetime.now(UTC),
        incarnation=settings.incarnation,
        choice=replace(choice, since=since),
        may_be_empty=not settings.live,
    )


async def plan(
    ways: Asking,
    only: Sequence[str],
    choice: Choice,
    schedule: Schedule | None,
    at_most: int | None = None,
) -> list[Task]:
    """The tasks of a schedule, at most so many for each source, in the order of the plans.

    An index that could not be read is a failure of each task, which reads it too.

    Raises:
        Refused: a source's index could not be read and leaves nothing to ask for.
        FetchFailed: a source could not be reached.
    """
    planned: list[Task] = []
    for card in chosen(ways.settings, only):
        if schedule is not None and card.schedule is not schedule:
            continue
        ingest = await ingest_of(ways, card, choice)
        summary, documents = await ingest.plan()
        parts = [one.part for one in documents if ingest.asks_for(one)]
        if summary.failures and not parts:
            raise Refused(f"{card.id} cannot be planned: {'; '.join(summary.failures.values())}")
        planned += tasks(card.id, parts, at_most)
    return planned


async def ages(settings: IngestorSettings, at: datetime | None) -> list[Age]:
    """How long ago each source was looked at."""
    store = await ObjectStore.connect(settings)
    try:
        return await freshness(store, chosen(settings), at)
    finally:
        await store.close()


def chosen(settings: IngestorSettings, only: Sequence[str] = ()) -> list[SourceCard]:
    """The cards of the sources that are to be asked.

    One that wants a key and has none is left out, and named; so is an archive that nobody downloaded or asked for.
    """
    named = list(only) or [one.strip() for one in settings.sources.split(",") if one.strip()] or list(CARDS)
    unknown = sorted(set(named) - set(CARDS))
    if unknown:
        raise Refused(f"no such source: {', '.join(unknown)}; there are {', '.join(CARDS)}")
    cards = [CARDS[name] for name in named]
    without = [card.id for card in cards if card.wants_key and not settings.key_of(card.id).get_secret_value()]
    for source in without:
        log.warning("source_without_key", source=source, setting=f"TOUCHLINE_{source.replace('-', '_').upper()}_KEY")
    unasked = [card for card in cards if settings.live and card.id not in only]
    folder = settings.archive_folder
    absent = [card.id for card in unasked if card.archive and not can_be_had(folder, card.archive)]
    for source in absent:
        log.warning("source_without_archive", source=source, setting="TOUCHLINE_ARCHIVES")
    return [card for card in cards if card.id not in (*without, *absent)]


async def run_once(ways: Asking, only: Sequence[str] = (), choice: Choice = EVERYTHING) -> list[Summary]:
    """One run over the chosen sources, each at its own pace; one that cannot be reached fails alone.

    Raises:
        Refused: nothing at all could be reached in time; the sentence names what.
    """
    limit = ways.settings.start_timeout
    deadline = time.monotonic() + limit
    cards = chosen(ways.settings, only)
    while True:
        ends = await asyncio.gather(*(_one(ways, card, choice) for card in cards))
        reached = [end for end in ends if isinstance(end, Summary)]
        if reached or not cards:
            return [
                end if isinstance(end, Summary) else _unreached(card, end)
                for card, end in zip(cards, ends, strict=True)
            ]
        if time.monotonic() + PAUSE >= deadline:
            raise Refused(f"not reached within {limit:g} s: {ends[0]}")
        log.warning("waiting_for_part", reason=str(ends[0]))
        await asyncio.sleep(PAUSE)


async def _one(ways: Asking, card: SourceCard, choice: Choice) -> Summary | Exception:
    try:
        ingest = await ingest_of(ways, card, choice)
        summary = await ingest.once()
        await note(ways.bucket, look_of(summary, choice, datetime.now(UTC)))
        return summary
    except (FetchFailed, Unavailable) as error:
        return error
    finally:
        ways.tell_circuit(card)


def _unreached(card: SourceCard, error: Summary | Exception) -> Summary:
    log.warning("source_unreached", source=card.id, reason=str(error))
    return Summary(card.id, datetime.now(UTC), 0, failures={card.id: str(error)})
