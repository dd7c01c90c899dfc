"""What was landed, what the topics carry, what MariaDB holds and what Redis serves: do they agree?"""

import json
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from touchline.demo.accounts import EVEN, Difference, compare, latest, named, repeated
from touchline.demo.forecasts import forecasts_of_players, settled_players
from touchline.demo.platform import Platform
from touchline.demo.topics import Carried, carried, dead
from touchline.football.catalogue import CATALOGUES
from touchline.football.resolution import resolve_all
from touchline.schemas import topics
from touchline.schemas.records import Decision, MatchStatus
from touchline.schemas.vectors import match_key, player_key, team_key

# What tells rows apart in the tables of all that is kept as stated.
STATED = {
    topics.PLAYERS: ("players", ("player_id", "document_key", "season")),
    topics.PLAYER_MATCHES: ("player_matches", ("player_id", "match_id", "document_key")),
    topics.AVAILABILITY: (
        "availability",
        ("player_id", "document_key", "event_time", "since", "reason", "sentence", "article_id"),
    ),
    topics.ARTICLES: ("articles", ("article_id", "document_key")),
    topics.RATINGS: ("ratings", ("match_id", "team_id", "system", "document_key")),
}
# Of each kind of entity: the topic of its vectors, their key in Redis, and the tables that hold them.
VECTORS: Mapping[str, tuple[topics.Topic, Callable[[str, int], str], tuple[str, ...]]] = {
    "match": (topics.MATCH_FEATURES, match_key, ("match_features", "watched_vectors")),
    "team": (topics.TEAM_FEATURES, team_key, ("team_features",)),
    "player": (topics.PLAYER_FEATURES, player_key, ("player_features",)),
}
VECTOR_REVISION = 8  # bytes: a packed vector begins with its revision, big-endian


@dataclass(frozen=True)
class Evidence:
    """Everything that is compared, read once."""

    platform: Platform
    carried: Mapping[str, Carried]

    def of(self, topic: topics.Topic) -> list[Any]:
        """The rows that a topic carries."""
        return self.carried[topic.name].rows

    @cached_property
    def fetches(self) -> list[dict[str, Any]]:
        """The fetch records beside the bytes."""
        keys = [key for key in self.platform.keys("fetches/") if key.endswith(".json")]
        return [json.loads(self.platform.object(key)) for key in keys]


def gather(platform: Platform) -> Evidence:
    """Read the topics; tables, bucket and cache are read by the accounts."""
    return Evidence(platform, carried(platform))


def landed(evidence: Evidence) -> Difference:
    """Every fetch record was announced once, and its bytes stand where it says, with the hash it says."""
    raw = evidence.of(topics.RAW_DOCUMENTS)
    records = {(record["document_key"], record["revision"]): record["sha256"] for record in evidence.fetches}
    announced = {(row.document_key, row.revision): row.sha256 for row in raw}
    stored = {record["object_key"]: record["sha256"] for record in evidence.fetches}
    there = {key: sha256(evidence.platform.object(key)).hexdigest() for key in evidence.platform.keys("raw/")}
    return (
        compare("landed documents and raw.documents.v1", records, announced)
        + repeated(topics.RAW_DOCUMENTS.name, [(row.document_key, row.revision) for row in raw])
        + compare("fetch records and bytes in S3", stored, there)
    )


def read_documents(evidence: Evidence) -> Difference:
    """The normalizer has read the latest version of each document."""
    came = latest(evidence.of(topics.RAW_DOCUMENTS), lambda row: row.document_key)
    held = evidence.platform.rows("SELECT document_key, revision, sha256 FROM normalizer_documents")
    return compare(
        "documents and what the normalizer read",
        {key: (row.revision, row.sha256) for key, row in came.items()},
        {key: (revision, digest) for key, revision, digest in held},
    )


def teams(evidence: Evidence) -> Difference:
    """Each source's latest word on a team is held."""
    came = latest(evidence.of(topics.TEAMS), lambda row: (row.team_id, row.source))
    held = evidence.platform.rows("SELECT team_id, source, revision FROM teams")
    return compare("football.teams.v1 and teams", _revisions(came), {(team, source): r for team, source, r in held})


