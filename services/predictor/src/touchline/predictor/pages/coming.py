"""The coming round: matches with a prediction by day, and what else is coming."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from touchline.predictor.answers import answer_of
from touchline.predictor.pages.drawings.bar import bar
from touchline.predictor.pages.words import competition, whole_percents
from touchline.predictor.prediction.market import market_before
from touchline.predictor.prediction.markets import markets_of
from touchline.predictor.serving.state import Meeting, State
from touchline.schemas.records import MatchPrediction


@dataclass(frozen=True, slots=True)
class Chances:
    """Three chances in whole percent that sum to 100, and as a bar."""

    percents: Mapping[str, int]
    bar: Markup


@dataclass(frozen=True, slots=True)
class Card:
    """One coming match."""

    match_id: str
    competition: str
    home: str
    away: str
    kick_off: str
    sealed_at: str
    age: float  # seconds
    ours: Chances
    market: Chances | None
    goals: Mapping[str, float] | None
    likeliest: Mapping[str, Any] | None

    @property
    def day(self) -> str:
        """By which cards are grouped."""
        return self.kick_off[:10]


@dataclass(frozen=True, slots=True)
class Unpredicted:
    """Coming matches of one competition for one reason."""

    competition: str
    reason: str
    matches: int


def cards_of(state: State) -> list[Card]:
    """Coming matches that have a prediction, earliest first."""
    predicted = [(one, state.latest[one.match_id]) for one in state.coming() if one.match_id in state.latest]
    return [card_of(state, meeting, row) for meeting, row in predicted]


def card_of(state: State, meeting: Meeting, row: MatchPrediction) -> Card:
    """A match with its standing prediction."""
    said = answer_of(row)
    markets = None if row.grid is None else markets_of(tuple(row.grid))["markets"]
    return Card(
        match_id=row.match_id,
        competition=row.competition,
        home=row.home_team,
        away=row.away_team,
        kick_off=meeting.kick_off.isoformat(),
        sealed_at=said["sealed_at"],
        age=max(0.0, (state.football_time - row.available_at).total_seconds()),
        ours=chances(said["probabilities"], live=True),
        market=market_of(meeting),
        goals=None if markets is None else markets["expected_goals"],
        likeliest=None if markets is None else markets["correct_score"]["likeliest"][0],
    )


def market_of(meeting: Meeting | None) -> Chances | None:
    """The market's chances before the match, where its vector has them."""
    if meeting is None or meeting.market is None:
        return None
    return chances(dict(zip(("home", "draw", "away"), meeting.market.as_tuple(), strict=True)))


def market_in(catalogue_version: int, values: Sequence[float]) -> Chances | None:
    """The same from a vector as it was scored: of a match that is past, whose meeting is not held any more."""
    said = market_before(catalogue_version, values)
    return None if said is None else chances(dict(zip(("home", "draw", "away"), said.as_tuple(), strict=True)))


def chances(shares: Mapping[str, float], live: bool = False) -> Chances:
    """Shares as a page shows them; `live` bars move when a new prediction comes."""
    return Chances(whole_percents(shares), bar([shares[side] for side in ("home", "draw", "away")], live))


def unpredicted(state: State) -> list[Unpredicted]:
    """What else is coming, competition by competition, with the reason why nothing is said of it."""
    without = [one for one in state.coming() if one.match_id not in state.latest]
    counted = Counter((one.competition, state.reason_without(one)) for one in without)
    found = [Unpredicted(code, reason, matches) for (code, reason), matches in counted.items()]
    return sorted(found, key=lambda one: (competition(one.competition), one.reason))
