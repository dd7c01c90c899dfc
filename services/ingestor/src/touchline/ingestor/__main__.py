"""`python -m touchline.ingestor once | run --every SECONDS`."""

import argparse
import asyncio
import signal
import sys

from touchline.ingestor.announcing import SERVICE
from touchline.ingestor.app import run_once
from touchline.ingestor.config import IngestorSettings
from touchline.ingestor.ingest import Outcome, Summary
from touchline.runtime.errors import Refused
from touchline.runtime.logs import configure_logs, log
from touchline.runtime.metrics import serve_metrics
from touchline.runtime.settings import load

DONE, SOME_FAILED, REFUSED = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m touchline.ingestor")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("once", help="ask for every document once; exit 1 when some failed, 2 when nothing could start")
    running = commands.add_parser("run", help="the same, again and again until stopped")
    running.add_argument("--every", type=_seconds, default=300.0, metavar="SECONDS")
    asked = parser.parse_args(arguments)
    settings = load(IngestorSettings)
    configure_logs(SERVICE, settings.instance)
    serve_metrics(settings.metrics_port)
    try:
        return asyncio.run(once(settings) if asked.command == "once" else run(settings, asked.every))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED


async def once(settings: IngestorSettings) -> int:
    """One run, told as one log line and one sentence."""
    summary = await run_once(settings)
    tell(summary)
    return SOME_FAILED if summary.failures else DONE


async def run(settings: IngestorSettings, every: float) -> int:
    """Run until SIGTERM; after a first run that reached everything, later failures are told and the next run comes."""
    reached = False
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    while not stop.is_set():
        running, stopping = asyncio.create_task(once(settings)), asyncio.create_task(stop.wait())
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():  # safe at any point: the next start makes good what was left
            running.cancel()
            await asyncio.wait({running})
            break
        try:
            running.result()
            reached = True
        except Refused as refusal:
            if not reached:
                raise
            log.error("run_failed", reason=str(refusal))
        await asyncio.wait({stopping}, timeout=every)
    return DONE


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


def _seconds(text: str) -> float:
    value = float(text)
    if not 1 <= value <= 86_400:
        raise argparse.ArgumentTypeError("expected 1 to 86400 seconds")
    return value


if __name__ == "__main__":
    sys.exit(main())
