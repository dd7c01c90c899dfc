"""`python -m touchline.images build [NAME …] | standins | lock`."""

import argparse
import os
import sys
import tomllib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from touchline.images import standins
from touchline.images.base import base_image
from touchline.images.building import build_all, chosen, write
from touchline.images.engine import Engine
from touchline.images.failure import Failure
from touchline.images.locking import lock

ROOT = Path(__file__).resolve().parents[5]
RESULT = ROOT / "build" / "images.json"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="python -m touchline.images", description=__doc__)
    verbs = root.add_subparsers(dest="verb", required=True)
    builds = verbs.add_parser("build", help="build these images, or all, and weigh them")
    builds.add_argument("names", nargs="*", metavar="NAME")
    stands = verbs.add_parser("standins", help="build the programs that compose.yaml takes from Docker Hub")
    for verb in (builds, stands):
        verb.add_argument(
            "--base", default=os.environ.get("BASE_IMAGE"), help="a Debian 12; by itself one is made here"
        )
    verbs.add_parser("lock", help="write the locks of the images again")
    return root


def version() -> str:
    """The workspace's."""
    found: str = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return found


def run(arguments: Sequence[str]) -> int:
    """Do what was asked; the exit code."""
    asked = parser().parse_args(arguments)
    if asked.verb == "lock":
        lock(ROOT)
        return 0
    engine = Engine()
    engine.expect()
    if asked.verb == "standins":
        standins.build(engine, ROOT, base_image(engine, asked.base), say)
        return 0
    wanted = chosen(asked.names)
    build_all(engine, ROOT, wanted, base_image(engine, asked.base), version(), partial(write, RESULT), say)
    say(f"figures in {RESULT.relative_to(ROOT)}, what is in each in build/sbom")
    return 0


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def main() -> None:
    """Run and exit: 2 with one message where it cannot be done."""
    try:
        sys.exit(run(sys.argv[1:]))
    except Failure as failure:
        print(f"images: {failure}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
