"""A part of the stack: its programs, what it waits for, how it is prepared, and when it is healthy."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from touchline.local.failure import Failure
from touchline.local.stack import Stack


@dataclass(frozen=True, slots=True)
class Program:
    """One process that the supervisor keeps."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    port: str | None = None
    stop_signal: str = "TERM"
    ends_for_good: Sequence[int] = ()
    """Exit codes after which a person must act: it is not started again."""
    has_children: bool = False
    """Its children outlive a kill and hold its ports: they are ended before it is started again."""


def nothing(stack: Stack) -> None:
    """Nothing to do."""


def always(stack: Stack) -> bool:
    """It can be run."""
    return True


@dataclass(frozen=True, slots=True)
class Part:
    """One part; `check` raises while the part is not healthy, `finish` runs each time that it came up.

    A part without programs is a step: `finish` alone, done between the parts before and after it.
    """

    name: str
    needs: tuple[str, ...] = ()
    programs: Callable[[Stack], Sequence[Program]] = lambda stack: ()
    prepare: Callable[[Stack], None] = nothing
    check: Callable[[Stack], None] = nothing
    finish: Callable[[Stack], None] = nothing
    installed: Callable[[Stack], bool] = always


def select(parts: Sequence[Part], only: Collection[str], brings: Mapping[str, str]) -> list[Part]:
    """The parts asked for (all if none is named) with everything they need, in the order of the list.

    >>> mlflow = Part("mlflow", needs=("s3",))
    >>> [part.name for part in select([Part("s3"), Part("redis"), mlflow], ["mlflow"], {})]
    ['s3', 'mlflow']
    """
    known = {part.name: part for part in parts}
    unknown = sorted(set(only) - set(known))
    if unknown:
        raise Failure(f"there is no part {unknown[0]!r}; the parts are {', '.join(known)}")
    chosen: set[str] = set()
    waiting = list(only or known)
    while waiting:
        name = waiting.pop()
        if name not in chosen:
            chosen.add(name)
            waiting += [*known[name].needs, *([brings[name]] if name in brings else [])]
    return [part for part in parts if part.name in chosen]


def leave_out(parts: Sequence[Part], names: Collection[str]) -> list[Part]:
    """The parts without those named and without what needs one of them.

    >>> parts = [Part("s3"), Part("redis"), Part("mlflow", needs=("s3",))]
    >>> [part.name for part in leave_out(parts, ["s3"])]
    ['redis']
    """
    if unknown := sorted(set(names) - {part.name for part in parts}):
        raise Failure(f"there is no part {unknown[0]!r} to leave out")
    out = set(names)
    while needing := {part.name for part in parts if out & set(part.needs)} - out:
        out |= needing
    return [part for part in parts if part.name not in out]


def order(parts: Iterable[Part]) -> TopologicalSorter[str]:
    """What may start when: a part after all parts that it needs and that are there."""
    parts = list(parts)
    names = {part.name for part in parts}
    sorter: TopologicalSorter[str] = TopologicalSorter({part.name: names & set(part.needs) for part in parts})
    sorter.prepare()
    return sorter


def levels(parts: Iterable[Part]) -> list[list[str]]:
    """Groups of parts that may start together, first group first; stop them in reverse.

    >>> levels([Part("mlflow", needs=("s3",)), Part("s3"), Part("redis")])
    [['redis', 's3'], ['mlflow']]
    """
    sorter = order(parts)
    groups = []
    while sorter.is_active():
        ready = sorter.get_ready()
        groups.append(sorted(ready))
        sorter.done(*ready)
    return groups
