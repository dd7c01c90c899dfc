"""Free ports: chosen once for a stack, remembered in its file, so that addresses outlive a restart."""

import random
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack

RANGE = range(20_000, 32_000)
"""Below Linux's ephemeral ports (32768 and up), so that no outgoing connection takes a remembered port."""


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback address now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def complete(known: Mapping[str, int], names: Iterable[str], dice: random.Random) -> dict[str, int]:
    """Ports for all the names: those known as they are, a free one for each other.

    >>> complete({"redis": 6379}, ["redis"], random.Random(1))
    {'redis': 6379}
    """
    ports = dict(known)
    candidates = _free(dice, taken=set(known.values()))
    for name in names:
        if name not in ports:
            ports[name] = next(candidates)
    return ports


def _free(dice: random.Random, taken: set[int]) -> Iterator[int]:
    # Each found port stays bound until all are chosen: two stacks choosing at once cannot agree on one.
    with ExitStack() as held:
        for port in dice.sample(RANGE, len(RANGE)):
            probe = held.enter_context(socket.socket())
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            if port not in taken:
                yield port
    raise RuntimeError(f"no free port between {RANGE.start} and {RANGE.stop}")
