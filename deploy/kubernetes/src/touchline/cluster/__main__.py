"""`python -m touchline.cluster build | run | scenarios`."""

import argparse
import os
import sys
import time

from touchline.cluster import image, isolation
from touchline.cluster.journey import run, say
from touchline.cluster.paths import Failure
from touchline.cluster.programs import built


def main() -> None:
    """Build what is missing with the machine's network, then run without it; 1 and one sentence where it fails."""
    parser = argparse.ArgumentParser(prog="python -m touchline.cluster", description=__doc__)
    parser.add_argument("command", choices=("build", "run", "scenarios"))
    parser.add_argument("--group", help="inside its namespaces already: the control group of its pods")
    asked = parser.parse_args()
    try:
        if asked.group:
            run(asked.group, only_scenarios=asked.command == "scenarios")
            return
        begun = time.monotonic()
        say(f"the cluster's programs: {built()} ({time.monotonic() - begun:.0f} s)")
        if asked.command != "scenarios":
            image.make()
        if asked.command != "build":
            group = f"touchline-{os.getpid()}"
            sys.exit(isolation.run_apart([asked.command, "--group", group], group))
    except Failure as failure:
        print(f"touchline: {failure}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
