"""The reviewed lists: names of clubs and players with our ids, one file a pool. A changed line changes what documents
mean: raise `LOGIC_VERSION` in `touchline.normalizer.records` with it."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from touchline.normalizer.dialects.names import Names, club_scope
from touchline.normalizer.dialects.rows import Name, Scope
from touchline.schemas.records import IdentityKind

LISTS = files(__package__)


@cache
def reviewed() -> Names:
    """Everything that the lists say."""
    clubs = ((Name(club_scope(pool), text), club) for pool in pools() for club, text in _lines("clubs", pool))
    players = (
        (Name(player_scope(scope), text), player)
        for scope in _names("players")
        for player, text in _lines("players", scope)
    )
    return Names.of([*clubs, *players])


def list_files() -> list[Path]:
    """The files of the lists."""
    with as_file(LISTS) as folder:
        return sorted(folder.rglob("*.csv"))


def player_scope(name: str) -> Scope:
    """Where a provider's own names of players mean something, for example `transfermarkt`."""
    return Scope(IdentityKind.PLAYER, name)


def pools() -> list[str]:
    """The pools that have a list of clubs."""
    return _names("clubs")


def clubs_of(pool: str) -> Mapping[str, str]:
    """The clubs of a pool by folded name.

    >>> from touchline.normalizer.dialects.names import folded
    >>> clubs_of("ENG")[folded("Man United")]
    'man-united'
    """
    return reviewed().known.get(club_scope(pool), {})


def _names(folder: str) -> list[str]:
    lists = LISTS / folder
    return (
        sorted(entry.name.removesuffix(".csv") for entry in lists.iterdir() if entry.name.endswith(".csv"))
        if lists.is_dir()
        else []
    )


def _lines(folder: str, name: str) -> Iterator[tuple[str, str]]:
    text = (LISTS / folder / f"{name}.csv").read_text(encoding="utf-8")
    _, *lines = csv.reader(text.splitlines())
    yield from ((identity, written) for identity, written in lines)
