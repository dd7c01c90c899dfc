"""Which prediction counts, and how good it was; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from touchline.football.belief import verdict_on
from touchline.football.odds import implied_probabilities
from touchline.football.outcome import Outcome, Probabilities
from touchline.football.scoring import score
from touchline.schemas.records import MatchStatus, OddsMoment, PlayerSettlement, Provenance, Settlement

S = TypeVar("S", Settlement, PlayerSettlement)


@dataclass(frozen=True, slots=True)
class Stated:
    """What one document states of a match, as far as settling needs it."""

    match_id: str
    document_key: str
    pool: str
    competition: str
    season: str
    home_team: str
    away_team: str
    status: MatchStatus
    home_goals: int | None
    away_goals: int | None
    kick_off_known: bool
    source: str
    provenance: Provenance
    event_time: datetime  # kick-off
    available_at: datetime


@dataclass(frozen=True, slots=True)
class Played:
    """A match with its result; `kick_off` is when it really began."""

    match_id: str
    pool: str
    competition: str
    season: str
    home_team: str
    away_team: str
    home_goals: int
    away_goals: int
    kick_off: datetime
    available_at: datetime

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        return Outcome.of(self.home_goals, self.away_goals)


@dataclass(frozen=True, slots=True)
class Seal:
    """A sealed prediction as far as scoring needs it."""

    prediction_id: str
    match_id: str
    model_version: str
    probabilities: Probabilities
    sealed_at: datetime  # football time
    revision: int


@dataclass(frozen=True, slots=True)
class Prices:
    """Average decimal odds of one match at one moment, as one document states them."""

    match_id: str
    moment: OddsMoment
    odds: tuple[float, float, float]  # home, draw, away
    document_key: str
    available_at: datetime


def played_of(stated: Iterable[Stated]) -> Played | None:
    """The result on which a match is settled, by the rule that the features follow too; None while it has none.

    An awarded result is none: nothing that was predicted came true or failed on the pitch.
    """
    verdict = verdict_on(stated)
    if verdict is None or verdict.status is not MatchStatus.PLAYED or verdict.result is None:
        return None
    truth = verdict.result
    assert truth.home_goals is not None
    assert truth.away_goals is not None
    return Played(
        match_id=truth.match_id,
        pool=truth.pool,
        competition=truth.competition,
        season=truth.season,
        home_team=truth.home_team,
        away_team=truth.away_team,
        home_goals=truth.home_goals,
        away_goals=truth.away_goals,
        kick_off=verdict.kick_off.event_time,
        available_at=verdict.available_at,
    )


def last_sealed_before(seals: Iterable[Seal], kick_off: datetime) -> Seal | None:
    """The prediction that is scored: the last one sealed before the ball rolled."""
    in_time = [seal for seal in seals if seal.sealed_at < kick_off]
    return max(in_time, key=lambda seal: (seal.sealed_at, seal.revision, seal.prediction_id), default=None)


def market_score(prices: Iterable[Prices], moment: OddsMoment, outcome: Outcome) -> float | None:
    """Ranked probability score of the average odds at one moment; None without a triple that can be believed."""
    candidates = [price for price in prices if price.moment is moment]
    if not candidates:
        return None
    latest = max(candidates, key=lambda price: (price.available_at, price.document_key))
    try:
        return score(implied_probabilities(*latest.odds), outcome).ranked_probability_score
    except ValueError:  # the triple is a slip of the provider; the match still counts
        return None


def settlement_of(match: Played, seals: Iterable[Seal], prices: Sequence[Prices], now: datetime) -> Settlement | None:
    """The score of a match's last prediction before kick-off beside the market's; None when there was none."""
    seal = last_sealed_before(seals, match.kick_off)
    if seal is None:
        return None
    scores = score(seal.probabilities, match.outcome)
    return Settlement(
        match_id=match.match_id,
        prediction_id=seal.prediction_id,
        pool=match.pool,
        model_version=seal.model_version,
        outcome=match.outcome.value,
        home=seal.probabilities.home,
        draw=seal.probabilities.draw,
        away=seal.probabilities.away,
        ranked_probability_score=scores.ranked_probability_score,
        log_loss=scores.log_loss,
        brier=scores.brier,
        market_before_score=market_score(prices, OddsMoment.BEFORE, match.outcome),
        market_closing_score=market_score(prices, OddsMoment.CLOSING, match.outcome),
        event_time=match.kick_off,
        available_at=match.available_at,
        recorded_at=now,
        revision=0,
    )


def news_in(settled: Iterable[S], latest: Mapping[str, S], first_revision: int) -> list[S]:
    """Settlements that say something new, with the next revision of their match; a repeat says nothing."""
    return [
        replace(row, revision=_next_revision(latest.get(row.match_id), first_revision))
        for row in settled
        if row.match_id not in latest or _content(row) != _content(latest[row.match_id])
    ]


def _next_revision(latest: Settlement | PlayerSettlement | None, first_revision: int) -> int:
    return 1 + max(first_revision, latest.revision if latest else 0)


def _content(row: S) -> S:
    return replace(row, recorded_at=row.event_time, revision=0)
