"""End what a killed program left behind, before it is started again: its children hold its ports."""

import os
import signal

from touchline.local.processes import carrying, groups


def end_orphans(identity: str, program: str) -> None:
    """Kill the processes of an earlier run of this program, which are in another process group than we."""
    own = os.getpgrp()
    for pid in carrying(f"TOUCHLINE_STACK={identity}", f"TOUCHLINE_PROGRAM={program}"):
        if groups([pid]) - {own}:
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    end_orphans(os.environ["TOUCHLINE_STACK"], os.environ["TOUCHLINE_PROGRAM"])
