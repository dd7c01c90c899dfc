"""Views in MariaDB that anyone may read: columns may be added, never renamed or dropped.

What was withdrawn shows in `pub_assertions` alone, as a status; the other views leave it out.
"""

import dataclasses

from touchline.schemas.records import Article, Availability, Match, Player, PlayerMatch, TeamRating


def _columns(record: type, *without: str) -> tuple[str, ...]:
    """A view that shows a record as it was stated, if it stands."""
    hidden = {*without, "withdrawn"}
    return tuple(field.name for field in dataclasses.fields(record) if field.name not in hidden)


VIEWS: dict[str, tuple[str, ...]] = {
    "pub_matches": (
        "match_id",
        "pool",
        "competition",
        "season",
        "home_team",
        "away_team",
        "kick_off_known",
        "home_goals",
        "away_goals",
        "half_time_home_goals",
        "half_time_away_goals",
        "home_shots",
        "away_shots",
        "home_shots_on_target",
        "away_shots_on_target",
        "home_corners",
        "away_corners",
        "source",
        "document",
        "provenance",
        "event_time",
        "available_at",
        "home_expected_goals",
        "away_expected_goals",
        "round",
        "attendance",
        "referee",
        "document_key",
        "kick_off_document",
        "statistics_document",
    ),
    "pub_match_features": (
        "match_id",
        "pool",
        "competition",
        "season",
        "home_team",
        "away_team",
        "catalogue_version",
        "feature_values",
        "document_set",
        "state_hash",
        "event_time",
        "available_at",
        "revision",
    ),
    "pub_served_rows": (
        "kind",
        "entity",
        "pool",
        "season",
        "as_of",
        "known_at",
        "feature_values",
        "document_set",
    ),
    "pub_odds": (
        "match_id",
        "pool",
        "bookmaker",
        "market",
        "line",
        "moment",
        "selections",
        "prices",
        "source",
        "document_key",
        "document",
        "provenance",
        "event_time",
        "available_at",
        "revision",
    ),
    "pub_assertions": _columns(Match),
    "pub_players": _columns(Player),
    "pub_player_matches": _columns(PlayerMatch),
    "pub_availability": _columns(Availability),
    "pub_articles": _columns(Article, "text"),  # kept for our own use and never published
    "pub_ratings": _columns(TeamRating),
    "pub_document_sets": ("document_set", "document", "source", "document_key", "available_at"),
}
