"""Every record that travels in a topic, declared once.

All carry three times. `event_time`: when it happens on the pitch (kick-off), or, for what is about no match, when the
cause happened. `available_at`: when we could know it. `recorded_at`: our clock; never an input of a feature.
`revision` grows with every change of the same key; consumers apply only greater ones (`touchline.schemas.revision`).
Times are UTC; odds are decimal; probabilities are shares of 1; goals and shots are counts.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Provenance(StrEnum):
    """Where the bytes behind a fact come from."""

    REAL = "real"
    DERIVED = "derived"  # a past view computed from a later real document
    SIMULATED = "simulated"
    UNKNOWN = "unknown"


class MatchStatus(StrEnum):
    """What a source says about a match."""

    SCHEDULED = "scheduled"
    PLAYED = "played"
    POSTPONED = "postponed"  # it will be played on another day
    ABANDONED = "abandoned"  # begun and not ended: it has no result
    AWARDED = "awarded"  # its result was decided off the pitch
    CANCELLED = "cancelled"  # it will never be played
    WITHDRAWN = "withdrawn"  # a complete document no longer holds it
    UNKNOWN = "unknown"


class OddsMoment(StrEnum):
    """When the prices were collected."""

    BEFORE = "before"
    CLOSING = "closing"
    UNKNOWN = "unknown"


class Position(StrEnum):
    """Where a player plays."""

    GOALKEEPER = "goalkeeper"
    DEFENDER = "defender"
    MIDFIELDER = "midfielder"
    FORWARD = "forward"
    UNKNOWN = "unknown"


class AvailabilityStatus(StrEnum):
    """Whether a player can be picked, as a source says."""

    AVAILABLE = "available"
    DOUBTFUL = "doubtful"
    INJURED = "injured"
    SUSPENDED = "suspended"
    ABSENT = "absent"  # any other reason
    UNKNOWN = "unknown"


class ParkedKind(StrEnum):
    """What a parked row stands for."""

    ROW = "row"  # a row of the document that gave no record
    PART = "part"  # a part of a row, whose other parts went on
    SCHEMA_DRIFT = "schema-drift"  # the provider has changed its columns; the known part went on
    INCOMPLETE = "incomplete"  # the document holds less than such a document must hold
    NOT_FOLLOWED = "not-followed"  # rows of a competition that no line of `competitions` names
    UNKNOWN = "unknown"


class IdentityKind(StrEnum):
    """What an identity decision is about."""

    CLUB = "club"
    PLAYER = "player"
    MATCH = "match"  # only providers state it, of their own numbers
    UNKNOWN = "unknown"


class Decision(StrEnum):
    """What became of a challenger."""

    PROMOTED = "promoted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document was fetched and its bytes stand in S3 under `object_key`."""

    source: str
    document_key: str  # stable over versions, for example football-data/mmz4281/1920/E0.csv
    url: str
    object_key: str
    sha256: str
    size: int  # bytes
    media_type: str
    previous_sha256: str | None
    complete: bool  # a complete document withdraws what it no longer holds; a rolling one does not
    provenance: Provenance
    event_time: datetime
    available_at: datetime  # fetched_at in football time
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Team:
    """A club as a source names it, with our id."""

    team_id: str
    name: str
    country: str
    pool: str
    source: str
    document: str  # sha256 of the raw document
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Match:
    """What one document of one source asserts about a match; identity is (competition, season, home, away)."""

    match_id: str
    pool: str
    competition: str
    season: str  # 2019/20
    home_team: str  # team_id
    away_team: str
    kick_off_known: bool  # false: only the date is known, event_time is 15:00 UTC of it
    status: MatchStatus
    home_goals: int | None
    away_goals: int | None
    half_time_home_goals: int | None
    half_time_away_goals: int | None
    home_shots: int | None
    away_shots: int | None
    home_shots_on_target: int | None
    away_shots_on_target: int | None
    home_corners: int | None
    away_corners: int | None
    home_fouls: int | None
    away_fouls: int | None
    home_yellow_cards: int | None
    away_yellow_cards: int | None
    home_red_cards: int | None
    away_red_cards: int | None
    referee: str | None
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime  # kick-off
    available_at: datetime
    recorded_at: datetime
    revision: int
    home_expected_goals: float | None = None
    away_expected_goals: float | None = None
    round: str | None = None  # as the source names it: Matchday 7, 38
    attendance: int | None = None


