import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PredictMatchRequest(_message.Message):
    __slots__ = ("match_id", "home", "away", "date")
    MATCH_ID_FIELD_NUMBER: _ClassVar[int]
    HOME_FIELD_NUMBER: _ClassVar[int]
    AWAY_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    match_id: str
    home: str
    away: str
    date: str
    def __init__(self, match_id: _Optional[str] = ..., home: _Optional[str] = ..., away: _Optional[str] = ..., date: _Optional[str] = ...) -> None: ...

class PredictPlayerRequest(_message.Message):
    __slots__ = ("player_id", "name", "match_id")
    PLAYER_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    MATCH_ID_FIELD_NUMBER: _ClassVar[int]
    player_id: str
    name: str
    match_id: str
    def __init__(self, player_id: _Optional[str] = ..., name: _Optional[str] = ..., match_id: _Optional[str] = ...) -> None: ...

class ListFixturesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetMatchRequest(_message.Message):
    __slots__ = ("match_id",)
    MATCH_ID_FIELD_NUMBER: _ClassVar[int]
    match_id: str
    def __init__(self, match_id: _Optional[str] = ...) -> None: ...

class GetPredictionRequest(_message.Message):
    __slots__ = ("prediction_id",)
    PREDICTION_ID_FIELD_NUMBER: _ClassVar[int]
    prediction_id: str
    def __init__(self, prediction_id: _Optional[str] = ...) -> None: ...

class GetExplanationRequest(_message.Message):
    __slots__ = ("prediction_id", "match_id")
    PREDICTION_ID_FIELD_NUMBER: _ClassVar[int]
    MATCH_ID_FIELD_NUMBER: _ClassVar[int]
    prediction_id: str
    match_id: str
    def __init__(self, prediction_id: _Optional[str] = ..., match_id: _Optional[str] = ...) -> None: ...

class SimulateSeasonRequest(_message.Message):
    __slots__ = ("competition", "seed", "runs")
    COMPETITION_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    competition: str
    seed: int
    runs: int
    def __init__(self, competition: _Optional[str] = ..., seed: _Optional[int] = ..., runs: _Optional[int] = ...) -> None: ...

class StreamPredictionsRequest(_message.Message):
    __slots__ = ("match_id", "team", "competition", "after")
    MATCH_ID_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    COMPETITION_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    match_id: _containers.RepeatedScalarFieldContainer[str]
    team: _containers.RepeatedScalarFieldContainer[str]
    competition: _containers.RepeatedScalarFieldContainer[str]
    after: str
    def __init__(self, match_id: _Optional[_Iterable[str]] = ..., team: _Optional[_Iterable[str]] = ..., competition: _Optional[_Iterable[str]] = ..., after: _Optional[str] = ...) -> None: ...

class StreamEvent(_message.Message):
    __slots__ = ("position", "open", "prediction", "model", "reset")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    OPEN_FIELD_NUMBER: _ClassVar[int]
    PREDICTION_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    RESET_FIELD_NUMBER: _ClassVar[int]
    position: str
    open: Opened
    prediction: Prediction
    model: ServedModel
    reset: Reset
    def __init__(self, position: _Optional[str] = ..., open: _Optional[_Union[Opened, _Mapping]] = ..., prediction: _Optional[_Union[Prediction, _Mapping]] = ..., model: _Optional[_Union[ServedModel, _Mapping]] = ..., reset: _Optional[_Union[Reset, _Mapping]] = ...) -> None: ...

class Opened(_message.Message):
    __slots__ = ("resumed", "football_time", "model")
    RESUMED_FIELD_NUMBER: _ClassVar[int]
    FOOTBALL_TIME_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    resumed: bool
    football_time: _timestamp_pb2.Timestamp
    model: ServedModel
    def __init__(self, resumed: _Optional[bool] = ..., football_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., model: _Optional[_Union[ServedModel, _Mapping]] = ...) -> None: ...

class Reset(_message.Message):
    __slots__ = ("reason",)
    REASON_FIELD_NUMBER: _ClassVar[int]
    reason: str
    def __init__(self, reason: _Optional[str] = ...) -> None: ...

class ServedModel(_message.Message):
    __slots__ = ("name", "version", "since")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: str
    since: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., version: _Optional[str] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Model(_message.Message):
    __slots__ = ("name", "version")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[str] = ...) -> None: ...

class Result(_message.Message):
    __slots__ = ("home", "draw", "away")
    HOME_FIELD_NUMBER: _ClassVar[int]
    DRAW_FIELD_NUMBER: _ClassVar[int]
    AWAY_FIELD_NUMBER: _ClassVar[int]
    home: float
    draw: float
    away: float
    def __init__(self, home: _Optional[float] = ..., draw: _Optional[float] = ..., away: _Optional[float] = ...) -> None: ...

class Sides(_message.Message):
    __slots__ = ("home", "away")
    HOME_FIELD_NUMBER: _ClassVar[int]
    AWAY_FIELD_NUMBER: _ClassVar[int]
    home: float
    away: float
    def __init__(self, home: _Optional[float] = ..., away: _Optional[float] = ...) -> None: ...

