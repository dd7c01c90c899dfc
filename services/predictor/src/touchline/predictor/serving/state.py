"""What one replica knows: read from topics into memory, only greater revisions applied, rebuilt at every start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from touchline.football.bundle import Model
from touchline.football.catalogue import CATALOGUES, LATEST
from touchline.football.outcome import Probabilities
from touchline.football.player_bundle import PlayerModel
from touchline.predictor.prediction.fixtures import BEGINNING, is_coming, within_horizon, worth_keeping
from touchline.predictor.prediction.market import market_before
from touchline.predictor.serving.revisions import is_later, keep_newer
from touchline.predictor.serving.sealed_squads import SealedSquads
from touchline.runtime.message import Message
from touchline.schemas import decode, topics
from touchline.schemas.records import (
    Decision,
    MatchFeatures,
    MatchPrediction,
    PlayerPrediction,
    PlayerSettlement,
    Promotion,
    RawDocument,
    Settlement,
    TeamFeatures,
    Trial,
)
from touchline.schemas.topics import Topic

READ = (
    topics.RAW_DOCUMENTS,
    topics.TEAM_FEATURES,
    topics.MATCH_FEATURES,
    topics.MATCH_PREDICTIONS,
    topics.PLAYER_PREDICTIONS,
    topics.PROMOTIONS,
    topics.TRIALS,
    topics.SETTLEMENTS,
    topics.PLAYER_SETTLEMENTS,
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A coming match as its vector's record names it."""

    match_id: str
    competition: str
    season: str
    home_team: str
    away_team: str
    catalogue_version: int
    kick_off: datetime
    revision: int
    market: Probabilities | None = None  # what prices said before the match


@dataclass(frozen=True, slots=True)
class Served:
    """The model that answers, and since when by the wall clock."""

    model: Model
    bundle_key: str
    bundle_sha256: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ServedPlayers:
    """The models of players that answer, and since when by the wall clock."""

    model: PlayerModel
    bundle_key: str
    bundle_sha256: str
    since: datetime