def matches(evidence: Evidence) -> Difference:
    """Each document's latest assertion about a match is held, here and by the monitor; no assertion came twice."""
    rows = evidence.of(topics.MATCHES)
    came = latest(rows, lambda row: (row.match_id, row.document_key))
    standing = {key: row.revision for key, row in came.items() if row.status is not MatchStatus.WITHDRAWN}
    difference = repeated(topics.MATCHES.name, [(row.match_id, row.document_key, row.revision) for row in rows])
    for table in ("assertions", "watched_results"):
        query = f"SELECT match_id, document_key, revision FROM {table} WHERE status <> 'withdrawn'"
        held = evidence.platform.rows(query)
        found = {(match, document): revision for match, document, revision in held}
        difference += compare(f"football.matches.v1 and {table}", standing, found)
    truth = {match: one for match, one in resolve_all(came.values()).items() if one.played}
    public = evidence.platform.rows("SELECT match_id, home_goals, away_goals, source, document FROM pub_matches")
    settled = evidence.platform.rows("SELECT match_id, home_goals, away_goals FROM watched_matches")
    goals = {match: (one.home_goals, one.away_goals) for match, one in truth.items()}
    return (
        difference
        + compare(
            "what documents come to and pub_matches",
            {match: (one.home_goals, one.away_goals, one.source, one.document) for match, one in truth.items()},
            {match: tuple(rest) for match, *rest in public},
        )
        + compare("what documents come to and watched_matches", goals, {match: tuple(rest) for match, *rest in settled})
    )


def odds(evidence: Evidence) -> Difference:
    """Each document's latest prices are held."""
    rows = evidence.of(topics.ODDS)

    def key(row: Any) -> tuple[object, ...]:
        return row.match_id, row.document_key, row.bookmaker, row.market, row.line, row.moment.value

    held = evidence.platform.rows("SELECT match_id, document_key, bookmaker, market, line, moment, revision FROM odds")
    return repeated(topics.ODDS.name, [(*key(row), row.revision) for row in rows]) + compare(
        "football.odds.v1 and odds", _revisions(latest(rows, key)), {row[:-1]: row[-1] for row in held}
    )


def people(evidence: Evidence) -> Difference:
    """What is stated of players, their matches and absences, of news and of ratings: each document's latest word."""
    return sum((_stated(evidence, topic, table, key) for topic, (table, key) in STATED.items()), EVEN)


def _stated(evidence: Evidence, topic: topics.Topic, table: str, key: tuple[str, ...]) -> Difference:
    def of(row: Any) -> tuple[object, ...]:
        return tuple(_naive(getattr(row, name)) for name in key)

    rows = evidence.of(topic)
    held = evidence.platform.rows(f"SELECT {', '.join(key)}, revision FROM {table}")
    # a document may say the same of a player's absence in two places: one statement, not an event that came twice
    once = [] if topic is topics.AVAILABILITY else [(*of(row), row.revision) for row in rows]
    return repeated(topic.name, once) + compare(
        f"{topic.name} and {table}", _revisions(latest(rows, of)), {row[:-1]: row[-1] for row in held}
    )


def features(evidence: Evidence) -> Difference:
    """The latest vectors of each catalogue stand in the table, in the monitor and in Redis, at the same revision."""
    return sum((_features(evidence, kind, version) for kind in VECTORS for version in sorted(CATALOGUES)), EVEN)


def _features(evidence: Evidence, kind: str, version: int) -> Difference:
    topic, key, tables = VECTORS[kind]
    rows = (row for row in evidence.of(topic) if row.catalogue_version == version)
    came = _revisions(latest(rows, lambda row: getattr(row, f"{kind}_id")))
    found = {"Redis": _cached(evidence.platform, key("", version))}
    for table in tables:
        query = f"SELECT {kind}_id, revision FROM {table} WHERE catalogue_version = {version}"
        found[table] = dict(evidence.platform.rows(query))
    return sum((compare(f"{topic.name} and {where} of {version}", came, held) for where, held in found.items()), EVEN)


def predictions(evidence: Evidence) -> Difference:
    """Every seal and grid was announced once, is watched, and the newest of each match is what Redis answers."""
    rows = evidence.of(topics.MATCH_PREDICTIONS)
    seals = {row.prediction_id: (row.seal, *_digests(row.grid, row.grid_with_odds)) for row in rows}
    ledger = evidence.platform.rows("SELECT prediction_id, seal, grid, grid_with_odds FROM predictions")
    held = {name: (seal, *_digests(*(json.loads(one or "null") for one in grids))) for name, seal, *grids in ledger}
    watched = {row[0]: 1 for row in evidence.platform.rows("SELECT prediction_id FROM watched_predictions")}
    newest = latest(rows, lambda row: row.match_id)
    standing = {match: (row.revision, *_digests(row.grid, row.grid_with_odds)) for match, row in newest.items()}
    cached = _values(evidence.platform, "answers:match:")
    answers = {match: _answered(json.loads(answer)) for match, answer in cached.items()}
    return (
        forecasts_of_players(evidence.platform, evidence.of(topics.PLAYER_PREDICTIONS))
        + compare("predictions and predictions.matches.v1", held, seals)
        + repeated(topics.MATCH_PREDICTIONS.name, [row.prediction_id for row in rows])
        + compare("predictions.matches.v1 and watched_predictions", dict.fromkeys(seals, 1), watched)
        + compare("predictions.matches.v1 and Redis", standing, answers)
    )


