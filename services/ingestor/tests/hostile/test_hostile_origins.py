"""Whatever a provider sends is contained: in its time, in 64 MB, with a reason that the metric names."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from touchline.ingestor.fetching import MAX_BYTES
from touchline.ingestor.sources.card import Kind

HERE = Path(__file__).parent
CSV, JSON, XML, HTML = Kind
LONG, SHORT = 30.0, 1.0  # seconds that one answer may take; short where time is what ends it
GRACE = 15.0  # for a machine that is busy
MOST_GROWTH = 64.0  # megabytes


@dataclass(frozen=True)
class Expected:
    """What a document was promised to be, how long it may take, and why it is refused; no reason: it is landed."""

    kind: Kind | None
    reason: str
    seconds: float = LONG


EXPECTED = {
    "gzip-bomb": Expected(CSV, "too_large"),
    "gzip-in-gzip-bomb": Expected(CSV, "encoding"),
    "gzip-of-nothing": Expected(CSV, "too_large"),
    "gzip-cut-short": Expected(CSV, "length"),
    "brotli-unasked": Expected(CSV, "encoding"),
    "zstd-unasked": Expected(CSV, "encoding"),
    "endless-chunks": Expected(CSV, "too_large"),
    "endless-tiny-chunks": Expected(CSV, "too_slow", SHORT),
    "slow-drip": Expected(CSV, "too_slow", SHORT),
    "slow-headers": Expected(CSV, "too_slow", SHORT),
    "endless-early-hints": Expected(CSV, "too_slow", SHORT),
    "silence": Expected(CSV, "too_slow", SHORT),
    "redirect-to-metadata": Expected(CSV, "address"),
    "redirect-to-private": Expected(CSV, "address"),
    "redirect-to-other-port": Expected(CSV, "address"),
    "redirect-to-file": Expected(CSV, "redirects"),
    "redirect-to-nowhere": Expected(CSV, "redirects"),
    "redirect-in-circles": Expected(CSV, "redirects"),
    "redirect-without-end": Expected(CSV, "redirects"),
    "login-page": Expected(CSV, "login"),
    "html-as-json": Expected(JSON, "kind"),
    "message-as-csv": Expected(CSV, "kind"),
    "bad-charset": Expected(HTML, "charset"),
    "json-in-latin-1": Expected(JSON, "charset"),
    "zeros-as-csv": Expected(CSV, "charset"),
    "million-tags-html": Expected(HTML, "nesting"),
    "million-tags-xml": Expected(XML, "nesting"),
    "million-tags-not-looked-at": Expected(None, ""),
    "just-below-the-cap": Expected(JSON, ""),
    "entity-bomb": Expected(XML, "entities"),
    "empty": Expected(CSV, "empty"),
    "too-short": Expected(CSV, "length"),
    "two-lengths": Expected(CSV, "protocol"),
    "no-http": Expected(CSV, "protocol"),
    "many-headers": Expected(CSV, "headers"),
    "endless-headers": Expected(CSV, "headers"),
    "retry-after-years": Expected(CSV, "busy"),
    "retry-after-nonsense": Expected(CSV, "busy"),
    "not-modified-unasked": Expected(CSV, "unasked"),
    "robots-of-100-megabytes": Expected(CSV, ""),
    "robots-without-end": Expected(CSV, ""),
    "robots-agents-times-rules": Expected(CSV, ""),
    "robots-gzip-bomb": Expected(CSV, ""),
    "robots-that-drip": Expected(CSV, "too_slow", SHORT),
}


@pytest.fixture(scope="module")
def campaign() -> dict[str, Any]:
    """Every origin met once: the servers in one process, the fetcher in another, so that its memory is its own."""
    python = [sys.executable, "-W", "ignore"]
    servers = subprocess.Popen([*python, HERE / "origins.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert servers.stdout
        ports = servers.stdout.readline()
        promised = {name: (expected.kind, expected.seconds) for name, expected in EXPECTED.items()}
        meeting = subprocess.run(
            [*python, HERE / "meet.py", ports, json.dumps(promised)], text=True, capture_output=True, timeout=300
        )
        assert meeting.returncode == 0, meeting.stderr
        return json.loads(meeting.stdout.splitlines()[-1])  # before it stand the logs of repeated attempts
    finally:
        servers.communicate("")


@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_origin_is_contained_and_its_reason_is_counted(campaign: dict[str, Any], name: str) -> None:
    expected, came = EXPECTED[name], campaign["met"][name]
    print(f"{name}: {came}")
    assert came["reason"] == expected.reason, came
    assert (0 < came["landed"] <= MAX_BYTES) == (not expected.reason)
    assert came["counted"] == (1 if expected.reason else 0)
    assert came["grown_megabytes"] <= MOST_GROWTH
    assert came["seconds"] <= 2 * expected.seconds + GRACE


def test_the_measure_of_memory_would_have_seen_a_fetcher_that_wastes_it(campaign: dict[str, Any]) -> None:
    assert campaign["waster"] > MOST_GROWTH
