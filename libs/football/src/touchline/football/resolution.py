"""What is true of a match, field by field, from the set of what documents assert about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from touchline.football.belief import Verdict, believed, is_rolling, verdict_on
from touchline.schemas.records import Match, MatchStatus, Provenance

GOALS = ("home_goals", "away_goals")
HALF_TIME = ("half_time_home_goals", "half_time_away_goals")
SHOTS_ON_TARGET = ("home_shots_on_target", "away_shots_on_target")
STATISTICS = (
    ("home_shots", "away_shots"),
    SHOTS_ON_TARGET,
    ("home_corners", "away_corners"),
    ("home_fouls", "away_fouls"),
    ("home_yellow_cards", "away_yellow_cards"),
    ("home_red_cards", "away_red_cards"),
)
EXPECTED_GOALS = ("home_expected_goals", "away_expected_goals")
COUNTS = (*GOALS, *HALF_TIME, *(name for pair in STATISTICS for name in pair), *EXPECTED_GOALS)
NAMED = ("referee", "round", "attendance")


@dataclass(frozen=True, slots=True)
class ResolvedMatch:
    """A match as its sources together have it.

    `document` carries the result (the kick-off, while there is none), `fixture_document` first announced this kick-off;
    the other two say where kick-off and shots on target, of which features are made, are taken from.
    """

    match_id: str
    pool: str
    competition: str
    season: str
    home_team: str
    away_team: str
    kick_off_known: bool
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
    home_expected_goals: float | None
    away_expected_goals: float | None
    referee: str | None
    round: str | None
    attendance: int | None
    source: str
    document_key: str
    document: str
    fixture_document: str
    kick_off_document: str
    statistics_document: str | None
    provenance: Provenance
    event_time: datetime  # kick-off
    available_at: datetime  # of the result if there is one, else of the kick-off

    @property
    def played(self) -> bool:
        """Whether it has a result that says something about strength: an awarded one counts for the table alone."""
        return self.status is MatchStatus.PLAYED

    @property
    def documents(self) -> tuple[str, ...]:
        """Every document that what is folded of it was taken from."""
        return tuple(dict.fromkeys((self.document, self.kick_off_document, self.statistics_document or self.document)))

    @property
    def since(self) -> datetime:
        """The earliest moment whose features this fact touches: its own vector, then all that saw its result."""
        return min(self.event_time, self.available_at) if self.played else self.event_time


def resolve(assertions: Iterable[Match]) -> ResolvedMatch | None:
    """One match from what is asserted about it; None when every document has withdrawn it."""
    verdict = verdict_on(assertions)
    return None if verdict is None else resolved(verdict)


def resolve_all(assertions: Iterable[Match]) -> dict[str, ResolvedMatch]:
    """Every match that still stands, by id."""
    ordered = sorted(assertions, key=lambda one: one.match_id)
    found = (resolve(list(group)) for _, group in groupby(ordered, key=lambda one: one.match_id))
    return {one.match_id: one for one in found if one is not None}


def resolved(verdict: Verdict[Match]) -> ResolvedMatch:
    """The match that a verdict describes."""
    taken = taken_from(verdict)
    kick_off, truth = verdict.kick_off, verdict.result or verdict.kick_off
    measured = taken.get(SHOTS_ON_TARGET[0])
    return ResolvedMatch(
        match_id=truth.match_id,
        pool=truth.pool,
        competition=truth.competition,
        season=truth.season,
        home_team=truth.home_team,
        away_team=truth.away_team,
        kick_off_known=kick_off.kick_off_known,
        status=verdict.status,
        **{name: getattr(taken[name], name) if name in taken else None for name in (*COUNTS, *NAMED)},
        source=truth.source,
        document_key=truth.document_key,
        document=truth.document,
        fixture_document=_announced(verdict).document,
        kick_off_document=kick_off.document,
        statistics_document=measured.document if measured else None,
        provenance=truth.provenance,
        event_time=kick_off.event_time,
        available_at=verdict.available_at,
    )


def taken_from(verdict: Verdict[Match]) -> Mapping[str, Match]:
    """The assertion that each field is taken from; a field that nobody states is absent.

    A field that the most believed assertion leaves open is taken from the next. Both sides of a count come from one
    assertion, and a half-time score only from one that agrees on the final one. Nothing simulated fills a gap of a
    real match: one provenance stands for all of it.
    """
    truth = verdict.result or verdict.kick_off
    results, taken = _as_real_as(truth, verdict.results), dict[str, Match]()
    if verdict.result is not None:
        taken |= dict.fromkeys(GOALS, verdict.result)
    agreeing = [one for one in results if _goals(one) == _goals(results[0])]
    _fill(taken, HALF_TIME, agreeing)
    measured = _by_belief("statistics", results)
    for pair in STATISTICS:
        _fill(taken, pair, measured)
    _fill(taken, EXPECTED_GOALS, _by_belief("expected-goals", results))
    for name, field in zip(NAMED, ("statistics", "kick-off", "statistics"), strict=True):
        _fill(taken, (name,), _by_belief(field, _as_real_as(truth, verdict.standing)))
    return taken


def _fill(taken: dict[str, Match], names: Sequence[str], candidates: Sequence[Match]) -> None:
    """Take all of these fields from the first that has them all; where nobody has, from the first that has any."""
    wanted = len(names)
    counted = [(one, sum(getattr(one, name) is not None for name in names)) for one in candidates]
    best = next((one for one, stated in counted if stated == wanted), None)
    best = best or next((one for one, stated in counted if stated), None)
    if best is not None:
        taken |= {name: best for name in names if getattr(best, name) is not None}


def _as_real_as(truth: Match, assertions: Sequence[Match]) -> Sequence[Match]:
    if truth.provenance is Provenance.SIMULATED:
        return assertions
    return [one for one in assertions if one.provenance is not Provenance.SIMULATED]


def _by_belief(field: str, assertions: Sequence[Match]) -> Sequence[Match]:
    if len(assertions) < 2:
        return assertions
    return sorted(assertions, key=lambda one: believed(field, one))


def _announced(verdict: Verdict[Match]) -> Match:
    """Who first named this kick-off; of several at once a list of fixtures."""
    same = [one for one in verdict.standing if one.event_time == verdict.kick_off.event_time]
    return min(same, key=lambda one: (one.available_at, not is_rolling(one), believed("kick-off", one)))


def _goals(one: Match) -> tuple[int | None, int | None]:
    return one.home_goals, one.away_goals
