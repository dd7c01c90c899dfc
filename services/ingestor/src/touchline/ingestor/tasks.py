"""The tasks of a plan: how much of a source one process is asked to fetch. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

BETWEEN_PARTS = ","


@dataclass(frozen=True, slots=True)
class Task:
    """Some divisions and seasons of a source; "" is what belongs to none."""

    source: str
    parts: tuple[str, ...]

    @property
    def words(self) -> str:
        """The parts as one argument of `once --part`."""
        return BETWEEN_PARTS.join(self.parts)


def parts_of(words: str) -> list[str]:
    """Read them back.

    >>> parts_of("E0/1920,E1/1920"), parts_of("")
    (['E0/1920', 'E1/1920'], [''])
    """
    return words.split(BETWEEN_PARTS)


def tasks(source: str, parts: Iterable[str], at_most: int | None = None) -> list[Task]:
    """A task for each division and season; where that is too many, one for each season; else one for all.

    A process costs seconds, and each reads the source's index pages anew: hundreds of them would be no politeness.

    >>> [task.words for task in tasks("football-data", ["E0/1819", "E0/1920", "E1/1920", ""], at_most=3)]
    ['E0/1819', 'E0/1920,E1/1920', '']
    """
    each = list(dict.fromkeys(parts))
    for grouped in (_by(each, _itself), _by(each, _season), _by(each, _all)):
        if at_most is None or len(grouped) <= at_most:
            break
    return [Task(source, tuple(group)) for group in grouped]


def _by(parts: list[str], key: Callable[[str], str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for part in parts:
        groups.setdefault(key(part), []).append(part)
    return list(groups.values())


def _itself(part: str) -> str:
    return part


def _season(part: str) -> str:
    return part.partition("/")[2]


def _all(part: str) -> str:
    return ""