class Prediction(_message.Message):
    __slots__ = ("match_id", "competition", "season", "home_team", "away_team", "kick_off", "probabilities", "model", "model_version", "prediction_id", "supersedes", "superseded_by", "sealed_at", "seal", "previous_seal", "revision", "hypothetical", "status", "reason", "football_time", "age_seconds", "topics_read_at", "markets", "grid", "with_odds")
    MATCH_ID_FIELD_NUMBER: _ClassVar[int]
    COMPETITION_FIELD_NUMBER: _ClassVar[int]
    SEASON_FIELD_NUMBER: _ClassVar[int]
    HOME_TEAM_FIELD_NUMBER: _ClassVar[int]
    AWAY_TEAM_FIELD_NUMBER: _ClassVar[int]
    KICK_OFF_FIELD_NUMBER: _ClassVar[int]
    PROBABILITIES_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    MODEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    PREDICTION_ID_FIELD_NUMBER: _ClassVar[int]
    SUPERSEDES_FIELD_NUMBER: _ClassVar[int]
    SUPERSEDED_BY_FIELD_NUMBER: _ClassVar[int]
    SEALED_AT_FIELD_NUMBER: _ClassVar[int]
    SEAL_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_SEAL_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    HYPOTHETICAL_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    FOOTBALL_TIME_FIELD_NUMBER: _ClassVar[int]
    AGE_SECONDS_FIELD_NUMBER: _ClassVar[int]
    TOPICS_READ_AT_FIELD_NUMBER: _ClassVar[int]
    MARKETS_FIELD_NUMBER: _ClassVar[int]
    GRID_FIELD_NUMBER: _ClassVar[int]
    WITH_ODDS_FIELD_NUMBER: _ClassVar[int]
    match_id: str
    competition: str
    season: str
    home_team: str
    away_team: str
    kick_off: _timestamp_pb2.Timestamp
    probabilities: Result
    model: Model
    model_version: str
    prediction_id: str
    supersedes: str
    superseded_by: str
    sealed_at: _timestamp_pb2.Timestamp
    seal: str
    previous_seal: str
    revision: int
    hypothetical: bool
    status: str
    reason: str
    football_time: _timestamp_pb2.Timestamp
    age_seconds: float
    topics_read_at: _timestamp_pb2.Timestamp
    markets: Markets
    grid: _containers.RepeatedScalarFieldContainer[float]
    with_odds: WithOdds
    def __init__(self, match_id: _Optional[str] = ..., competition: _Optional[str] = ..., season: _Optional[str] = ..., home_team: _Optional[str] = ..., away_team: _Optional[str] = ..., kick_off: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., probabilities: _Optional[_Union[Result, _Mapping]] = ..., model: _Optional[_Union[Model, _Mapping]] = ..., model_version: _Optional[str] = ..., prediction_id: _Optional[str] = ..., supersedes: _Optional[str] = ..., superseded_by: _Optional[str] = ..., sealed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., seal: _Optional[str] = ..., previous_seal: _Optional[str] = ..., revision: _Optional[int] = ..., hypothetical: _Optional[bool] = ..., status: _Optional[str] = ..., reason: _Optional[str] = ..., football_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., age_seconds: _Optional[float] = ..., topics_read_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., markets: _Optional[_Union[Markets, _Mapping]] = ..., grid: _Optional[_Iterable[float]] = ..., with_odds: _Optional[_Union[WithOdds, _Mapping]] = ...) -> None: ...

