"""Which columns tell a record's rows apart: of rows that are equal in all of them the greatest revision stands.

A message's key, which decides its partition, is another thing (`topics`). What one document states stands beside what
another does, so most facts are known by the document too. Of sealed predictions, decisions and announcements the latest
stands; each has a greater revision than the one before, so who passes over repeats still sees each of them.
"""

from collections.abc import Mapping

from touchline.schemas import records

ROW_KEYS: Mapping[type, tuple[str, ...]] = {
    records.RawDocument: ("document_key",),
    records.Team: ("team_id", "source"),
    records.Match: ("match_id", "document_key"),
    records.Odds: ("match_id", "document_key", "bookmaker", "market", "line", "moment"),
    records.Player: ("player_id", "document_key", "season"),
    records.PlayerMatch: ("player_id", "match_id", "document_key"),
    records.Availability: (
        "player_id", "document_key", "event_time", "since", "reason", "sentence", "article_id",
    ),
    records.Article: ("article_id", "document_key"),
    records.TeamRating: ("match_id", "team_id", "system", "document_key"),
    records.IdentityDecision: ("decision_key",),
    records.ParkedRow: ("document_key", "line", "column", "kind"),
    records.MatchFeatures: ("match_id", "catalogue_version"),
    records.TeamFeatures: ("team_id", "catalogue_version"),
    records.PlayerFeatures: ("player_id", "catalogue_version"),
    records.MatchPrediction: ("match_id",),
    records.PlayerPrediction: ("match_id", "player_id"),
    records.Settlement: ("match_id",),
    records.PlayerSettlement: ("match_id",),
    records.Drift: ("drift_id",),
    records.RetrainingRequest: ("request_id",),
    records.Promotion: ("model_name",),
    records.Trial: ("model_name",),
    records.Serving: ("replica",),
}  # fmt: skip