def monitoring(evidence: Evidence) -> Difference:
    """Settlements, drifts and requests were announced as the ledger has them."""
    rows = evidence.platform.rows
    settled = evidence.of(topics.SETTLEMENTS)
    ledger = rows("SELECT match_id, revision, prediction_id FROM settlements")
    scored = {(match, revision): prediction for match, revision, prediction in ledger}
    drifts = dict(rows("SELECT drift_id, sentence FROM drifts"))
    requests = dict(rows("SELECT request_id, reason FROM requests"))
    announced = {(row.match_id, row.revision): row.prediction_id for row in settled}
    return (
        settled_players(evidence.platform, evidence.of(topics.PLAYER_SETTLEMENTS))
        + compare("settlements and monitoring.settlements.v1", scored, announced)
        + repeated(topics.SETTLEMENTS.name, [(row.match_id, row.revision) for row in settled])
        + compare("drifts", drifts, {row.drift_id: row.sentence for row in evidence.of(topics.DRIFT)})
        + compare("requests", requests, {row.request_id: row.reason for row in evidence.of(topics.RETRAINING_REQUESTS)})
    )


def decisions(evidence: Evidence) -> Difference:
    """The topic's latest decision on each model is the ledger's; each request was decided and claimed at most once."""
    came = latest(evidence.of(topics.PROMOTIONS), lambda row: row.model_name)
    held = dict(
        evidence.platform.rows(
            "SELECT model_name, decision_id FROM decisions AS d WHERE revision ="
            " (SELECT MAX(revision) FROM decisions WHERE model_name = d.model_name)"
        )
    )
    return compare("decisions and models.promotions.v1", held, {key: row.decision_id for key, row in came.items()})


def dead_letters(evidence: Evidence) -> Difference:
    """A message that no consumer could process is not lost, but nobody has its rows."""
    letters = [f"dead letters: {topic} holds {count}" for topic, count in dead(evidence.platform).items()]
    return Difference(len(letters), 0, named(letters))


ACCOUNTS: tuple[Callable[[Evidence], Difference], ...] = (
    landed,
    read_documents,
    teams,
    matches,
    odds,
    people,
    features,
    predictions,
    monitoring,
    decisions,
    dead_letters,
)


def reconcile(evidence: Evidence) -> Difference:
    """All accounts together."""
    return sum((account(evidence) for account in ACCOUNTS), EVEN)


def promoted(evidence: Evidence) -> dict[str, Any]:
    """The champion of each model name, by the topic."""
    won = [row for row in evidence.of(topics.PROMOTIONS) if row.decision is Decision.PROMOTED]
    return {str(name): row for name, row in latest(won, lambda row: row.model_name).items()}


def _revisions(rows: Mapping[Any, Any]) -> dict[Any, int]:
    return {key: row.revision for key, row in rows.items()}


def _answered(answer: Mapping[str, Any]) -> tuple[int, str, str]:
    return answer["revision"], *_digests(answer.get("grid"), answer.get("grid_with_odds"))


def _digests(grid: Sequence[float] | None, with_odds: Sequence[float] | None) -> tuple[str, str]:
    return _digest(grid), _digest(with_odds)


def _digest(grid: Sequence[float] | None) -> str:
    """A grid in sixteen characters, other ones for every other bit."""
    return "no grid" if grid is None else sha256(struct.pack(f">{len(grid)}d", *grid)).hexdigest()[:16]


def _naive(value: object) -> object:
    """A time as MariaDB gives it back; anything else as it is."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


def _values(platform: Platform, prefix: str) -> dict[str, bytes]:
    keys: list[bytes] = sorted(platform.redis.scan_iter(f"{prefix}*", count=2_000))
    values: list[Any] = platform.redis.mget(keys) if keys else []
    return {key.decode().removeprefix(prefix): value for key, value in zip(keys, values, strict=True) if value}


def _cached(platform: Platform, prefix: str) -> dict[str, int]:
    values = _values(platform, prefix)
    return {key: int.from_bytes(value[:VECTOR_REVISION], "big") for key, value in values.items()}
