"""The features that this service emits, as the shared catalogue declares them (`touchline.football.catalogue`)."""

from touchline.football.catalogue import CATALOGUE_VERSION, MATCH_CATALOGUE, TEAM_CATALOGUE, Feature

__all__ = ["CATALOGUE_VERSION", "MATCH_CATALOGUE", "TEAM_CATALOGUE", "Feature"]
