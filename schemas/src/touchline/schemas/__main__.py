"""`python -m touchline.schemas check | publish`, on the folder `schemas/snapshots` (or the one given)."""

import sys
from pathlib import Path

from touchline.schemas import compatibility
from touchline.schemas.rpc import contract


def main() -> None:
    """Exit 1 with a sentence for each breaking change."""
    verb, folder = ([*sys.argv[1:], "check"])[0], Path(([*sys.argv[2:], "schemas/snapshots"])[0])
    if verb == "publish":
        compatibility.publish(folder)
        contract.publish(folder)
    elif verb == "check":
        problems = [*compatibility.check(folder), *contract.check(folder)]
        print("\n".join(problems) or "every schema is published and compatible")
        raise SystemExit(1 if problems else 0)
    else:
        raise SystemExit("usage: python -m touchline.schemas check|publish [FOLDER]")


if __name__ == "__main__":
    main()
