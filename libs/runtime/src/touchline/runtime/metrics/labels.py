"""The labels and what they may say: few values, stated here; never a match or player."""

from touchline.runtime.metric import Label
from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.records import Cause, Decision, IdentityKind, Stage
from touchline.schemas.sources import SOURCES
from touchline.schemas.topics import TOPICS, dead_letters, retries

_APART = {name(topic, consumer) for topic in TOPICS for consumer in topic.consumers for name in (dead_letters, retries)}
SERVICE = Label(
    "service",
    "the service; the predictor's serving program reads on its own",
    ("drift-monitor", "feature-store", "ingestor", "normalizer", "predictor", "predictor-serve"),
)
TOPIC = Label(
    "topic",
    "a topic, or a consumer's dead letters or retries of it",
    tuple(sorted({topic.name for topic in TOPICS} | _APART)),
)
SOURCE = Label("source", "the source's id", tuple(sorted(SOURCES)))
POOL = Label("pool", "a country's competitions", tuple(sorted({one.pool for one in COMPETITIONS.values()})))
WATCHED = Label("pool", "a country's competitions, or `all` of them together", (*POOL.values, "all"))
ANSWER = Label("answer", "what became of it", ("done", "parked", "bug"))
OUTCOME = Label("outcome", "what became of it", ("changed", "unchanged", "settled", "absent", "failed"))
REASON = Label("reason", "why a document was not had", at_most=28)
STATISTIC = Label("statistic", "a rule's statistic", at_most=30)
CAUSE = Label("cause", "what called for it", (Cause.DRIFT.value, Cause.PERFORMANCE.value))
ROUTE = Label("route", "the path's template without its version, or `unknown`", at_most=28)
STATUS = Label("status", "the HTTP status", at_most=14)
METHOD = Label("method", "a method of the contract", at_most=12)
CODE = Label("code", "the gRPC status", at_most=17)
REFUSAL = Label(
    "refusal",
    "why somebody was not let in",
    ("no-key", "bad-key", "bad-token", "may-not", "keys-unread", "over-quota", "too-many-streams"),
)
WHY = Label("why", "why a subscriber went", ("slow", "left", "closing"))
VERSION = Label("version", "a model's version", at_most=1)
DECISION = Label("decision", "a challenger's fate", tuple(one.value for one in Decision))
STAGE = Label("stage", "how far a challenger has come", tuple(one.value for one in Stage))
SCORED = Label("outcome", "whether the challenger answered", ("scored", "failed"))
BESIDE = Label("model", "which of the two", ("challenger", "champion"))
FORECASTER = Label("forecaster", "whose probabilities", ("sealed", "closing"))
TARGET = Label("target", "what is expected of a player", ("minutes", "goals", "points"))
RESULT = Label("result", "how a match may end", ("home", "draw", "away"))
PREDICTED = Label("state", "whether it has a prediction", ("predicted", "waiting"))
KIND = Label("kind", "whose name", tuple(one.value for one in IdentityKind))
