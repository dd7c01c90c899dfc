"""The most memory that this process held; its own, where `getrusage` also counts what its parent held at the fork."""

from pathlib import Path

KILOBYTES_IN_A_MEGABYTE = 1024


def peak_megabytes() -> float:
    """Peak resident set (VmHWM, proc(5))."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (kilobytes,) = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return kilobytes / KILOBYTES_IN_A_MEGABYTE
