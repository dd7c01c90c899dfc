"""Every feature. A name pins its meaning for ever; a catalogue version is an ordered list of names.

A change of formula or meaning is a new name; a change of order, or another list, a new version. Everything is computed
once, in the order of LATEST, and projected to what pins an older one: the drift-monitor watches WATCHED.
"""

from touchline.football.catalogue.feature import Feature
from touchline.football.catalogue.parts import MARKET, PAIR, SQUAD
from touchline.football.catalogue.versions import CATALOGUES, LATEST, Catalogue, catalogue, project

WATCHED = 1
TEAM_FEATURES: tuple[str, ...] = tuple(feature.name for feature in CATALOGUES[LATEST].teams)
MATCH_FEATURES: tuple[str, ...] = tuple(feature.name for feature in CATALOGUES[LATEST].matches)

__all__ = [
    "CATALOGUES",
    "LATEST",
    "MARKET",
    "MATCH_FEATURES",
    "PAIR",
    "SQUAD",
    "TEAM_FEATURES",
    "WATCHED",
    "Catalogue",
    "Feature",
    "catalogue",
    "project",
]
