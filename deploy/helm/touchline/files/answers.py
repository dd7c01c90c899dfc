"""`helm test`: every workload answers at its Service. Arguments: seconds of patience, addresses."""

import sys
import time
import urllib.request


def ask(address: str, deadline: float) -> None:
    """Return once it answers; end with its name if it does not in time."""
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                print(f"{address} answers {answer.status}", flush=True)
                return
        except OSError as error:
            if time.monotonic() > deadline:
                sys.exit(f"{address} does not answer: {error}")
            time.sleep(1)


def main(patience: str, *addresses: str) -> None:
    """Ask all of them."""
    deadline = time.monotonic() + float(patience)
    for address in addresses:
        ask(address, deadline)


if __name__ == "__main__":
    main(*sys.argv[1:])
