import os
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator

import pytest

from touchline.local import processes


@pytest.fixture
def identity() -> Iterator[str]:
    name = uuid.uuid4().hex
    yield name
    processes.end(name, ())


def launch(identity: str, script: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "TOUCHLINE_STACK": identity}
    started = subprocess.Popen(["sh", "-c", script], env=environment, start_new_session=True)
    until(lambda: started.pid in processes.remaining(identity))
    return started


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Look until it is so: a process that is just replacing its program has no environment to be read."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline


def test_a_process_is_known_by_the_stack_that_started_it(identity: str) -> None:
    started = launch(identity, "exec sleep 60")
    until(lambda: processes.remaining(identity) == {started.pid})
    assert not processes.remaining(uuid.uuid4().hex)


def test_a_child_without_the_mark_is_found_by_its_group(identity: str) -> None:
    started = launch(identity, "env -i sleep 60 & wait")
    until(lambda: len(processes.remaining(identity)) == 2)
    assert started.pid in processes.remaining(identity)


def test_ending_leaves_no_process_even_if_it_ignores_the_request(identity: str) -> None:
    launch(identity, "trap '' TERM; while :; do sleep 0.1; done")
    assert processes.end(identity, (), patience=0.3)
    assert not processes.remaining(identity)
