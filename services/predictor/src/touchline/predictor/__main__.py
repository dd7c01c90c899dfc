"""`python -m touchline.predictor migrate | consume | serve | keys make | keys list | keys revoke`."""

import argparse
import sys

from touchline.predictor.config import PredictorSettings
from touchline.runtime.errors import Refused, Unavailable
from touchline.runtime.settings import load


def main() -> None:
    """Read the command and the settings, and run."""
    from touchline.predictor.access import command as keys

    parser = argparse.ArgumentParser(prog="touchline.predictor", description="Seals predictions and serves them.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="make or change its tables")
    commands.add_parser("consume", help="seal and publish")
    commands.add_parser("serve", help="answer and push")
    keys.add_arguments(commands.add_parser("keys", help="make, list and revoke keys of the API"))
    asked = parser.parse_args()
    settings = load(PredictorSettings)
    if asked.command == "serve":
        from touchline.predictor.serving.app import serve

        serve(settings)
    from touchline.predictor.app import consume, migrate

    try:
        if asked.command == "keys":
            sys.exit(keys.run(settings, asked))
        {"migrate": migrate, "consume": consume}[asked.command](settings)
    except (Unavailable, Refused) as down:
        sys.exit(_refuse(f"gave up: {down}" if isinstance(down, Refused) else f"gave up waiting: {down}"))


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
