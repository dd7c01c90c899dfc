"""`python -m touchline.normalizer consume | migrate | resolve | backfill | read | completeness`."""

import argparse
import asyncio
import json
import sys
from datetime import date
from pathlib import Path

from touchline.normalizer.app import consume, migrate
from touchline.normalizer.backfill.command import Asked, backfill
from touchline.normalizer.backfill.engine import Engine
from touchline.normalizer.backfill.progress import sentence
from touchline.normalizer.completeness import USUAL, Bounds, completeness
from touchline.normalizer.config import NormalizerSettings
from touchline.normalizer.recorded.reading import read_recorded
from touchline.normalizer.resolving import Open, Wanted, decide, name_of, opened, waiting
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.settings import load


def main() -> None:
    """Run one command; a bad setting or an unreachable part ends it with 2 and one line."""
    parser = argparse.ArgumentParser(prog="touchline.normalizer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("consume", help="documents in, records out").set_defaults(
        run=lambda asked: consume(_settings())
    )
    commands.add_parser("migrate", help="its tables to this version").set_defaults(
        run=lambda asked: migrate(_settings())
    )
    resolving = commands.add_parser("resolve", help="names that wait for a decision; with --name, decide one")
    resolving.add_argument("--name", help="as the list writes it: club:ENG:Man Utd")
    resolving.add_argument("--as", dest="identity", help="the club or player that it means")
    resolving.add_argument("--by", help="who decides")
    resolving.add_argument("--because", help="why")
    resolving.add_argument("--new", action="store_true", help="the identity is one that no list knows yet")
    resolving.set_defaults(run=resolve)
    filling = commands.add_parser("backfill", help="everything landed becomes records, on Dask")
    filling.add_argument("--source", help="only this source")
    filling.add_argument("--from", dest="first", type=date.fromisoformat, help="only what was fetched from this day")
    filling.add_argument("--to", dest="last", type=date.fromisoformat, help="… to this one")
    filling.add_argument("--engine", type=Engine, choices=list(Engine), default=Engine.DASK, help="what parses")
    filling.add_argument(
        "--into", type=Path, metavar="FOLDER", help="read all of it again, say it to files; send nothing"
    )
    filling.set_defaults(run=fill)
    reading = commands.add_parser("read", help="recorded documents of a competition, without a platform, into files")
    reading.add_argument("--documents", type=Path, help="the folder that holds them")
    reading.add_argument("--competition", default="E0", help="as football-data.co.uk has it")
    reading.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="where files of messages go")
    reading.set_defaults(run=read)
    checking = commands.add_parser("completeness", help="was all that was landed read? 1: more is open than may be")
    checking.add_argument("--wait", type=float, default=0.0, metavar="SECONDS", help="for what is being read")
    checking.add_argument("--unread", type=int, default=USUAL.unread, help="documents that may be unread")
    checking.add_argument("--names", type=int, default=USUAL.open_names, help="names that may be undecided")
    checking.add_argument("--incomplete", type=int, default=USUAL.incomplete, help="documents that may be incomplete")
    checking.add_argument("--parked-share", type=float, default=USUAL.parked_share, help="of a source's rows")
    checking.set_defaults(run=check)
    asked = parser.parse_args()
    try:
        asked.run(asked)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        raise SystemExit(2) from None
    except Unavailable as down:
        print(f"gave up waiting: {down}", file=sys.stderr)
        raise SystemExit(2) from None


def resolve(asked: argparse.Namespace) -> None:
    """List what is open, or decide."""
    if asked.name is None:
        return asyncio.run(_show(_settings()))
    missing = [flag for flag in ("identity", "by", "because") if not getattr(asked, flag)]
    if missing:
        raise Refused(f"a decision needs --as, --by and --because; missing: {', '.join(missing)}")
    wanted = Wanted(name_of(asked.name), asked.identity, asked.by, asked.because, asked.new)
    decision = asyncio.run(decide(_settings(), wanted))
    print(f"decision {decision.revision}: {decision.decision_key} is {decision.identity}; what waited is read again")
    return None


def fill(asked: argparse.Namespace) -> None:
    """Back-fill, and say what was done; 1 when a document was refused."""
    if bool(asked.first) != bool(asked.last):
        raise Refused("--from and --to come together")
    between = (asked.first, asked.last) if asked.first else None
    progress = backfill(_settings(), Asked(asked.source, between, asked.engine, asked.into))
    print(sentence(progress))
    if progress.refused:
        raise SystemExit(1)


def read(asked: argparse.Namespace) -> None:
    """Read recorded documents, and say what they held."""
    if asked.documents is None or not asked.documents.is_dir():
        raise Refused(
            f"there are no recorded documents ({asked.documents or 'no folder is named'}): set TOUCHLINE_RECORDED (in"
            " the environment or in .env) to a folder that holds football-data.co.uk/E0/E0_1920.csv and so on"
        )
    found = read_recorded(asked.documents, asked.competition, asked.into)
    documents = ", ".join(f"{number} of {source}" for source, number in sorted(found.documents.items()))
    if not found.again:
        return print(f"{documents}: read before, nothing has changed")
    records = ", ".join(f"{number} rows of {topic}" for topic, number in sorted(found.records.items()))
    return print(f"{documents}: {records}; {found.parked} rows cannot be read or are not followed")


def check(asked: argparse.Namespace) -> None:
    """Tell what was read and what is open; 1 when it is more than may be."""
    found = asyncio.run(completeness(_settings(), asked.wait))
    print(json.dumps(found.told()))
    wrong = found.wrong(Bounds(asked.unread, asked.names, asked.incomplete, asked.parked_share))
    print("\n".join(wrong) or f"{len(found.landed)} documents were read", file=sys.stderr)
    if wrong:
        raise SystemExit(1)


async def _show(settings: NormalizerSettings) -> None:
    async with opened(settings) as (database, _), database.transaction() as connection:
        names = await waiting(connection)
    for one in names:
        print(_line(one))
    print(f"{len(names)} names wait for a decision" if names else "no name waits for a decision")


def _line(one: Open) -> str:
    may_be = ", ".join(f"{found.identity} ({found.known_as}, {found.score:.0f})" for found in one.suggestions)
    return f"{one.name.key}: {one.documents} documents, such as {one.example}; may be {may_be or 'nothing known'}"


def _settings() -> NormalizerSettings:
    return load(NormalizerSettings)


if __name__ == "__main__":
    main()
