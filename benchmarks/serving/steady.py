"""Minutes at a share of capacity: whether memory stays flat and the slowest hundredth steady."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.features.rows import Row, short
from benchmarks.serving.load import FASTEST, Target, attack, capacity
from tests.replicas import Replica

PIECES = 10


def steady(targets: Sequence[Target], replica: Replica, share: float, minutes: float) -> list[Row]:
    """Resident megabytes before and after, and the 99th percentile of the first and the last piece."""
    if not minutes:
        return []
    rate = min(share * capacity(targets, 5), FASTEST)
    before, delays, n, success = resident(replica), [], 0, 1.0
    for _ in range(PIECES):
        heard = attack(targets, rate, minutes * 60 / PIECES)
        delays.append(heard.p99)
        n, success = n + heard.n, min(success, heard.success)
    after = resident(replica)
    note = (
        f"{minutes:g} minutes at {rate:.0f}/s; {1 - success:.4%} failed; p99 by piece {[short(one) for one in delays]}"
    )
    return [
        Row("steady-memory-growth", "MB", short(after - before), n, note=f"{before:.0f} MB before; {note}"),
        Row("steady-p99-last-to-first", "ratio", short(delays[-1] / delays[0]), n, note=note),
    ]


def resident(replica: Replica) -> float:
    """What the process holds in memory, megabytes."""
    lines = Path(f"/proc/{replica.process.pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024
