"""One card per topic: what it carries, how it is keyed, who writes it and who reads it."""

from dataclasses import dataclass

from touchline.schemas import records

DAY_MS = 24 * 60 * 60 * 1000
POOLS = 4  # partitions of everything keyed by pool: one count, so that a pool's facts and features stay together


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic's card. `consumers` are the services that keep a mark on it; each has its dead letters and retries."""

    name: str
    record: type
    key: str
    producer: str
    consumers: tuple[str, ...]
    partitions: int
    retention_ms: int | None  # None: compacted, the latest per key is kept


RAW_DOCUMENTS = Topic(
    "raw.documents.v1", records.RawDocument, "document_key", "ingestor", ("normalizer",), POOLS, 30 * DAY_MS
)
TEAMS = Topic("football.teams.v1", records.Team, "pool", "normalizer", ("feature-store",), POOLS, 90 * DAY_MS)
MATCHES = Topic(
    "football.matches.v1", records.Match, "pool", "normalizer", ("feature-store", "drift-monitor"), POOLS, 90 * DAY_MS
)
ODDS = Topic(
    "football.odds.v1", records.Odds, "pool", "normalizer", ("feature-store", "drift-monitor"), POOLS, 90 * DAY_MS
)
PLAYERS = Topic("football.players.v1", records.Player, "pool", "normalizer", ("feature-store",), POOLS, 90 * DAY_MS)
PLAYER_MATCHES = Topic(
    "football.player-matches.v1",
    records.PlayerMatch,
    "pool",
    "normalizer",
    ("feature-store", "drift-monitor"),
    POOLS,
    90 * DAY_MS,
)
AVAILABILITY = Topic(
    "football.availability.v1", records.Availability, "pool", "normalizer", ("feature-store",), POOLS, 90 * DAY_MS
)
ARTICLES = Topic("football.articles.v1", records.Article, "pool", "normalizer", ("feature-store",), POOLS, 90 * DAY_MS)
RATINGS = Topic("football.ratings.v1", records.TeamRating, "pool", "normalizer", ("feature-store",), POOLS, 90 * DAY_MS)
IDENTITY_DECISIONS = Topic(
    "identity.decisions.v1", records.IdentityDecision, "decision_key", "normalizer", ("normalizer",), 1, None
)
PARKED_ROWS = Topic("parked.rows.v1", records.ParkedRow, "document_key", "normalizer", (), 1, 90 * DAY_MS)
MATCH_FEATURES = Topic(
    "features.matches.v1",
    records.MatchFeatures,
    "pool",
    "feature-store",
    ("predictor", "drift-monitor"),
    POOLS,
    90 * DAY_MS,
)
TEAM_FEATURES = Topic("features.teams.v1", records.TeamFeatures, "pool", "feature-store", (), POOLS, 90 * DAY_MS)
PLAYER_FEATURES = Topic(
    "features.players.v1", records.PlayerFeatures, "pool", "feature-store", ("predictor",), POOLS, 90 * DAY_MS
)
MATCH_PREDICTIONS = Topic(
    "predictions.matches.v1", records.MatchPrediction, "pool", "predictor", ("drift-monitor",), POOLS, 365 * DAY_MS
)
PLAYER_PREDICTIONS = Topic(
    "predictions.players.v1", records.PlayerPrediction, "pool", "predictor", ("drift-monitor",), POOLS, 365 * DAY_MS
)
SETTLEMENTS = Topic(
    "monitoring.settlements.v1", records.Settlement, "pool", "drift-monitor", ("predictor",), POOLS, 365 * DAY_MS
)
PLAYER_SETTLEMENTS = Topic(
    "monitoring.player-settlements.v1",
    records.PlayerSettlement,
    "pool",
    "drift-monitor",
    (),
    POOLS,
    365 * DAY_MS,
)
DRIFT = Topic("monitoring.drift.v1", records.Drift, "pool", "drift-monitor", (), 1, 365 * DAY_MS)
RETRAINING_REQUESTS = Topic(
    "retraining.requests.v1", records.RetrainingRequest, "request_id", "drift-monitor", (), 1, 365 * DAY_MS
)
PROMOTIONS = Topic("models.promotions.v1", records.Promotion, "model_name", "trainer", ("predictor",), 1, None)
TRIALS = Topic("models.trials.v1", records.Trial, "model_name", "predictor", (), 1, None)
SERVING = Topic("models.serving.v1", records.Serving, "replica", "predictor", (), 1, None)

TOPICS: tuple[Topic, ...] = (
    RAW_DOCUMENTS,
    TEAMS,
    MATCHES,
    ODDS,
    PLAYERS,
    PLAYER_MATCHES,
    AVAILABILITY,
    ARTICLES,
    RATINGS,
    IDENTITY_DECISIONS,
    PARKED_ROWS,
    MATCH_FEATURES,
    TEAM_FEATURES,
    PLAYER_FEATURES,
    MATCH_PREDICTIONS,
    PLAYER_PREDICTIONS,
    SETTLEMENTS,
    PLAYER_SETTLEMENTS,
    DRIFT,
    RETRAINING_REQUESTS,
    PROMOTIONS,
    TRIALS,
    SERVING,
)

BY_NAME = {topic.name: topic for topic in TOPICS}


def dead_letters(topic: Topic, consumer: str) -> str:
    """Where a consumer puts, byte for byte, what it cannot process.

    >>> dead_letters(RAW_DOCUMENTS, "normalizer")
    'raw.documents.v1.normalizer.dlq'
    """
    return f"{topic.name}.{consumer}.dlq"


def retries(topic: Topic, consumer: str) -> str:
    """Where dead letters are replayed to, for that consumer alone."""
    return f"{topic.name}.{consumer}.retry"
