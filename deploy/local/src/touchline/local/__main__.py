"""Command line of the local stack: up, down, status, logs, clean, env."""

import argparse
import os
import sys
from collections.abc import Sequence

from touchline.local import commands
from touchline.local.failure import Failure
from touchline.local.stack import data_directory, repository_root


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="python -m touchline.local", description="Touchline's native stack.")
    verbs = root.add_subparsers(dest="verb", required=True)
    starts = verbs.add_parser("up", help="start what does not run yet")
    starts.add_argument("--only", default="", metavar="A,B", help="these parts and what they need")
    starts.add_argument("--without", default="", metavar="A,B", help="leave these parts out, and what needs them")
    verbs.add_parser("down", help="stop everything")
    shows = verbs.add_parser("status", help="what runs, what crashed, where")
    shows.add_argument("--json", action="store_true")
    tails = verbs.add_parser("logs", help="the end of a part's logs")
    tails.add_argument("part", nargs="?")
    tails.add_argument("-f", "--follow", action="store_true")
    verbs.add_parser("clean", help="stop everything and remove the data directory")
    verbs.add_parser("env", help="the path of the settings file")
    return root


def names(value: str) -> list[str]:
    """Parts as they are given, with commas.

    >>> names("kafka,redis"), names("")
    (['kafka', 'redis'], [])
    """
    return [name for name in value.split(",") if name]


def start_timeout(value: str) -> float:
    """Seconds that a part may take to come up.

    >>> start_timeout("120")
    120.0
    """
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise Failure(f"TOUCHLINE_START_TIMEOUT must be a number of seconds up to 3600, not {value!r}")
    return seconds


def say(text: str) -> None:
    """Print at once, also into a pipe, and whole lines where several parts speak."""
    print(f"{text}\n", end="", flush=True)


def run(arguments: Sequence[str]) -> int:
    """Do what was asked; the exit code."""
    asked = parser().parse_args(arguments)
    data = data_directory(os.environ, repository_root())
    match asked.verb:
        case "up":
            only, without = names(asked.only), names(asked.without)
            commands.up(data, only, without, start_timeout(os.environ.get("TOUCHLINE_START_TIMEOUT") or "300"), say)
        case "down":
            commands.down(data, say)
        case "status":
            return commands.status(data, asked.json, say)
        case "logs":
            commands.logs(data, asked.part, asked.follow)
        case "clean":
            commands.clean(data, say)
        case "env":
            say(str(data / "env"))
    return 0


def main() -> None:
    """Run and exit: 2 with one message where it cannot be done."""
    try:
        sys.exit(run(sys.argv[1:]))
    except Failure as failure:
        print(f"touchline: {failure}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
