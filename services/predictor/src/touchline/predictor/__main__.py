"""`python -m touchline.predictor migrate | consume | serve`."""

import argparse
import sys

from touchline.predictor.config import PredictorSettings
from touchline.runtime.errors import Unavailable
from touchline.runtime.settings import load


def main() -> None:
    """Read the command and the settings, and run."""
    parser = argparse.ArgumentParser(prog="touchline.predictor", description="Seals predictions and serves them.")
    parser.add_argument("command", choices=["migrate", "consume", "serve"])
    command = parser.parse_args().command
    settings = load(PredictorSettings)
    if command == "serve":
        from touchline.predictor.serving.app import serve

        serve(settings)
    from touchline.predictor.app import consume, migrate

    try:
        {"migrate": migrate, "consume": consume}[command](settings)
    except Unavailable as down:
        sys.exit(_refuse(f"gave up waiting: {down}"))


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