class WithOdds(_message.Message):
    __slots__ = ("probabilities", "markets", "grid", "prices", "reason")
    PROBABILITIES_FIELD_NUMBER: _ClassVar[int]
    MARKETS_FIELD_NUMBER: _ClassVar[int]
    GRID_FIELD_NUMBER: _ClassVar[int]
    PRICES_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    probabilities: Result
    markets: Markets
    grid: _containers.RepeatedScalarFieldContainer[float]
    prices: str
    reason: str
    def __init__(self, probabilities: _Optional[_Union[Result, _Mapping]] = ..., markets: _Optional[_Union[Markets, _Mapping]] = ..., grid: _Optional[_Iterable[float]] = ..., prices: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class Markets(_message.Message):
    __slots__ = ("expected_goals", "expected_points", "double_chance", "draw_no_bet", "totals", "both_to_score", "clean_sheet", "asian_handicap", "correct_score")
    EXPECTED_GOALS_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_POINTS_FIELD_NUMBER: _ClassVar[int]
    DOUBLE_CHANCE_FIELD_NUMBER: _ClassVar[int]
    DRAW_NO_BET_FIELD_NUMBER: _ClassVar[int]
    TOTALS_FIELD_NUMBER: _ClassVar[int]
    BOTH_TO_SCORE_FIELD_NUMBER: _ClassVar[int]
    CLEAN_SHEET_FIELD_NUMBER: _ClassVar[int]
    ASIAN_HANDICAP_FIELD_NUMBER: _ClassVar[int]
    CORRECT_SCORE_FIELD_NUMBER: _ClassVar[int]
    expected_goals: Sides
    expected_points: Sides
    double_chance: DoubleChance
    draw_no_bet: Sides
    totals: _containers.RepeatedCompositeFieldContainer[Total]
    both_to_score: YesNo
    clean_sheet: Sides
    asian_handicap: _containers.RepeatedCompositeFieldContainer[Handicap]
    correct_score: CorrectScore
    def __init__(self, expected_goals: _Optional[_Union[Sides, _Mapping]] = ..., expected_points: _Optional[_Union[Sides, _Mapping]] = ..., double_chance: _Optional[_Union[DoubleChance, _Mapping]] = ..., draw_no_bet: _Optional[_Union[Sides, _Mapping]] = ..., totals: _Optional[_Iterable[_Union[Total, _Mapping]]] = ..., both_to_score: _Optional[_Union[YesNo, _Mapping]] = ..., clean_sheet: _Optional[_Union[Sides, _Mapping]] = ..., asian_handicap: _Optional[_Iterable[_Union[Handicap, _Mapping]]] = ..., correct_score: _Optional[_Union[CorrectScore, _Mapping]] = ...) -> None: ...

class DoubleChance(_message.Message):
    __slots__ = ("home_or_draw", "home_or_away", "draw_or_away")
    HOME_OR_DRAW_FIELD_NUMBER: _ClassVar[int]
    HOME_OR_AWAY_FIELD_NUMBER: _ClassVar[int]
    DRAW_OR_AWAY_FIELD_NUMBER: _ClassVar[int]
    home_or_draw: float
    home_or_away: float
    draw_or_away: float
    def __init__(self, home_or_draw: _Optional[float] = ..., home_or_away: _Optional[float] = ..., draw_or_away: _Optional[float] = ...) -> None: ...

class Total(_message.Message):
    __slots__ = ("line", "over", "under")
    LINE_FIELD_NUMBER: _ClassVar[int]
    OVER_FIELD_NUMBER: _ClassVar[int]
    UNDER_FIELD_NUMBER: _ClassVar[int]
    line: float
    over: float
    under: float
    def __init__(self, line: _Optional[float] = ..., over: _Optional[float] = ..., under: _Optional[float] = ...) -> None: ...

class YesNo(_message.Message):
    __slots__ = ("yes", "no")
    YES_FIELD_NUMBER: _ClassVar[int]
    NO_FIELD_NUMBER: _ClassVar[int]
    yes: float
    no: float
    def __init__(self, yes: _Optional[float] = ..., no: _Optional[float] = ...) -> None: ...

class Handicap(_message.Message):
    __slots__ = ("line", "won", "returned", "lost")
    LINE_FIELD_NUMBER: _ClassVar[int]
    WON_FIELD_NUMBER: _ClassVar[int]
    RETURNED_FIELD_NUMBER: _ClassVar[int]
    LOST_FIELD_NUMBER: _ClassVar[int]
    line: float
    won: float
    returned: float
    lost: float
    def __init__(self, line: _Optional[float] = ..., won: _Optional[float] = ..., returned: _Optional[float] = ..., lost: _Optional[float] = ...) -> None: ...

class CorrectScore(_message.Message):
    __slots__ = ("likeliest", "any_other")
    LIKELIEST_FIELD_NUMBER: _ClassVar[int]
    ANY_OTHER_FIELD_NUMBER: _ClassVar[int]
    likeliest: _containers.RepeatedCompositeFieldContainer[Score]
    any_other: float
    def __init__(self, likeliest: _Optional[_Iterable[_Union[Score, _Mapping]]] = ..., any_other: _Optional[float] = ...) -> None: ...

class Score(_message.Message):
    __slots__ = ("home_goals", "away_goals", "probability")
    HOME_GOALS_FIELD_NUMBER: _ClassVar[int]
    AWAY_GOALS_FIELD_NUMBER: _ClassVar[int]
    PROBABILITY_FIELD_NUMBER: _ClassVar[int]
    home_goals: int
    away_goals: int
    probability: float
    def __init__(self, home_goals: _Optional[int] = ..., away_goals: _Optional[int] = ..., probability: _Optional[float] = ...) -> None: ...

class Fixtures(_message.Message):
    __slots__ = ("football_time", "model_version", "fixtures")
    FOOTBALL_TIME_FIELD_NUMBER: _ClassVar[int]
    MODEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    FIXTURES_FIELD_NUMBER: _ClassVar[int]
    football_time: _timestamp_pb2.Timestamp
    model_version: str
    fixtures: _containers.RepeatedCompositeFieldContainer[Fixture]
    def __init__(self, football_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., model_version: _Optional[str] = ..., fixtures: _Optional[_Iterable[_Union[Fixture, _Mapping]]] = ...) -> None: ...

class Fixture(_message.Message):
    __slots__ = ("match_id", "competition", "season", "home_team", "away_team", "kick_off", "prediction", "reason")
    MATCH_ID_FIELD_NUMBER: _ClassVar[int]
    COMPETITION_FIELD_NUMBER: _ClassVar[int]
    SEASON_FIELD_NUMBER: _ClassVar[int]
    HOME_TEAM_FIELD_NUMBER: _ClassVar[int]
    AWAY_TEAM_FIELD_NUMBER: _ClassVar[int]
    KICK_OFF_FIELD_NUMBER: _ClassVar[int]
    PREDICTION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    match_id: str
    competition: str
    season: str
    home_team: str
    away_team: str
    kick_off: _timestamp_pb2.Timestamp
    prediction: Prediction
    reason: str
    def __init__(self, match_id: _Optional[str] = ..., competition: _Optional[str] = ..., season: _Optional[str] = ..., home_team: _Optional[str] = ..., away_team: _Optional[str] = ..., kick_off: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., prediction: _Optional[_Union[Prediction, _Mapping]] = ..., reason: _Optional[str] = ...) -> None: ...

class ExplainedPrediction(_message.Message):
    __slots__ = ("prediction", "explanation")
    PREDICTION_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    prediction: Prediction
    explanation: Explanation
    def __init__(self, prediction: _Optional[_Union[Prediction, _Mapping]] = ..., explanation: _Optional[_Union[Explanation, _Mapping]] = ...) -> None: ...

class Explanation(_message.Message):
    __slots__ = ("percent", "expected_goals", "ordinary", "families", "words", "note")
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_GOALS_FIELD_NUMBER: _ClassVar[int]
    ORDINARY_FIELD_NUMBER: _ClassVar[int]
    FAMILIES_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    percent: Result
    expected_goals: Sides
    ordinary: Ordinary
    families: _containers.RepeatedCompositeFieldContainer[Family]
    words: Words
    note: str
    def __init__(self, percent: _Optional[_Union[Result, _Mapping]] = ..., expected_goals: _Optional[_Union[Sides, _Mapping]] = ..., ordinary: _Optional[_Union[Ordinary, _Mapping]] = ..., families: _Optional[_Iterable[_Union[Family, _Mapping]]] = ..., words: _Optional[_Union[Words, _Mapping]] = ..., note: _Optional[str] = ...) -> None: ...

class Ordinary(_message.Message):
    __slots__ = ("percent", "expected_goals")
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_GOALS_FIELD_NUMBER: _ClassVar[int]
    percent: Result
    expected_goals: Sides
    def __init__(self, percent: _Optional[_Union[Result, _Mapping]] = ..., expected_goals: _Optional[_Union[Sides, _Mapping]] = ...) -> None: ...

class Family(_message.Message):
    __slots__ = ("family", "about", "known", "points", "goals")
    FAMILY_FIELD_NUMBER: _ClassVar[int]
    ABOUT_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    GOALS_FIELD_NUMBER: _ClassVar[int]
    family: str
    about: str
    known: bool
    points: Result
    goals: Sides
    def __init__(self, family: _Optional[str] = ..., about: _Optional[str] = ..., known: _Optional[bool] = ..., points: _Optional[_Union[Result, _Mapping]] = ..., goals: _Optional[_Union[Sides, _Mapping]] = ...) -> None: ...

class Words(_message.Message):
    __slots__ = ("home", "draw", "away", "goals", "unknown")
    HOME_FIELD_NUMBER: _ClassVar[int]
    DRAW_FIELD_NUMBER: _ClassVar[int]
    AWAY_FIELD_NUMBER: _ClassVar[int]
    GOALS_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    home: str
    draw: str
    away: str
    goals: str
    unknown: str
    def __init__(self, home: _Optional[str] = ..., draw: _Optional[str] = ..., away: _Optional[str] = ..., goals: _Optional[str] = ..., unknown: _Optional[str] = ...) -> None: ...

class Match(_message.Message):
    __slots__ = ("match_id", "pool", "competition", "season", "home_team", "away_team", "status", "kick_off_known", "available_at", "provenance", "fields", "assertions", "football_time", "age_seconds", "topics_read_at")
    class FieldsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Believed
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Believed, _Mapping]] = ...) -> None: ...
    MATCH_ID_FIELD_NUMBER: _ClassVar[int]
    POOL_FIELD_NUMBER: _ClassVar[int]
    COMPETITION_FIELD_NUMBER: _ClassVar[int]
    SEASON_FIELD_NUMBER: _ClassVar[int]
    HOME_TEAM_FIELD_NUMBER: _ClassVar[int]
    AWAY_TEAM_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    KICK_OFF_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_AT_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    ASSERTIONS_FIELD_NUMBER: _ClassVar[int]
    FOOTBALL_TIME_FIELD_NUMBER: _ClassVar[int]
    AGE_SECONDS_FIELD_NUMBER: _ClassVar[int]
    TOPICS_READ_AT_FIELD_NUMBER: _ClassVar[int]
    match_id: str
    pool: str
    competition: str
    season: str
    home_team: str
    away_team: str
    status: str
    kick_off_known: bool
    available_at: _timestamp_pb2.Timestamp
    provenance: str
    fields: _containers.MessageMap[str, Believed]
    assertions: _containers.RepeatedCompositeFieldContainer[Assertion]
    football_time: _timestamp_pb2.Timestamp
    age_seconds: float
    topics_read_at: _timestamp_pb2.Timestamp
    def __init__(self, match_id: _Optional[str] = ..., pool: _Optional[str] = ..., competition: _Optional[str] = ..., season: _Optional[str] = ..., home_team: _Optional[str] = ..., away_team: _Optional[str] = ..., status: _Optional[str] = ..., kick_off_known: _Optional[bool] = ..., available_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., provenance: _Optional[str] = ..., fields: _Optional[_Mapping[str, Believed]] = ..., assertions: _Optional[_Iterable[_Union[Assertion, _Mapping]]] = ..., football_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., age_seconds: _Optional[float] = ..., topics_read_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Value(_message.Message):
    __slots__ = ("text", "number", "truth")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    TRUTH_FIELD_NUMBER: _ClassVar[int]
    text: str
    number: int
    truth: bool
    def __init__(self, text: _Optional[str] = ..., number: _Optional[int] = ..., truth: _Optional[bool] = ...) -> None: ...

class Believed(_message.Message):
    __slots__ = ("value", "source", "document_key", "document", "provenance", "lost")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_KEY_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    LOST_FIELD_NUMBER: _ClassVar[int]
    value: Value
    source: str
    document_key: str
    document: str
    provenance: str
    lost: _containers.RepeatedCompositeFieldContainer[Lost]
    def __init__(self, value: _Optional[_Union[Value, _Mapping]] = ..., source: _Optional[str] = ..., document_key: _Optional[str] = ..., document: _Optional[str] = ..., provenance: _Optional[str] = ..., lost: _Optional[_Iterable[_Union[Lost, _Mapping]]] = ...) -> None: ...

class Lost(_message.Message):
    __slots__ = ("value", "source", "document_key", "document")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_KEY_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    value: Value
    source: str
    document_key: str
    document: str
    def __init__(self, value: _Optional[_Union[Value, _Mapping]] = ..., source: _Optional[str] = ..., document_key: _Optional[str] = ..., document: _Optional[str] = ...) -> None: ...

class Assertion(_message.Message):
    __slots__ = ("source", "document_key", "document", "status", "kick_off", "home_goals", "away_goals", "available_at", "believed_for", "raw")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_KEY_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    KICK_OFF_FIELD_NUMBER: _ClassVar[int]
    HOME_GOALS_FIELD_NUMBER: _ClassVar[int]
    AWAY_GOALS_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_AT_FIELD_NUMBER: _ClassVar[int]
    BELIEVED_FOR_FIELD_NUMBER: _ClassVar[int]
    RAW_FIELD_NUMBER: _ClassVar[int]
    source: str
    document_key: str
    document: str
    status: str
    kick_off: _timestamp_pb2.Timestamp
    home_goals: int
    away_goals: int
    available_at: _timestamp_pb2.Timestamp
    believed_for: _containers.RepeatedScalarFieldContainer[str]
    raw: RawDocument
    def __init__(self, source: _Optional[str] = ..., document_key: _Optional[str] = ..., document: _Optional[str] = ..., status: _Optional[str] = ..., kick_off: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., home_goals: _Optional[int] = ..., away_goals: _Optional[int] = ..., available_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., believed_for: _Optional[_Iterable[str]] = ..., raw: _Optional[_Union[RawDocument, _Mapping]] = ...) -> None: ...

class RawDocument(_message.Message):
    __slots__ = ("object_key", "reason", "url", "size", "media_type", "provenance", "fetched_at")
    OBJECT_KEY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    FETCHED_AT_FIELD_NUMBER: _ClassVar[int]
    object_key: str
    reason: str
    url: str
    size: int
    media_type: str
    provenance: str
    fetched_at: _timestamp_pb2.Timestamp
    def __init__(self, object_key: _Optional[str] = ..., reason: _Optional[str] = ..., url: _Optional[str] = ..., size: _Optional[int] = ..., media_type: _Optional[str] = ..., provenance: _Optional[str] = ..., fetched_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PlayerPoints(_message.Message):
    __slots__ = ("player_id", "name", "position", "team", "pool", "match_id", "kick_off", "expected_points", "points_if_he_plays", "chance_of_playing", "model", "model_version", "matches", "reason", "sealed", "football_time", "age_seconds", "topics_read_at", "forecast")
    PLAYER_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    POOL_FIELD_NUMBER: _ClassVar[int]
    MATCH_ID_FIELD_NUMBER: _ClassVar[int]
    KICK_OFF_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_IF_HE_PLAYS_FIELD_NUMBER: _ClassVar[int]
    CHANCE_OF_PLAYING_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    MODEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    MATCHES_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SEALED_FIELD_NUMBER: _ClassVar[int]
    FOOTBALL_TIME_FIELD_NUMBER: _ClassVar[int]
    AGE_SECONDS_FIELD_NUMBER: _ClassVar[int]
    TOPICS_READ_AT_FIELD_NUMBER: _ClassVar[int]
    FORECAST_FIELD_NUMBER: _ClassVar[int]
    player_id: str
    name: str
    position: str
    team: str
    pool: str
    match_id: str
    kick_off: _timestamp_pb2.Timestamp
    expected_points: float
    points_if_he_plays: float
    chance_of_playing: float
    model: Model
    model_version: str
    matches: _containers.RepeatedCompositeFieldContainer[Appearance]
    reason: str
    sealed: bool
    football_time: _timestamp_pb2.Timestamp
    age_seconds: float
    topics_read_at: _timestamp_pb2.Timestamp
    forecast: PlayerForecast
    def __init__(self, player_id: _Optional[str] = ..., name: _Optional[str] = ..., position: _Optional[str] = ..., team: _Optional[str] = ..., pool: _Optional[str] = ..., match_id: _Optional[str] = ..., kick_off: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expected_points: _Optional[float] = ..., points_if_he_plays: _Optional[float] = ..., chance_of_playing: _Optional[float] = ..., model: _Optional[_Union[Model, _Mapping]] = ..., model_version: _Optional[str] = ..., matches: _Optional[_Iterable[_Union[Appearance, _Mapping]]] = ..., reason: _Optional[str] = ..., sealed: _Optional[bool] = ..., football_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., age_seconds: _Optional[float] = ..., topics_read_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., forecast: _Optional[_Union[PlayerForecast, _Mapping]] = ...) -> None: ...

class PlayerForecast(_message.Message):
    __slots__ = ("match_id", "kick_off", "team", "opponent", "at_home", "minutes", "goals", "assists", "points", "team_goals", "absences_read", "features", "bundle_sha256", "snapshot", "trained_until", "seal")
    MATCH_ID_FIELD_NUMBER: _ClassVar[int]
    KICK_OFF_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    OPPONENT_FIELD_NUMBER: _ClassVar[int]
    AT_HOME_FIELD_NUMBER: _ClassVar[int]
    MINUTES_FIELD_NUMBER: _ClassVar[int]
    GOALS_FIELD_NUMBER: _ClassVar[int]
    ASSISTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    TEAM_GOALS_FIELD_NUMBER: _ClassVar[int]
    ABSENCES_READ_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    BUNDLE_SHA256_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    TRAINED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    SEAL_FIELD_NUMBER: _ClassVar[int]
    match_id: str
    kick_off: _timestamp_pb2.Timestamp
    team: str
    opponent: str
    at_home: bool
    minutes: ExpectedMinutes
    goals: Counted
    assists: Counted
    points: PointsChances
    team_goals: TeamGoals
    absences_read: bool
    features: PlayerVector
    bundle_sha256: str
    snapshot: str
    trained_until: _timestamp_pb2.Timestamp
    seal: PlayerSeal
    def __init__(self, match_id: _Optional[str] = ..., kick_off: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., team: _Optional[str] = ..., opponent: _Optional[str] = ..., at_home: _Optional[bool] = ..., minutes: _Optional[_Union[ExpectedMinutes, _Mapping]] = ..., goals: _Optional[_Union[Counted, _Mapping]] = ..., assists: _Optional[_Union[Counted, _Mapping]] = ..., points: _Optional[_Union[PointsChances, _Mapping]] = ..., team_goals: _Optional[_Union[TeamGoals, _Mapping]] = ..., absences_read: _Optional[bool] = ..., features: _Optional[_Union[PlayerVector, _Mapping]] = ..., bundle_sha256: _Optional[str] = ..., snapshot: _Optional[str] = ..., trained_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., seal: _Optional[_Union[PlayerSeal, _Mapping]] = ...) -> None: ...

class PlayerSeal(_message.Message):
    __slots__ = ("forecast_id", "supersedes", "sealed_at", "seal", "previous_seal")
    FORECAST_ID_FIELD_NUMBER: _ClassVar[int]
    SUPERSEDES_FIELD_NUMBER: _ClassVar[int]
    SEALED_AT_FIELD_NUMBER: _ClassVar[int]
    SEAL_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_SEAL_FIELD_NUMBER: _ClassVar[int]
    forecast_id: str
    supersedes: str
    sealed_at: _timestamp_pb2.Timestamp
    seal: str
    previous_seal: str
    def __init__(self, forecast_id: _Optional[str] = ..., supersedes: _Optional[str] = ..., sealed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., seal: _Optional[str] = ..., previous_seal: _Optional[str] = ...) -> None: ...

class ExpectedMinutes(_message.Message):
    __slots__ = ("expected", "start", "substitute", "not_at_all", "if_started", "if_substitute")
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    SUBSTITUTE_FIELD_NUMBER: _ClassVar[int]
    NOT_AT_ALL_FIELD_NUMBER: _ClassVar[int]
    IF_STARTED_FIELD_NUMBER: _ClassVar[int]
    IF_SUBSTITUTE_FIELD_NUMBER: _ClassVar[int]
    expected: float
    start: float
    substitute: float
    not_at_all: float
    if_started: float
    if_substitute: float
    def __init__(self, expected: _Optional[float] = ..., start: _Optional[float] = ..., substitute: _Optional[float] = ..., not_at_all: _Optional[float] = ..., if_started: _Optional[float] = ..., if_substitute: _Optional[float] = ...) -> None: ...

class Counted(_message.Message):
    __slots__ = ("expected", "anytime", "chances")
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    ANYTIME_FIELD_NUMBER: _ClassVar[int]
    CHANCES_FIELD_NUMBER: _ClassVar[int]
    expected: float
    anytime: float
    chances: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, expected: _Optional[float] = ..., anytime: _Optional[float] = ..., chances: _Optional[_Iterable[float]] = ...) -> None: ...

class PointsChances(_message.Message):
    __slots__ = ("expected", "chances")
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    CHANCES_FIELD_NUMBER: _ClassVar[int]
    expected: float
    chances: _containers.RepeatedCompositeFieldContainer[PointsChance]
    def __init__(self, expected: _Optional[float] = ..., chances: _Optional[_Iterable[_Union[PointsChance, _Mapping]]] = ...) -> None: ...

class PointsChance(_message.Message):
    __slots__ = ("points", "probability")
    POINTS_FIELD_NUMBER: _ClassVar[int]
    PROBABILITY_FIELD_NUMBER: _ClassVar[int]
    points: int
    probability: float
    def __init__(self, points: _Optional[int] = ..., probability: _Optional[float] = ...) -> None: ...

class TeamGoals(_message.Message):
    __slots__ = ("expected", "by_its_players", "prediction_id")
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    BY_ITS_PLAYERS_FIELD_NUMBER: _ClassVar[int]
    PREDICTION_ID_FIELD_NUMBER: _ClassVar[int]
    expected: float
    by_its_players: float
    prediction_id: str
    def __init__(self, expected: _Optional[float] = ..., by_its_players: _Optional[float] = ..., prediction_id: _Optional[str] = ...) -> None: ...

class PlayerVector(_message.Message):
    __slots__ = ("catalogue_version", "sha256", "document_sets")
    CATALOGUE_VERSION_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SETS_FIELD_NUMBER: _ClassVar[int]
    catalogue_version: int
    sha256: str
    document_sets: PlayerDocumentSets
    def __init__(self, catalogue_version: _Optional[int] = ..., sha256: _Optional[str] = ..., document_sets: _Optional[_Union[PlayerDocumentSets, _Mapping]] = ...) -> None: ...

class PlayerDocumentSets(_message.Message):
    __slots__ = ("player", "team", "opponent")
    PLAYER_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    OPPONENT_FIELD_NUMBER: _ClassVar[int]
    player: str
    team: str
    opponent: str
    def __init__(self, player: _Optional[str] = ..., team: _Optional[str] = ..., opponent: _Optional[str] = ...) -> None: ...

class Appearance(_message.Message):
    __slots__ = ("match_id", "kick_off", "minutes", "points", "source", "document_key", "document", "provenance", "available_at", "raw")
    MATCH_ID_FIELD_NUMBER: _ClassVar[int]
    KICK_OFF_FIELD_NUMBER: _ClassVar[int]
    MINUTES_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_KEY_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_AT_FIELD_NUMBER: _ClassVar[int]
    RAW_FIELD_NUMBER: _ClassVar[int]
    match_id: str
    kick_off: _timestamp_pb2.Timestamp
    minutes: int
    points: int
    source: str
    document_key: str
    document: str
    provenance: str
    available_at: _timestamp_pb2.Timestamp
    raw: RawDocument
    def __init__(self, match_id: _Optional[str] = ..., kick_off: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., minutes: _Optional[int] = ..., points: _Optional[int] = ..., source: _Optional[str] = ..., document_key: _Optional[str] = ..., document: _Optional[str] = ..., provenance: _Optional[str] = ..., available_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., raw: _Optional[_Union[RawDocument, _Mapping]] = ...) -> None: ...

class Season(_message.Message):
    __slots__ = ("competition", "season", "clubs", "zones", "rules", "matches", "seed", "runs", "strength_error", "seconds", "model", "model_version", "model_versions", "provenance", "not_known", "football_time", "age_seconds", "topics_read_at")
    COMPETITION_FIELD_NUMBER: _ClassVar[int]
    SEASON_FIELD_NUMBER: _ClassVar[int]
    CLUBS_FIELD_NUMBER: _ClassVar[int]
    ZONES_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    MATCHES_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    STRENGTH_ERROR_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    MODEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    MODEL_VERSIONS_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    NOT_KNOWN_FIELD_NUMBER: _ClassVar[int]
    FOOTBALL_TIME_FIELD_NUMBER: _ClassVar[int]
    AGE_SECONDS_FIELD_NUMBER: _ClassVar[int]
    TOPICS_READ_AT_FIELD_NUMBER: _ClassVar[int]
    competition: str
    season: str
    clubs: _containers.RepeatedCompositeFieldContainer[Club]
    zones: _containers.RepeatedCompositeFieldContainer[Zone]
    rules: Rules
    matches: Matches
    seed: int
    runs: int
    strength_error: float
    seconds: float
    model: Model
    model_version: str
    model_versions: _containers.RepeatedScalarFieldContainer[str]
    provenance: str
    not_known: _containers.RepeatedScalarFieldContainer[str]
    football_time: _timestamp_pb2.Timestamp
    age_seconds: float
    topics_read_at: _timestamp_pb2.Timestamp
    def __init__(self, competition: _Optional[str] = ..., season: _Optional[str] = ..., clubs: _Optional[_Iterable[_Union[Club, _Mapping]]] = ..., zones: _Optional[_Iterable[_Union[Zone, _Mapping]]] = ..., rules: _Optional[_Union[Rules, _Mapping]] = ..., matches: _Optional[_Union[Matches, _Mapping]] = ..., seed: _Optional[int] = ..., runs: _Optional[int] = ..., strength_error: _Optional[float] = ..., seconds: _Optional[float] = ..., model: _Optional[_Union[Model, _Mapping]] = ..., model_version: _Optional[str] = ..., model_versions: _Optional[_Iterable[str]] = ..., provenance: _Optional[str] = ..., not_known: _Optional[_Iterable[str]] = ..., football_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., age_seconds: _Optional[float] = ..., topics_read_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Club(_message.Message):
    __slots__ = ("team", "position", "played", "points", "goals_for", "goals_against", "chances", "final_points", "ranks")
    class ChancesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    TEAM_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    PLAYED_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    GOALS_FOR_FIELD_NUMBER: _ClassVar[int]
    GOALS_AGAINST_FIELD_NUMBER: _ClassVar[int]
    CHANCES_FIELD_NUMBER: _ClassVar[int]
    FINAL_POINTS_FIELD_NUMBER: _ClassVar[int]
    RANKS_FIELD_NUMBER: _ClassVar[int]
    team: str
    position: int
    played: int
    points: int
    goals_for: int
    goals_against: int
    chances: _containers.ScalarMap[str, float]
    final_points: FinalPoints
    ranks: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, team: _Optional[str] = ..., position: _Optional[int] = ..., played: _Optional[int] = ..., points: _Optional[int] = ..., goals_for: _Optional[int] = ..., goals_against: _Optional[int] = ..., chances: _Optional[_Mapping[str, float]] = ..., final_points: _Optional[_Union[FinalPoints, _Mapping]] = ..., ranks: _Optional[_Iterable[float]] = ...) -> None: ...

class FinalPoints(_message.Message):
    __slots__ = ("expected", "mean", "p05", "p50", "p95")
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    MEAN_FIELD_NUMBER: _ClassVar[int]
    P05_FIELD_NUMBER: _ClassVar[int]
    P50_FIELD_NUMBER: _ClassVar[int]
    P95_FIELD_NUMBER: _ClassVar[int]
    expected: float
    mean: float
    p05: float
    p50: float
    p95: float
    def __init__(self, expected: _Optional[float] = ..., mean: _Optional[float] = ..., p05: _Optional[float] = ..., p50: _Optional[float] = ..., p95: _Optional[float] = ...) -> None: ...

class Zone(_message.Message):
    __slots__ = ("name", "first", "last")
    NAME_FIELD_NUMBER: _ClassVar[int]
    FIRST_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    name: str
    first: int
    last: int
    def __init__(self, name: _Optional[str] = ..., first: _Optional[int] = ..., last: _Optional[int] = ...) -> None: ...

class Rules(_message.Message):
    __slots__ = ("criteria", "source", "remark")
    CRITERIA_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    REMARK_FIELD_NUMBER: _ClassVar[int]
    criteria: _containers.RepeatedScalarFieldContainer[str]
    source: str
    remark: str
    def __init__(self, criteria: _Optional[_Iterable[str]] = ..., source: _Optional[str] = ..., remark: _Optional[str] = ...) -> None: ...

class Matches(_message.Message):
    __slots__ = ("season", "played", "awarded", "remaining", "without_a_day", "sealed", "vector", "as_they_stand")
    SEASON_FIELD_NUMBER: _ClassVar[int]
    PLAYED_FIELD_NUMBER: _ClassVar[int]
    AWARDED_FIELD_NUMBER: _ClassVar[int]
    REMAINING_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_A_DAY_FIELD_NUMBER: _ClassVar[int]
    SEALED_FIELD_NUMBER: _ClassVar[int]
    VECTOR_FIELD_NUMBER: _ClassVar[int]
    AS_THEY_STAND_FIELD_NUMBER: _ClassVar[int]
    season: int
    played: int
    awarded: int
    remaining: int
    without_a_day: int
    sealed: int
    vector: int
    as_they_stand: int
    def __init__(self, season: _Optional[int] = ..., played: _Optional[int] = ..., awarded: _Optional[int] = ..., remaining: _Optional[int] = ..., without_a_day: _Optional[int] = ..., sealed: _Optional[int] = ..., vector: _Optional[int] = ..., as_they_stand: _Optional[int] = ...) -> None: ...
