"""`python -m touchline.sandbox serve | fetch-package`."""

import argparse
import sys
from datetime import UTC

import uvicorn

from touchline.runtime.settings import load
from touchline.sandbox import package
from touchline.sandbox.app import build
from touchline.sandbox.clock import FootballClock
from touchline.sandbox.config import SandboxSettings
from touchline.sandbox.library import Library, NothingRecorded, recorded


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a bad setting is one line and exit 2."""
    parser = argparse.ArgumentParser(prog="python -m touchline.sandbox")
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="serve documents as they stood on the sandbox's date")
    serving.add_argument("--port", type=int, help="instead of the port in TOUCHLINE_SANDBOX")
    commands.add_parser("fetch-package", help="download the package that stands in for recorded documents")
    asked = parser.parse_args(arguments)
    try:
        settings = load(SandboxSettings)
        if asked.command == "fetch-package":
            print(package.fetch(settings.data / "package"))
        else:
            serve(settings, asked.port or settings.port)
    except NothingRecorded as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def serve(settings: SandboxSettings, port: int) -> None:
    """Serve until stopped; the Date header is football time, so uvicorn must not add its own."""
    clock = FootballClock(settings.data / "sandbox-date", settings.sandbox_start.astimezone(UTC))
    app = build(library_of(settings), clock)
    uvicorn.run(app, host=settings.host, port=port, date_header=False, access_log=False, log_level="warning")


def library_of(settings: SandboxSettings) -> Library:
    """Recorded documents where the folder has them, else real matches from the package with simulated prices."""
    library = recorded(settings.recorded) if settings.recorded else Library({})
    return library if library.calendar else package.library(settings.data / "package")


if __name__ == "__main__":
    sys.exit(main())
