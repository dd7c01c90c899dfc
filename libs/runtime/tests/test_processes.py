"""Processes beside a program: they begin with what they were given, and end with the program however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from touchline.runtime.processes import processes

PROGRAM = """
import os, sys
from touchline.runtime.processes import processes

if __name__ == "__main__":
    with processes(1, "os", os.chdir, "/") as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        sys.stdin.read()
"""


def test_a_process_begins_with_its_initializer(tmp_path: Path) -> None:
    with processes(1, "os", os.chdir, str(tmp_path)) as pool:
        assert pool.submit(os.getcwd).result() == str(tmp_path)


def test_a_program_that_is_killed_leaves_no_process(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(PROGRAM)
    program = subprocess.Popen([sys.executable, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert program.stdin is not None
    assert program.stdout is not None
    with program.stdin, program.stdout:
        worker = int(program.stdout.readline())
        assert _runs(worker)
        program.send_signal(signal.SIGKILL)
        program.wait()
        deadline = time.monotonic() + 10
        while _runs(worker) and time.monotonic() < deadline:
            time.sleep(0.02)
    assert not _runs(worker)


def _runs(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
