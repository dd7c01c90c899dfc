"""What is true of a match, as a pure function of the set of what documents assert about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from touchline.schemas.records import Match, MatchStatus, Provenance

# A season's document comes before the rolling list of fixtures: it is complete and corrected. First part found wins.
ROLLING = ("fixtures",)
# The shortest a match can be: a result is never known before, whatever a document says of its own time.
SHORTEST = timedelta(minutes=90)
RESULT = ("home_goals", "away_goals")
STATISTICS = (
    "half_time_home_goals",
    "half_time_away_goals",
    "home_shots",
    "away_shots",
    "home_shots_on_target",
    "away_shots_on_target",
    "home_corners",
    "away_corners",
    "home_fouls",
    "away_fouls",
    "home_yellow_cards",
    "away_yellow_cards",
    "home_red_cards",
    "away_red_cards",
)


@dataclass(frozen=True, slots=True)
class ResolvedMatch:
    """A match as its sources together have it. `document` carries the result, `fixture_document` announced it."""

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
    referee: str | None
    source: str
    document_key: str
    document: str
    fixture_document: str
    provenance: Provenance
    event_time: datetime  # kick-off
    available_at: datetime  # of the result if played, else of the fixture

    @property
    def played(self) -> bool:
        """Whether it has a result that can be folded."""
        return self.status is MatchStatus.PLAYED

    @property
    def since(self) -> datetime:
        """The earliest moment whose features this fact touches: its own vector, then all that saw its result."""
        return min(self.event_time, self.available_at) if self.played else self.event_time


def resolve(assertions: Iterable[Match]) -> ResolvedMatch | None:
    """One match from what is asserted about it; None when every document has withdrawn it.

    Season documents come before fixtures documents; a known kick-off before an assumed one; a field that the first
    document leaves open is taken from the next. The order of the assertions never matters.
    """
    standing = sorted((one for one in assertions if one.status is not MatchStatus.WITHDRAWN), key=_precedence)
    if not standing:
        return None
    results = [one for one in standing if _has_result(one)]
    truth = results[0] if results else standing[0]
    timed = next((one for one in standing if one.kick_off_known), standing[0])
    filled = {name: _first(results, name) for name in (*RESULT, *STATISTICS)}
    announced = standing[-1]
    return ResolvedMatch(
        match_id=truth.match_id,
        pool=truth.pool,
        competition=truth.competition,
        season=truth.season,
        home_team=truth.home_team,
        away_team=truth.away_team,
        kick_off_known=timed.kick_off_known,
        status=MatchStatus.PLAYED if results else MatchStatus.SCHEDULED,
        **filled,
        referee=next((one.referee for one in standing if one.referee), None),
        source=truth.source,
        document_key=truth.document_key,
        document=truth.document,
        fixture_document=announced.document,
        provenance=truth.provenance,
        event_time=timed.event_time,
        available_at=max(truth.available_at, timed.event_time + SHORTEST) if results else truth.available_at,
    )


def resolve_all(assertions: Iterable[Match]) -> dict[str, ResolvedMatch]:
    """Every match that still stands, by id."""
    ordered = sorted(assertions, key=lambda one: one.match_id)
    resolved = (resolve(list(group)) for _, group in groupby(ordered, key=lambda one: one.match_id))
    return {one.match_id: one for one in resolved if one is not None}


def _has_result(one: Match) -> bool:
    return one.status is MatchStatus.PLAYED and one.home_goals is not None and one.away_goals is not None


def _precedence(one: Match) -> tuple[bool, str, str]:
    return any(word in one.document_key for word in ROLLING), one.source, one.document_key


def _first(results: Sequence[Match], name: str) -> int | None:
    return next((value for one in results if (value := getattr(one, name)) is not None), None)
