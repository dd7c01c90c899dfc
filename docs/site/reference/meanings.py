"""What each table and view is for, in words; a table or column without a meaning fails `make generate`."""

from collections.abc import Mapping

VIEW_MEANINGS: Mapping[str, str] = {
    "pub_matches": "Played matches, each as resolved from what its sources assert.",
    "pub_match_features": "The latest feature vector of each coming and played match, by catalogue version.",
    "pub_served_rows": "Vectors of teams and players as they were served at each moment.",
    "pub_odds": "Prices as bookmakers stated them, by market, line and moment.",
    "pub_assertions": "What each document says of a match, withdrawn ones included, as a status.",
    "pub_players": "Players as sources know them.",
    "pub_player_matches": "What a player did in a match, as sources state it.",
    "pub_availability": "Who can be picked, in the sources' words, with the sentence that says so.",
    "pub_articles": "Articles without their text, which is not ours to publish.",
    "pub_ratings": "Ratings that others publish of teams, before the match.",
    "pub_document_sets": "A row for each document of a set: what a vector or prediction rests on.",
}
COLUMNS: Mapping[str, str] = {
    "kick_off_document": "sha256 of the document that its kick-off is taken from",
    "statistics_document": "sha256 of the document that its shots and corners are taken from",
    "kind": "team or player",
    "entity": "team_id or player_id",
    "as_of": "the moment that the vector is about",
    "feature_values": "the values, in the order of the catalogue",
    "known_at": "when it could be known, in football time",
}
LEDGER = frozenset(
    {"access_keys", "claims", "decisions", "drifts", "identity_decisions", "player_forecasts", "player_settlements"}
    | {"predictions", "requests", "settlements"}
)
TABLES: Mapping[str, str] = {
    # runtime
    "marks": "a partition of a topic: the next offset of a service in it, and the epoch of who owns it",
    "lanes": "a lane of the outbox: who may send, since when",
    "outbox": "a message that was decided and is not acknowledged yet",
    # normalizer
    "identity_decisions": "a person's decision which club or player a name means",
    "normalizer_again": "a document that is to be read again, and why",
    "normalizer_documents": "the latest version of a document that was read, and its announcement",
    "normalizer_identities": "a name as a source or a person uses it, and whom it means",
    "normalizer_rows": "a row of a document, by hash, with what it stated; parked ones too",
    "normalizer_scopes": "a kind and scope of names, to be locked while it changes",
    "normalizer_waiting": "a document that waits for the meaning of a name",
    # feature store
    "articles": "an article as it stands",
    "assertion_versions": "an assertion as it was at some time",
    "assertions": "what one document asserts of a match",
    "availability": "what a source says of whether a player can be picked",
    "availability_versions": "the same as it was at some time",
    "checkpoints": "the state of a pool's fold at the end of a match day, with its hash",
    "document_sets": "a set of documents by the hash of its members",
    "documents": "a document that facts rest on",
    "history": "a vector of a match, team or player about a moment, and when it was known",
    "match_features": "the latest vector of a match in a catalogue",
    "match_versions": "a match as it was resolved at some time",
    "matches": "a match as resolved now",
    "odds": "a price as it stands",
    "odds_versions": "a price as it was at some time",
    "people_checkpoints": "the state of a pool's fold of players",
    "people_versions": "an event of a player as it was known at some time",
    "player_features": "the latest vector of a player in a catalogue",
    "player_match_versions": "what a player did in a match, as it was stated at some time",
    "player_matches": "what a player did in a match",
    "player_versions": "a player as he was stated at some time",
    "players": "a player as sources know him",
    "pools": "a pool: its lock, its folds, the catalogues that it keeps",
    "ratings": "a published rating of a team before a match",
    "stale": "a mark that a pool is to be folded again from a time on",
    "stale_people": "the same of a pool's players",
    "stale_prices": "a match whose prices changed",
    "team_features": "the latest vector of a team in a catalogue",
    "team_statistics": "a team's shots and corners in a match",
    "teams": "a team by its names",
    # predictor
    "access_keys": "a key of the API: the digest of its secret, and what it may",
    "clock": "the football clock (one row)",
    "fixtures": "a coming match with its vector, and the version that scored it",
    "looked_squads": "a match whose players were looked at, by which model and news",
    "player_forecasts": "the sealed forecast of both squads of a match",
    "player_news": "a pool, and how often its players made news",
    "player_seals": "a pool's latest seal of players",
    "predictions": "a sealed prediction",
    "scored_vectors": "a vector that a sealed prediction was made of",
    "seals": "a pool's latest seal",
    "served_models": "a model that ever served, with its bundle",
    "serving_model": "the model that serves (one row)",
    # drift-monitor
    "drifts": "a change of a detector's verdict, with what it likely means",
    "player_settlements": "how far apart forecasts of players and what they did were, of a match",
    "requests": "a request for a retraining, and its cause",
    "settlements": "a prediction beside the result and the closing odds",
    "unsettled": "a match that may be settled now",
    "watched_forecasts": "a forecast of players to be settled",
    "watched_lines": "what a player did, to settle with",
    "watched_matches": "what a source says of a match, to settle with",
    "watched_odds": "a price to settle with",
    "watched_predictions": "a prediction to be settled",
    "watched_results": "the result that is believed of a match",
    "watched_vectors": "the vector of a prediction, for charts of the input",
    # trainer
    "claims": "a request, and the one run that took it",
    "decisions": "a promotion or refusal, with the figures it rests on",
}
