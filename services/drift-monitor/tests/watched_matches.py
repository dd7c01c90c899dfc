"""Matches, seals and prices for the tests, with only what a test is about spelled out."""

from datetime import UTC, datetime, timedelta

from touchline.drift_monitor.settling import Played, Prices, Seal, Stated
from touchline.football.outcome import Probabilities
from touchline.schemas.records import MatchStatus, OddsMoment, Provenance

SATURDAY = datetime(2020, 3, 7, 15, tzinfo=UTC)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def played(
    match_id: str = "E0:2019-20:arsenal:chelsea", kick_off: datetime = SATURDAY, score: tuple[int, int] = (2, 0)
) -> Played:
    """A match that has been played."""
    _, season, home, away = match_id.split(":")
    over = kick_off + timedelta(hours=2, minutes=30)
    return Played(match_id, "ENG", "E0", season.replace("-", "/"), home, away, *score, kick_off, over)


def stated(
    source: str = "football-data",
    score: tuple[int, int] = (2, 0),
    status: MatchStatus = MatchStatus.PLAYED,
    kick_off: datetime = SATURDAY,
    available_at: datetime | None = None,
    provenance: Provenance = Provenance.REAL,
) -> Stated:
    """What one document states of the same match."""
    _, _, home, away = (match_id := "E0:2019-20:arsenal:chelsea").split(":")
    known = available_at or kick_off + timedelta(hours=2, minutes=30)
    head = (match_id, f"{source}/season.csv", "ENG", "E0", "2019/20", home, away, status, *score)
    return Stated(*head, True, source, provenance, kick_off, known)


def seal(name: str, sealed_at: datetime, home: float = 0.5, match_id: str = "E0:2019-20:arsenal:chelsea") -> Seal:
    """A sealed prediction."""
    return Seal(name, match_id, "1", Probabilities(home, 0.75 - home, 0.25), sealed_at, 1)


def prices(
    *odds: float, moment: OddsMoment = OddsMoment.BEFORE, document_key: str = "season.csv", days_before: int = 1
) -> Prices:
    """Average odds of the same match."""
    home, draw, away = odds
    collected = SATURDAY - timedelta(days=days_before)
    return Prices("E0:2019-20:arsenal:chelsea", moment, (home, draw, away), document_key, collected)
