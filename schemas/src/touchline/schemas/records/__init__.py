"""Every record that travels in a topic, declared once.

All carry three times. `event_time`: when it happens on the pitch (kick-off), or, for what is about no match, when the
cause happened. `available_at`: when we could know it. `recorded_at`: our clock; never an input of a feature.
`revision` grows with every change of the same key; consumers apply only greater ones (`touchline.schemas.revision`).
`withdrawn`, where it is true, takes back what was stated under the same key, which was a mistake of ours or of the
source; the other fields repeat it, but for the text of an article. Of matches `MatchStatus.WITHDRAWN` says so.
Times are UTC; odds are decimal; probabilities are shares of 1; goals and shots are counts.
"""

from touchline.schemas.records.documents import ParkedKind, ParkedRow, Provenance, RawDocument
from touchline.schemas.records.features import MatchFeatures, PlayerFeatures, TeamFeatures
from touchline.schemas.records.identity import IdentityDecision, IdentityKind
from touchline.schemas.records.matches import Match, MatchStatus, Team, TeamRating
from touchline.schemas.records.models import Decision, Promotion, Serving, Stage, Trial
from touchline.schemas.records.monitoring import Cause, Drift, RetrainingRequest
from touchline.schemas.records.news import Article
from touchline.schemas.records.odds import Odds, OddsMoment
from touchline.schemas.records.people import Availability, AvailabilityStatus, Player, PlayerMatch, Position
from touchline.schemas.records.predictions import MatchPrediction, PlayerPrediction, PlayerSettlement, Settlement

__all__ = [
    "Article",
    "Availability",
    "AvailabilityStatus",
    "Cause",
    "Decision",
    "Drift",
    "IdentityDecision",
    "IdentityKind",
    "Match",
    "MatchFeatures",
    "MatchPrediction",
    "MatchStatus",
    "Odds",
    "OddsMoment",
    "ParkedKind",
    "ParkedRow",
    "Player",
    "PlayerFeatures",
    "PlayerMatch",
    "PlayerPrediction",
    "PlayerSettlement",
    "Position",
    "Promotion",
    "Provenance",
    "RawDocument",
    "RetrainingRequest",
    "Serving",
    "Settlement",
    "Stage",
    "Team",
    "TeamFeatures",
    "TeamRating",
    "Trial",
]
