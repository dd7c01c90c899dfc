"""Lines for people: what happens now, and how long it has been going on."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 2.0  # seconds without a line, at most


def say(text: str = "") -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


@contextmanager
def telling(what: str) -> Iterator[None]:
    """Say how long this takes whenever two seconds have passed: over one line on a terminal, else line by line."""
    done = threading.Event()
    teller = threading.Thread(target=_tell, args=(what, done, time.monotonic()), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(what: str, done: threading.Event, start: float) -> None:
    terminal, wait, told = sys.stdout.isatty(), PATIENCE, False
    while not done.wait(wait):
        seconds = time.monotonic() - start
        print(f"  … {what}, {seconds:.0f} s", end="\r" if terminal else "\n", flush=True)
        told = True
        wait = PATIENCE if terminal else min(wait * 2, 20.0)
    if told and terminal:
        print(" " * (len(what) + 16), end="\r", flush=True)
