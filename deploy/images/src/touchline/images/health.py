"""Whether the program of this container answers: exit 0 or 1. Of the standard library alone: it lies in each image."""

import os
import sys
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE = 3.0  # seconds
FIRST = Path("/proc/1/cmdline")


def address(words: Sequence[str], settings: Mapping[str, str]) -> str | None:
    """Where to ask: `serve` at its REST port, any other at its metrics; nowhere where there is no port.

    >>> address(["python", "-m", "touchline.predictor", "serve"], {"TOUCHLINE_REST_PORT": "8080"})
    'http://127.0.0.1:8080/health/live'
    >>> address(["python", "-m", "touchline.normalizer", "consume"], {"TOUCHLINE_METRICS_PORT": "9100"})
    'http://127.0.0.1:9100/metrics'
    >>> address(["python", "-m", "touchline.trainer", "train"], {})
    """
    if "serve" in words:
        return f"http://127.0.0.1:{settings.get('TOUCHLINE_REST_PORT', '8080')}/health/live"
    port = settings.get("TOUCHLINE_METRICS_PORT", "0")
    return f"http://127.0.0.1:{port}/metrics" if port != "0" else None


def main(first: Path = FIRST) -> int:
    """Ask once; a command that answers nobody is well while it runs."""
    url = address(first.read_text().split("\0"), os.environ)
    if url is None:
        return 0
    # A proxy of the environment has no business on the loopback address.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=PATIENCE) as answer:
            return int(answer.status != 200)
    except OSError as error:
        print(f"{url}: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
