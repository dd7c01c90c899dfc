"""What each field of a record means, with its unit, and a value as it may be.

One name means one thing everywhere; the one that does not is told for its record, as `ParkedRow.line`.
"""

from collections.abc import Mapping
from typing import NamedTuple

from touchline.schemas.describing.meanings_of_people import FORECASTS, PEOPLE

TIME = "2020-02-29T12:30:00+00:00"
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
ID = "5d41402abc4b2a76b9719d911017c592"


class Meaning(NamedTuple):
    """In words, and by example."""

    words: str
    example: object


def _all(*tables: Mapping[str, tuple[str, object]]) -> dict[str, Meaning]:
    return {name: Meaning(*told) for table in tables for name, told in table.items()}


_DOCUMENTS: Mapping[str, tuple[str, object]] = {
    "source": ("provider that said it", "football-data"),
    "document_key": ("the provider's document, stable over its versions", "football-data/mmz4281/1920/E0.csv"),
    "document": ("sha256 of the version of the document that says so", SHA256),
    "url": ("address it was fetched from, or where people read it", "https://news.example/derby"),
    "object_key": ("where its bytes stand in S3", f"raw/football-data/2020-02-28/{SHA256}.csv"),
    "sha256": ("of its bytes", SHA256),
    "previous_sha256": ("of the version before; null for the first", None),
    "size": ("bytes", 168_221),
    "media_type": ("what the answer called itself", "text/csv"),
    "complete": ("whether its silence withdraws what an earlier version held", True),
    "provenance": ("recorded, derived from recorded documents, or simulated", "recorded"),
    "withdrawn": ("takes back what was stated under its key; null means false", False),
    "column": ("column that could not be read; null: the whole row", "B365H"),
    "row": ("the row as it stood, cut at 2,000 characters", "E0,29/02/2020,Everton,?,1,0"),
    "ParkedRow.line": ("of the document, counted from 1", 212),
    "rows": ("rows of the document that it stands for", 1),
    "waits_for": ("the decision that would let it in, as kind:scope:name", "team:ENG:Everton FC"),
    "decision_key": ("kind, scope and name in one", "team:ENG:Man Utd"),
    "kind": ("what it is about", "team"),
    "scope": ("where the name is used", "ENG"),
    "name": ("as people say it", "Manchester United"),
    "identity": ("what the name means, a team_id or player_id", "man-united"),
    "decided_by": ("person or reviewed list", "aliases"),
    "reason": ("in words", "Hamstring injury"),
}
_TIMES: Mapping[str, tuple[str, object]] = {
    "event_time": ("when it happens in football: the kick-off of a match", TIME),
    "available_at": ("when we could know it, in football time", "2020-02-29T14:45:00+00:00"),
    "recorded_at": ("when we wrote it, by our own clock", "2026-11-30T09:00:00.123456+00:00"),
    "revision": ("greater ones of the same key replace smaller ones; a repeat changes nothing", 1),
}
_MATCHES: Mapping[str, tuple[str, object]] = {
    "pool": ("country, or EUR and WORLD, whose matches are folded together; the key of most topics", "ENG"),
    "team_id": ("our id of a club", "man-united"),
    "country": ("of the club", "ENG"),
    "match_id": ("competition, season, home and away", "E0:2019-20:everton:man-united"),
    "competition": ("code of the division", "E0"),
    "season": ("as 2019/20, or 2019 where it is a calendar year", "2019/20"),
    "home_team": ("team_id", "everton"),
    "away_team": ("team_id", "man-united"),
    "kick_off_known": ("false: only the day is known", True),
    "status": ("what the source says of it", "played"),
    **{
        f"{side}_{what}": (f"of the {side} side; null: not told", value)
        for side, value in (("home", 1), ("away", 1))
        for what in ("goals", "shots", "shots_on_target", "corners", "fouls", "yellow_cards", "red_cards")
    },
    "half_time_home_goals": ("at half time", 1),
    "half_time_away_goals": ("at half time", 1),
    "home_expected_goals": ("expected goals of the home side", 1.42),
    "away_expected_goals": ("expected goals of the away side", 0.97),
    "referee": ("as the source writes the name", "C Kavanagh"),
    "round": ("as the source names it", "28"),
    "attendance": ("people in the stadium", 39_374),
    "bookmaker": ("who offers, or average and maximum of many", "pinnacle"),
    "market": ("what is bet on", "1x2"),
    "line": ("goals of over-under, handicap of the home side; null: the market has none", None),
    "moment": ("before the match, or at its close", "before"),
    "selections": ("what can be picked", ["home", "draw", "away"]),
    "prices": ("decimal odds, in the order of the selections", [2.87, 3.41, 2.54]),
    "system": ("who rates", "spi"),
    "rating": ("in the system's own points", 78.4),
    "win_probability": ("share of 1", 0.41),
    "draw_probability": ("share of 1", 0.27),
    "projected_goals": ("expected by the system", 1.38),
}
_MODELS: Mapping[str, tuple[str, object]] = {
    "catalogue_version": ("which list of features the values are in the order of", 3),
    "values": ("the features, in the order of the catalogue", [1534.2, 1601.7, -67.5]),
    "document_set": ("hash of every version of a document that is folded into it", SHA256),
    "state_hash": ("sha256 of the rows it was read from", SHA256),
    "prediction_id": ("of a sealed prediction", ID),
    "model_name": ("in the registry", "touchline-match"),
    "model_version": ("in the registry", "2020-02-24-blend-82e057e0"),
    "snapshot": ("hash of the data that the model was learned from", SHA256),
    "features_revision": ("of the vector that it rests on", 3),
    "home": ("probability that the home side wins", 0.36),
    "draw": ("probability of a draw", 0.27),
    "away": ("probability that the away side wins", 0.37),
    "grid": ("probabilities of 13 × 13 scores, home goals down; null: sealed before grids were kept", None),
    "grid_with_odds": ("the same of the product that also sees prices; null: none known, or a model without it", None),
    "supersedes": ("the prediction that it takes the place of", None),
    "previous_seal": ("of the pool's prediction before it", SHA256),
    "seal": ("sha256 of the canonical row chained to the seal before", SHA256),
    "outcome": ("how the match ended", "draw"),
    "ranked_probability_score": ("0 is perfect, 1 is worst", 0.1312),
    "log_loss": ("natural logarithm", 1.309),
    "brier": ("sum over three outcomes, 0 to 2", 0.687),
    "market_before_score": ("ranked probability score of average prices before the match", 0.1393),
    "market_closing_score": ("the same of closing prices", 0.1328),
    "drift_id": ("of a finding", ID),
    "drifted": ("whether the threshold is passed", True),
    "statistic": ("what was measured", "outcomes"),
    "value": ("of the statistic", 0.04808),
    "threshold": ("above it the world has changed", 0.048),
    "p_value": ("chance of such a value without drift", 0.0005),
    "window": ("latest matches looked at", 380),
    "reference": ("matches before them", 1900),
    "sentence": ("for people", "Home teams won 37.1% of the last 380 matches, after 45.9% before"),
    "Drift.since": ("kick-off of the first of the matches that the finding rests on; null in older rows", TIME),
    "Drift.matches": ("those, by their ids", ["E0:2019-20:brighton:crystal-palace"]),
    "meaning": ("what a drift likely means; null where nothing drifted", "the home side's advantage has shrunk"),
    "recommendation": ("the first step", "let the retraining decide"),
    "request_id": ("of a retraining: claimed once", ID),
    "cause": ("what called for it", "drift"),
    "asked": ("in the words of who asked", "Home teams won 37.1% of the last 380 matches"),
    "decision_id": ("of what became of a challenger", ID),
    "decision": ("promoted, refused or rolled back", "promoted"),
    "champion_before": ("version that served until then", "2020-02-24-blend-82e057e0"),
    "challenger_score": ("mean ranked probability score of the challenger", 0.2243),
    "champion_score": ("the same of the champion on the same matches", 0.2244),
    "matches": ("that it was judged on", 190),
    "bundle_key": ("where the model stands in S3", "models/2020-02-24-blend-82e057e0/bundle.tar"),
    "bundle_sha256": ("of its bytes", SHA256),
    "replica": ("of the predictor", "predictor-0"),
    "sound": ("whether no gate found harm in it; null in older rows", True),
    "trial_id": ("of a challenger beside a champion", ID),
    "heard_revision": ("of the latest promotion that it takes account of", 7),
    "champion_version": ("in the registry", "2020-02-24-blend-82e057e0"),
    "champion_bundle_key": ("where the champion stands in S3", "models/touchline-match/2020-02-24.zip"),
    "champion_bundle_sha256": ("of its bytes", SHA256),
    "stage": ("how far it has come", "shadow"),
    "share": ("of the matches that the challenger answers, from 0 to 1", 0.1),
    "scored": ("vectors that both were asked about", 84),
    "failures": ("vectors that the challenger gave no chances for", 0),
    "challenger_p99_ms": ("processor time of a vector in ms, 99th percentile", 1.42),
    "champion_p99_ms": ("the same of the champion on the same vectors", 1.38),
    "distance": ("mean total variation distance of what both say of the result, from 0 to 1", 0.018),
    "settled": ("matches among them that are over", 10),
    "challenger_log_loss": ("mean natural logarithm of the challenger on those", 0.981),
    "champion_log_loss": ("the same of the champion", 0.979),
}

MEANINGS: Mapping[str, Meaning] = _all(_DOCUMENTS, _TIMES, _MATCHES, PEOPLE, FORECASTS, _MODELS)
