"""Which features a version lists, and how the latest order becomes that of an older version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from touchline.football.catalogue import matches, teams
from touchline.football.catalogue.feature import Feature, check
from touchline.football.catalogue.players import PLAYERS


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A version: three ordered lists. ValueError, with a sentence, for a feature that looks ahead (`feature.check`)."""

    version: int
    teams: tuple[Feature, ...]
    matches: tuple[Feature, ...]
    players: tuple[Feature, ...]

    def __post_init__(self) -> None:
        for features in (self.teams, self.matches, self.players):
            check(features)

    def of(self, kind: str) -> tuple[Feature, ...]:
        """Its features of a "team", a "match" or a "player"; ValueError for anything else."""
        match kind:
            case "team":
                return self.teams
            case "match":
                return self.matches
            case "player":
                return self.players
        raise ValueError(f'features are of a "team", a "match" or a "player", not of {kind!r}')


# Version 2 never served a model: 3 lists all of it and more.
LATEST = 3
CATALOGUES: Mapping[int, Catalogue] = MappingProxyType(
    {
        1: Catalogue(1, teams.FIRST, matches.FIRST, ()),
        3: Catalogue(3, teams.LATEST, matches.LATEST, PLAYERS),
    }
)


def catalogue(version: int) -> Catalogue:
    """A version by its number; ValueError, naming those that exist, for another one.

    >>> catalogue(2)
    Traceback (most recent call last):
    ValueError: there is no catalogue version 2; ask for one of 1, 3
    """
    if version not in CATALOGUES:
        known = ", ".join(map(str, sorted(CATALOGUES)))
        raise ValueError(f"there is no catalogue version {version}; ask for one of {known}")
    return CATALOGUES[version]


def _places(kind: str, version: int) -> tuple[int, ...] | None:
    """Where each feature of a version stands in the latest; None: just so."""
    latest = [feature.name for feature in CATALOGUES[LATEST].of(kind)]
    wanted = [feature.name for feature in CATALOGUES[version].of(kind)]
    return None if wanted == latest else tuple(latest.index(name) for name in wanted)


_PLACES = {(kind, version): _places(kind, version) for kind in ("team", "match", "player") for version in CATALOGUES}


def project(kind: str, values: Sequence[float], version: int) -> list[float]:
    """Values in the order of LATEST as a version lists them; ValueError for another number of values.

    >>> elo = [1500.0] + [0.0] * 68
    >>> len(project("team", elo, 3)), len(project("team", elo, 1))
    (69, 11)
    """
    expected = len(catalogue(LATEST).of(kind))
    if len(values) != expected:
        raise ValueError(f"a {kind} has {expected} values in catalogue version {LATEST}, not {len(values)}")
    if version not in CATALOGUES:
        catalogue(version)
    places = _PLACES[kind, version]
    return list(values) if places is None else [values[place] for place in places]
