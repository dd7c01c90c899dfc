"""`python -m touchline.drift_monitor migrate | consume | settle | report | replay | describe`."""

import argparse
import asyncio
import sys
from datetime import date

from touchline.drift_monitor import app, describing
from touchline.drift_monitor.config import SERVICE, DriftMonitorSettings
from touchline.drift_monitor.detectors.rule import judge
from touchline.drift_monitor.replay import replay, report
from touchline.drift_monitor.stores import SqlHistory
from touchline.runtime.errors import Unavailable
from touchline.runtime.logs import configure_logs
from touchline.runtime.settings import load


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m touchline.drift_monitor", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the tables up to date")
    commands.add_parser("consume", help="settle, watch, ask for retraining; until stopped")
    commands.add_parser("settle", help="settle and look once, then end")
    daily = commands.add_parser("report", help="put the day's report on drift and quality into S3; prints where")
    daily.add_argument("--day", type=date.fromisoformat, required=True, help="whose date it carries, 2026-11-30")
    commands.add_parser("describe", help="write the page of detectors")
    again = commands.add_parser("replay", help="the same rule over match days gone by")
    again.add_argument("--from", dest="first", type=date.fromisoformat, required=True, help="first day, 2017-08-01")
    again.add_argument("--to", dest="last", type=date.fromisoformat, required=True, help="last day, included")
    again.add_argument("--pool", default="ENG")
    again.add_argument("--json", action="store_true")
    return parser.parse_args()


async def run_replay(settings: DriftMonitorSettings, asked: argparse.Namespace) -> str:
    """Replay over the history in the database."""
    database = await app.connect(settings)
    try:
        async with database.transaction() as connection:
            return report(await replay(SqlHistory(connection), asked.pool, asked.first, asked.last, judge), asked.json)
    finally:
        await database.close()


def main() -> None:
    """Read settings, then do one thing."""
    asked = arguments()
    if asked.command == "describe":
        describing.write()
        return
    settings = load(DriftMonitorSettings)
    configure_logs(SERVICE, settings.instance)
    try:
        run(asked, settings)
    except Unavailable as down:
        print(f"gave up waiting: {down}", file=sys.stderr)
        raise SystemExit(2) from None


def run(asked: argparse.Namespace, settings: DriftMonitorSettings) -> None:
    """The command that was asked for."""
    if asked.command == "migrate":
        app.migrate(settings)
    elif asked.command == "consume":
        app.consume(settings)
    elif asked.command == "settle":
        print(asyncio.run(app.settle(settings)))
    elif asked.command == "report":
        print(asyncio.run(app.report(settings, asked.day)))
    else:
        print(asyncio.run(run_replay(settings, asked)))


if __name__ == "__main__":
    main()
