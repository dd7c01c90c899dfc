"""`python -m touchline.ingestor once | plan | run --every SECONDS | freshness | cards | pools`."""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime

from touchline.ingestor.announcing import SERVICE
from touchline.ingestor.app import ages, chosen, plan, run_once
from touchline.ingestor.asking import Asking, asking
from touchline.ingestor.config import IngestorSettings
from touchline.ingestor.errors import FetchFailed
from touchline.ingestor.ingest import EVERYTHING, Choice, Outcome, Summary
from touchline.ingestor.pools import overview, pools
from touchline.ingestor.sources.card import Schedule
from touchline.ingestor.tasks import Task, parts_of
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.logs import configure_logs, log
from touchline.runtime.metric import Program
from touchline.runtime.metrics import LIST, serve_metrics
from touchline.runtime.settings import load
from touchline.runtime.tracing import configure_tracing

DONE, SOME_FAILED, REFUSED = 0, 1, 2
STALE = SOME_FAILED


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    asked = parser().parse_args(arguments)
    settings = load(IngestorSettings)
    configure_logs(SERVICE, settings.instance)
    configure_tracing(SERVICE, settings.instance, settings.otlp)
    LIST.show_only(Program.INGESTOR)
    serve_metrics(settings.metrics_port)
    try:
        return int(asked.act(settings, asked))
    except (Refused, Unavailable, FetchFailed) as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="python -m touchline.ingestor")
    commands = root.add_subparsers(dest="command", required=True)
    asking = commands.add_parser("once", help="ask for every document once; 1: some failed, 2: none could start")
    asking.set_defaults(act=_once)
    planning = commands.add_parser("plan", help="what `once` would ask for, as JSON: a source and part each")
    planning.add_argument("--schedule", type=Schedule, choices=list(Schedule), help="only sources of this schedule")
    planning.add_argument(
        "--at-most", type=int, metavar="N", help="tasks for a source; beyond that, parts of a season share one"
    )
    planning.set_defaults(act=_plan)
    for command in (asking, planning):
        _choices(command)
    running = commands.add_parser("run", help="the same, again and again until stopped")
    running.add_argument("--every", type=_seconds, default=300.0, metavar="SECONDS")
    running.set_defaults(act=lambda settings, asked: asyncio.run(run(settings, asked.every)))
    ageing = commands.add_parser("freshness", help="when each source was last looked at; 1: some too long ago")
    ageing.add_argument("--at", type=_moment, metavar="TIME", help="football time; else the newest look of any source")
    ageing.set_defaults(act=_freshness)
    commands.add_parser("cards", help="each source, its schedule and its pool, as JSON").set_defaults(act=_cards)
    commands.add_parser("pools", help="a pool for each host, for `airflow pools import`").set_defaults(act=_pools)
    return root


def _once(settings: IngestorSettings, asked: argparse.Namespace) -> int:
    return asyncio.run(once(settings, asked.source, choice_of(asked, settings)))


def _plan(settings: IngestorSettings, asked: argparse.Namespace) -> int:
    async def planned_tasks() -> list[Task]:
        async with asking(settings) as ways:
            return await plan(ways, asked.source, choice_of(asked, settings), asked.schedule, asked.at_most)

    planned = asyncio.run(planned_tasks())
    days = {"from": asked.first.isoformat(), "to": asked.last.isoformat()} if asked.first else {}
    print(json.dumps([{"source": task.source, "part": task.words, **days} for task in planned]))
    return DONE


def _freshness(settings: IngestorSettings, asked: argparse.Namespace) -> int:
    found = asyncio.run(ages(settings, asked.at))
    print(json.dumps([age.told() for age in found]))
    stale = [age.sentence() for age in found if age.stale]
    print("\n".join(stale) or f"{len(found)} sources are fresh", file=sys.stderr)
    return STALE if stale else DONE


def _cards(settings: IngestorSettings, asked: argparse.Namespace) -> int:
    print(json.dumps(overview(chosen(settings))))
    return DONE


def _pools(settings: IngestorSettings, asked: argparse.Namespace) -> int:
    print(json.dumps(pools(chosen(settings))))
    return DONE


def _choices(command: argparse.ArgumentParser) -> None:
    """Which documents a run is about."""
    command.add_argument(
        "--source", action="append", default=[], metavar="ID", help="only this source; may be repeated"
    )
    command.add_argument(
        "--part",
        action="extend",
        type=parts_of,
        default=[],
        metavar="PART",
        help="only this division and season, or several with commas; may be repeated",
    )
    command.add_argument("--only", action="append", default=[], metavar="PATTERN", help="only documents by key")
    command.add_argument(
        "--from", dest="first", type=date.fromisoformat, metavar="DAY", help="only what is about days from"
    )
    command.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY", help="… this one to this one")
    command.add_argument("--revisit", action="store_true", help="ask for settled documents again")


def choice_of(asked: argparse.Namespace, settings: IngestorSettings) -> Choice:
    """What the arguments say."""
    if bool(asked.first) != bool(asked.last):
        raise Refused("--from and --to come together")
    between = (asked.first, asked.last) if asked.first else None
    return Choice(tuple(asked.only), tuple(asked.part), between, asked.revisit, complete_only=settings.live)


async def once(settings: IngestorSettings, sources: Sequence[str] = (), choice: Choice = EVERYTHING) -> int:
    """One run, told as one log line and one sentence a source."""
    async with asking(settings) as ways:
        return await ask_all(ways, sources, choice)


async def ask_all(ways: Asking, sources: Sequence[str] = (), choice: Choice = EVERYTHING) -> int:
    """The same by ways that are there."""
    summaries = await run_once(ways, sources, choice)
    for summary in summaries:
        tell(summary)
    return SOME_FAILED if any(summary.failures for summary in summaries) else DONE


async def run(settings: IngestorSettings, every: float) -> int:
    """Run until SIGTERM; after a first run that reached everything, later failures are told and the next run comes."""
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    async with asking(settings) as ways:
        await run_until(ways, every, stop)
    return DONE


async def run_until(ways: Asking, every: float, stop: asyncio.Event) -> None:
    """Ask again and again; circuits and quotas live on between the runs."""
    reached = False
    while not stop.is_set():
        running, stopping = asyncio.create_task(ask_all(ways)), asyncio.create_task(stop.wait())
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():  # safe at any point: the next start makes good what was left
            running.cancel()
            await asyncio.wait({running})
            return
        try:
            running.result()
            reached = True
        except Refused as refusal:
            if not reached:
                raise
            log.error("run_failed", reason=str(refusal))
        await asyncio.wait({stopping}, timeout=every)


def tell(summary: Summary) -> None:
    """A JSON line for machines, a sentence for people, and each failure by name."""
    log.info(
        "documents_ingested",
        source=summary.source,
        football_time=summary.football_time.isoformat(),
        announced_late=summary.announced_late,
        failures=summary.failures,
        **{outcome.value: summary.count(outcome) for outcome in Outcome},
    )
    print(summary.sentence())
    for _, reason in sorted(summary.failures.items()):
        print(f"  failed: {reason}")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _seconds(text: str) -> float:
    value = float(text)
    if not 1 <= value <= 86_400:
        raise argparse.ArgumentTypeError("expected 1 to 86400 seconds")
    return value


if __name__ == "__main__":
    sys.exit(main())
