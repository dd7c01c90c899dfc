"""Every feature. A name pins its meaning for ever; a catalogue version is an ordered list of names.

A change of formula or meaning is a new name; a change of order, or another list, a new version. Everything is computed
once, in the order of LATEST, and projected to what a model pins. CATALOGUE_VERSION is what models learn from today.
"""

from touchline.football.catalogue.feature import Feature
from touchline.football.catalogue.parts import MARKET, PAIR, SQUAD
from touchline.football.catalogue.versions import CATALOGUES, LATEST, Catalogue, catalogue, project

CATALOGUE_VERSION = 1
TEAM_CATALOGUE = CATALOGUES[CATALOGUE_VERSION].teams
MATCH_CATALOGUE = CATALOGUES[CATALOGUE_VERSION].matches
TEAM_FEATURES: tuple[str, ...] = tuple(feature.name for feature in TEAM_CATALOGUE)
MATCH_FEATURES: tuple[str, ...] = tuple(feature.name for feature in MATCH_CATALOGUE)

__all__ = [
    "CATALOGUES",
    "CATALOGUE_VERSION",
    "LATEST",
    "MARKET",
    "MATCH_CATALOGUE",
    "MATCH_FEATURES",
    "PAIR",
    "SQUAD",
    "TEAM_CATALOGUE",
    "TEAM_FEATURES",
    "Catalogue",
    "Feature",
    "catalogue",
    "project",
]