@dataclass(frozen=True, slots=True)
class Player:
    """A player as a source knows him: one id through every season, club and spelling."""

    player_id: str
    pool: str
    name: str  # as people say it
    first_name: str | None
    last_name: str | None
    position: Position | None
    team_id: str | None  # his club as this document has it
    season: str | None
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class PlayerMatch:
    """What one document asserts about a player in a match."""

    player_id: str
    match_id: str
    pool: str
    team_id: str
    opponent_id: str
    at_home: bool
    position: Position | None
    minutes: int
    started: bool | None
    goals: int
    assists: int | None
    own_goals: int | None
    penalties_missed: int | None
    penalties_saved: int | None
    saves: int | None
    goals_conceded: int | None
    yellow_cards: int | None
    red_cards: int | None
    bonus: int | None  # Fantasy Premier League's bonus points
    points: int | None  # Fantasy Premier League's points
    price: float | None  # in millions
    expected_goals: float | None
    expected_assists: float | None
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime  # kick-off
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a player can be picked, and why not. What a source says of the end is hindsight in an archive."""

    player_id: str
    pool: str
    team_id: str | None
    status: AvailabilityStatus
    reason: str | None  # as the source words it: Hamstring injury
    chance: float | None  # of playing the next round, a share of 1
    since: datetime | None
    until: datetime | None  # never an input of a feature
    sentence: str | None  # of an article, the one this rests on
    article_id: str | None
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime  # when the absence began, or when it was said
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Article:
    """A piece of football news: what it says, in which language, and whom it names."""

    article_id: str  # of its address
    pool: str  # of the teams it names; WORLD when it names none
    url: str
    title: str
    text: str
    language: str | None  # ISO 639-1
    author: str | None
    teams: list[str]  # team_id
    players: list[str]  # player_id
    fingerprint: str  # 64 bits of its words in hexadecimal: near-duplicates differ in few bits
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime  # when it was published
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class TeamRating:
    """What a public rating system said of a team before a match."""

    match_id: str
    team_id: str
    pool: str
    system: str  # spi
    rating: float
    win_probability: float | None
    draw_probability: float | None
    projected_goals: float | None
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime  # kick-off
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class IdentityDecision:
    """A person decided what a name means: ledger data, never rebuilt; a later decision on the same name replaces it."""

    decision_key: str  # kind, scope and name in one
    kind: IdentityKind
    scope: str  # where the name is used: a pool, or a source and season
    name: str
    identity: str  # team_id or player_id
    decided_by: str
    reason: str
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int  # the decision's version


@dataclass(frozen=True, slots=True)
class Odds:
    """One bookmaker's prices on one market of one match at one moment."""

    match_id: str
    pool: str
    bookmaker: str  # b365, pinnacle, average, maximum
    market: str  # 1x2, over-under, asian-handicap, both-to-score, double-chance, draw-no-bet, correct-score…
    line: float | None  # goals of over-under; handicap of the home team
    moment: OddsMoment
    selections: list[str]  # home, draw, away
    prices: list[float]  # decimal odds, in the order of selections
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class MatchFeatures:
    """The feature vector of a meeting as it stood with everything available before its kick-off."""

    match_id: str
    pool: str
    competition: str
    season: str
    home_team: str
    away_team: str
    catalogue_version: int
    values: list[float]  # in the order of the catalogue
    document_set: str  # hash of every document version folded into it
    state_hash: str
    event_time: datetime  # kick-off
    available_at: datetime  # of the latest input
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class TeamFeatures:
    """The latest snapshot of one team, for hypothetical meetings."""

    team_id: str
    pool: str
    catalogue_version: int
    values: list[float]
    document_set: str
    state_hash: str
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class MatchPrediction:
    """A sealed prediction; it is superseded, never changed."""

    prediction_id: str
    match_id: str
    pool: str
    competition: str
    season: str
    home_team: str
    away_team: str
    model_name: str
    model_version: str
    catalogue_version: int
    snapshot: str  # the training data's hash
    features_revision: int
    document_set: str
    home: float
    draw: float
    away: float
    supersedes: str | None  # prediction_id
    previous_seal: str
    seal: str  # sha256 of the canonical row chained to the pool's previous seal
    event_time: datetime  # kick-off as known when sealed
    available_at: datetime  # football time of the sealing
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """The last prediction sealed before the actual kick-off, scored; beside it the market's view."""

    match_id: str
    prediction_id: str
    pool: str
    model_version: str
    outcome: str  # home, draw, away
    home: float
    draw: float
    away: float
    ranked_probability_score: float
    log_loss: float
    brier: float
    market_before_score: float | None  # ranked probability score of the average odds before the match
    market_closing_score: float | None
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Drift:
    """What the monitor found when it looked; `drifted` rows are the ones that ask for a retraining."""

    drift_id: str
    pool: str
    drifted: bool
    statistic: str
    value: float
    threshold: float
    p_value: float | None
    window: int  # matches
    reference: int  # matches
    model_version: str
    sentence: str
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class RetrainingRequest:
    """A retraining is due; `request_id` is claimed once."""

    request_id: str
    cause: str  # drift, alert
    drift_id: str | None
    pool: str
    model_name: str
    reason: str
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Promotion:
    """What was decided about a challenger, on which figures."""

    decision_id: str
    request_id: str | None
    model_name: str
    model_version: str
    decision: Decision
    champion_before: str | None
    challenger_score: float  # mean ranked probability score, walk-forward
    champion_score: float | None
    matches: int
    bundle_key: str  # S3 key of the model's bundle
    bundle_sha256: str
    catalogue_version: int
    snapshot: str
    reason: str
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Serving:
    """A replica says which model it serves; renewed every 10 s."""

    replica: str
    model_name: str
    model_version: str
    since: datetime
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """A row of a document that its dialect could not read."""

    source: str
    document_key: str
    document: str
    line: int
    column: str | None
    reason: str
    row: str  # as it stood, at most 2,000 characters
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int
    kind: ParkedKind | None = None
    rows: int | None = None  # how many rows of the document it stands for
    waits_for: str | None = None  # the identity decision that would let it in, as kind:scope:name