@dataclass(slots=True)
class State:
    """All that REST answers from."""

    horizon: timedelta
    football_time: datetime = BEGINNING
    read_at: datetime | None = None  # wall time of the latest message
    predictions: dict[str, MatchPrediction] = field(default_factory=dict)  # by prediction_id
    latest: dict[str, MatchPrediction] = field(default_factory=dict)  # by match_id
    vectors: dict[tuple[str, int], Meeting] = field(default_factory=dict)  # by match and catalogue; coming ones
    snapshots: dict[tuple[str, int], TeamFeatures] = field(default_factory=dict)  # by team and catalogue
    documents: dict[str, RawDocument] = field(default_factory=dict)  # by sha256
    promotion: Promotion | None = None  # the latest that promoted
    decisions: dict[str, Promotion] = field(default_factory=dict)  # by decision_id; what compaction has left
    settlements: dict[str, Settlement] = field(default_factory=dict)  # by match_id
    player_settlements: dict[str, PlayerSettlement] = field(default_factory=dict)  # by match_id
    trials: dict[str, Trial] = field(default_factory=dict)  # by model_name: the latest
    decision: Promotion | None = None  # the latest on the model of matches
    served: Served | None = None
    caught_up: set[str] = field(default_factory=set)  # topics read to the end seen at start
    ready: bool = False
    competitions: frozenset[str] = frozenset({"E0"})  # those that the model has learned from
    model_name: str = "touchline-match"
    player_model_name: str = "touchline-player"
    player_promotion: Promotion | None = None  # the latest that promoted models of players
    players: ServedPlayers | None = None
    squads: SealedSquads = field(default_factory=SealedSquads)
    turn: int = 0  # how many messages were taken in: what was said before the latest may be said otherwise now

    def apply(self, topic: Topic, message: Message, read_at: datetime) -> list[tuple[int, Any]]:
        """Take in one message; returns what was news of it, each row with its place."""
        self.football_time = max(self.football_time, message.envelope.time)
        self.read_at = read_at
        self.turn += 1
        if topic.record is PlayerPrediction:  # kept as columns
            self.squads.take(decode(PlayerPrediction, message.value), self.football_time)
            return []
        rows: list[Any] = message.rows(topic.record)
        take = _APPLY[topic.record]
        return [(place, row) for place, row in enumerate(rows) if take(self, row)]

    def reasons_unready(self) -> list[str]:
        """What is missing before this replica may answer for the first time."""
        missing = [
            f"{topic.name} has not been read to the end seen at start"
            for topic in READ
            if topic.name not in self.caught_up
        ]
        if self.served is None:
            missing.append("no champion's bundle has been loaded and checked yet")
        return missing

    def is_ready(self) -> bool:
        """Ready once, ready for good: what fails later shows as age."""
        self.ready = self.ready or not self.reasons_unready()
        return self.ready

    def meeting(self, match_id: str) -> Meeting | None:
        """A match as the catalogue that the served model reads has it; where it does not, as the newest has it."""
        return next((one for key in self._places(match_id) if (one := self.vectors.get(key)) is not None), None)

    def team(self, team_id: str) -> TeamFeatures | None:
        """A team's snapshot, chosen in the same way."""
        return next((one for key in self._places(team_id) if (one := self.snapshots.get(key)) is not None), None)

    def known_matches(self) -> set[str]:
        """Ids of all coming matches."""
        return {match_id for match_id, _ in self.vectors}

    def known_teams(self) -> set[str]:
        """Ids of all teams."""
        return {team_id for team_id, _ in self.snapshots}

    def _places(self, entity: str) -> list[tuple[str, int]]:
        pinned = self.served.model.manifest.catalogue_version if self.served else LATEST
        return [(entity, pinned), *((entity, version) for version in sorted(CATALOGUES, reverse=True))]

    def coming(self) -> list[Meeting]:
        """Matches whose kick-off is after the football clock, earliest first."""
        held = [self.meeting(match_id) for match_id in self.known_matches()]
        meetings = [each for each in held if each and is_coming(each.kick_off, self.football_time)]
        return sorted(meetings, key=lambda each: (each.kick_off, each.match_id))

    def awaiting(self, model: Model) -> list[str]:
        """Matches in the horizon whose standing prediction is not by this model yet."""
        manifest = model.manifest
        return [
            each.match_id
            for each in self.coming()
            if within_horizon(each.kick_off, self.football_time, self.horizon)
            and each.catalogue_version == manifest.catalogue_version
            and (standing := self.latest.get(each.match_id)) is not None
            and standing.model_version != manifest.version
        ]

    def reason_without(self, meeting: Meeting) -> str:
        """Why a coming match has no prediction."""
        if self.served is None:
            return "no model has been promoted yet"
        if meeting.competition not in self.competitions:
            return f"the served model has not learned from the competition {meeting.competition}"
        pinned = self.served.model.manifest.catalogue_version
        if meeting.catalogue_version != pinned:
            return f"its features are of catalogue {meeting.catalogue_version}, the served model reads {pinned}"
        if not within_horizon(meeting.kick_off, self.football_time, self.horizon):
            return f"it lies beyond the horizon of {self.horizon.total_seconds() / 86400:g} days"
        return "it is being scored; ask again in a few seconds"

    def _predicted(self, row: MatchPrediction) -> bool:
        self.predictions[row.prediction_id] = row
        return keep_newer(self.latest, row.match_id, row)

    def _met(self, row: MatchFeatures) -> bool:
        standing = self.vectors.get((row.match_id, row.catalogue_version))
        if standing is not None and row.revision <= standing.revision:
            return False
        if standing is None and not worth_keeping(row.event_time, self.football_time):
            return False  # history
        self.vectors[row.match_id, row.catalogue_version] = Meeting(
            row.match_id,
            row.competition,
            row.season,
            row.home_team,
            row.away_team,
            row.catalogue_version,
            row.event_time,
            row.revision,
            market_before(row.catalogue_version, row.values),
        )
        return True

    def _team_seen(self, row: TeamFeatures) -> bool:
        return keep_newer(self.snapshots, (row.team_id, row.catalogue_version), row)

    def _fetched(self, row: RawDocument) -> bool:
        return keep_newer(self.documents, row.sha256, row)

    def _settled(self, row: Settlement) -> bool:
        return keep_newer(self.settlements, row.match_id, row)

    def _players_settled(self, row: PlayerSettlement) -> bool:
        return keep_newer(self.player_settlements, row.match_id, row)

    def _tried(self, row: Trial) -> bool:
        return keep_newer(self.trials, row.model_name, row)

    def _decided(self, row: Promotion) -> bool:
        self.decisions[row.decision_id] = row
        if row.model_name == self.model_name and is_later(row, self.decision):
            self.decision = row
        if row.decision is not Decision.PROMOTED:
            return False
        if row.model_name == self.player_model_name and is_later(row, self.player_promotion):
            self.player_promotion = row
            return True
        if row.model_name == self.model_name and is_later(row, self.promotion):
            self.promotion = row
            return True
        return False


_APPLY: Mapping[type, Callable[..., bool]] = {
    MatchPrediction: State._predicted,
    MatchFeatures: State._met,
    TeamFeatures: State._team_seen,
    RawDocument: State._fetched,
    Promotion: State._decided,
    Trial: State._tried,
    Settlement: State._settled,
    PlayerSettlement: State._players_settled,
}
