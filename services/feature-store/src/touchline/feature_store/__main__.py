"""The command line.

migrate | consume | rebuild [--apply | --records FOLDER] | fill-cache | as-of | snapshot | history |
player-history.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from touchline.feature_store import app
from touchline.feature_store.config import FeatureStoreSettings
from touchline.feature_store.history import command as history
from touchline.feature_store.played import command as played
from touchline.feature_store.player_history import command as player_history
from touchline.feature_store.rebuilding.telling import report
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.settings import load

REPORT = Path("build/rebuild.json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the settings, run the command, say in one line why it could not."""
    chosen = _parser().parse_args(arguments)
    settings = load(FeatureStoreSettings)
    try:
        return _run(chosen, settings)
    except (Refused, Unavailable) as error:
        print(f"{chosen.command}: {error}", file=sys.stderr)
        return 2


def _run(chosen: argparse.Namespace, settings: FeatureStoreSettings) -> int:
    if chosen.command == "migrate":
        app.migrate(settings)
    elif chosen.command == "consume":
        app.consume(settings)
    elif chosen.command == "fill-cache":
        print(f"{app.refill(settings)} vectors written to the cache")
    elif chosen.command == played.COMMAND:
        print(played.run(chosen))
    elif chosen.command in history.COMMANDS:
        history.run(chosen, settings)
    elif chosen.command == player_history.COMMAND:
        print(player_history.run(chosen))
    elif chosen.records:
        told = app.rebuild_from_records(settings, chosen.records)
        print(report(told, REPORT))
    else:
        return _rebuild(settings, apply=chosen.apply)
    return 0


def _rebuild(settings: FeatureStoreSettings, *, apply: bool) -> int:
    """Say what differs; exit 1 when something does and nothing is done about it."""
    found = app.rebuild(settings, apply=apply)
    for one in found:
        state = "stale, not yet folded" if one.stale else "settled"
        print(
            f"{one.pool}: {one.total} rows differ ({one.matches} matches, {one.versions} with other versions,"
            f" {one.timelines} of timelines, {one.match_features} match features, {one.team_features} team features,"
            f" {one.people} of people);"
            f" {state}"
        )
    if apply:
        print("every pool is marked stale from its beginning; the fold worker of `consume` puts it right")
    return int(any(one.total for one in found) and not apply)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m touchline.feature_store", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring tables and views to this version")
    commands.add_parser("consume", help="keep facts, fold features, publish what changed")
    commands.add_parser("fill-cache", help="write to Redis what it lacks")
    history.add_to(commands)
    played.add_to(commands)
    player_history.add_to(commands)
    again = commands.add_parser("rebuild", help="fold everything again from the assertions and compare")
    how = again.add_mutually_exclusive_group()
    how.add_argument("--records", type=Path, metavar="FOLDER", help="from messages in files, beside; then swap")
    how.add_argument("--apply", action="store_true", help="mark every pool stale from its beginning")
    return parser


if __name__ == "__main__":
    sys.exit(main())
