"""Start parts in order, each as soon as what it needs is healthy, and say what is waited for."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial

from touchline.local.failure import Failure
from touchline.local.part import Part, order
from touchline.local.stack import Stack
from touchline.local.supervisor import Supervisor

SILENCE = 2.0
"""Seconds after which a person wants to know what is being waited for."""
PAUSE = 0.4
LAST_LINES = 15
LONGEST_LINE = 200


def start(stack: Stack, parts: Sequence[Part], timeout: float, say: Callable[[str], None]) -> None:
    """Bring all the parts up; the first that fails ends it, once those under way have been heard."""
    known = {part.name: part for part in parts}
    sorter = order(parts)
    with ThreadPoolExecutor(max_workers=len(parts)) as pool:
        running: dict[Future[None], str] = {}
        while sorter.is_active():
            for name in sorter.get_ready():
                running[pool.submit(bring_up, stack, known[name], timeout, say)] = name
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                future.result()
                sorter.done(running.pop(future))


def bring_up(stack: Stack, part: Part, timeout: float, say: Callable[[str], None]) -> None:
    """Prepare, start, wait until healthy, finish: one part."""
    began = time.monotonic()
    names = [program.name for program in part.programs(stack)]
    supervisor = Supervisor(stack)
    if not all(supervisor.process(name).pid for name in names) or not names:
        part.prepare(stack)
    for name in names:
        supervisor.start(name)
    wait_until_healthy(stack, part, names, supervisor, timeout, say)
    part.finish(stack)
    seconds = time.monotonic() - began
    if seconds > SILENCE:
        say(f"{part.name} is up after {seconds:.0f} s")


def wait_until_healthy(
    stack: Stack, part: Part, names: Sequence[str], supervisor: Supervisor, timeout: float, say: Callable[[str], None]
) -> None:
    """Ask again until the part answers; its end, or the time-out, is a failure that shows its last lines."""
    began = time.monotonic()
    tell = partial(say, f"waiting for {part.name}")
    told = False
    while True:
        try:
            return part.check(stack)
        # Any client's error means the same here: not yet.
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
        ended = [name for name in names if supervisor.process(name).given_up]
        waited = time.monotonic() - began
        if ended or waited > timeout:
            why = f"{ended[0]} has ended" if ended else f"no health within {timeout:.0f} s ({reason})"
            raise Failure(f"{part.name} does not start: {why}\n{last_lines(stack, ended or names)}")
        if waited > SILENCE and not told:
            tell()
            told = True
        time.sleep(PAUSE)


def last_lines(stack: Stack, names: Sequence[str]) -> str:
    """The end of each program's log."""
    shown = []
    for name in names:
        log = stack.log(name)
        lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:] if log.exists() else []
        shown += [f"  last lines of {log}:", *(f"    {line[:LONGEST_LINE]}" for line in lines)]
    return "\n".join(shown)
