"""`python -m touchline.normalizer consume | migrate`."""

import argparse
import sys

from touchline.normalizer.app import consume, migrate
from touchline.normalizer.config import NormalizerSettings
from touchline.runtime.errors import Unavailable
from touchline.runtime.settings import load


def main() -> None:
    """Run one command; a bad setting or an unreachable database ends it with 2 and one line."""
    parser = argparse.ArgumentParser(prog="touchline.normalizer", description=__doc__)
    commands = {"consume": consume, "migrate": migrate}
    parser.add_argument("command", choices=sorted(commands))
    command = commands[parser.parse_args().command]
    try:
        command(load(NormalizerSettings))
    except Unavailable as down:
        print(f"gave up waiting: {down}", file=sys.stderr)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
