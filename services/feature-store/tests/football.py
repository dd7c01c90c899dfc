"""Made-up football: whole seasons of assertions as a normalizer would send them, the same from the same seed."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random
from typing import Any

from touchline.feature_store.versions import MatchVersion, Told, versions_of
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import Match, MatchStatus, Odds, OddsMoment, Provenance

POOL, COMPETITION = "ENG", "E0"
KNOWN_AFTER = timedelta(hours=2, minutes=30)


def document(key: str) -> str:
    """A document's hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def assertion(
    match_id: str = "E0:2019-20:ash:birch",
    *,
    kick_off: datetime = datetime(2019, 8, 10, 14, tzinfo=UTC),
    goals: tuple[int, int] | None = None,
    key: str = "football-data/mmz4281/1920/E0.csv",
    version: str = "",
    available_at: datetime | None = None,
    status: MatchStatus | None = None,
    kick_off_known: bool = True,
    revision: int = 1,
    shots: tuple[int, int] | None = (5, 4),
    source: str = "football-data",
    provenance: Provenance = Provenance.SIMULATED,
) -> Match:
    """What one document says about one match."""
    competition, season, home, away = match_id.split(":")
    home_goals, away_goals = goals if goals else (None, None)
    home_shots, away_shots = shots if goals and shots else (None, None)
    known = available_at or (kick_off + KNOWN_AFTER if goals else kick_off - timedelta(days=3))
    return Match(
        match_id=match_id,
        pool=POOL,
        competition=competition,
        season=season.replace("-", "/"),
        home_team=home,
        away_team=away,
        kick_off_known=kick_off_known,
        status=status or (MatchStatus.PLAYED if goals else MatchStatus.SCHEDULED),
        home_goals=home_goals,
        away_goals=away_goals,
        half_time_home_goals=None,
        half_time_away_goals=None,
        home_shots=home_shots,
        away_shots=away_shots,
        home_shots_on_target=home_shots,
        away_shots_on_target=away_shots,
        home_corners=None,
        away_corners=None,
        home_fouls=None,
        away_fouls=None,
        home_yellow_cards=None,
        away_yellow_cards=None,
        home_red_cards=None,
        away_red_cards=None,
        referee=None,
        source=source,
        document_key=key,
        document=document(key + version),
        provenance=provenance,
        event_time=kick_off,
        available_at=known,
        recorded_at=kick_off,
        revision=revision,
    )


def season(began: int, teams: int = 20, seed: int = 1) -> list[Match]:
    """Everyone against everyone, home and away, ten matches a weekend from August on."""
    random = Random(seed * 10_000 + began)
    meetings = list(permutations([f"team-{number:02d}" for number in range(teams)], 2))
    random.shuffle(meetings)
    first = datetime(began, 8, 10, 14, tzinfo=UTC)
    label, key = f"{began}-{(began + 1) % 100:02d}", f"football-data/mmz4281/{began}/E0.csv"
    return [
        assertion(
            f"{COMPETITION}:{label}:{home}:{away}",
            kick_off=first + timedelta(days=7 * (number // 10), hours=number % 3),
            goals=(random.randrange(5), random.randrange(4)),
            shots=(random.randrange(1, 9), random.randrange(1, 8)),
            key=key,
        )
        for number, (home, away) in enumerate(meetings)
    ]


def versions(assertions: Sequence[Match]) -> list[MatchVersion]:
    """What is known of these matches, everything told when it was available."""
    told: dict[str, list[Told]] = {}
    for one in assertions:
        told.setdefault(one.match_id, []).append(Told(one, one.available_at))
    return [version for match_id in told for version in versions_of(told[match_id])]


def prices(match: Match, bookmaker: str, moment: OddsMoment) -> Odds:
    """One bookmaker's prices on who wins."""
    return Odds(
        match_id=match.match_id,
        pool=match.pool,
        bookmaker=bookmaker,
        market="1x2",
        line=None,
        moment=moment,
        selections=["home", "draw", "away"],
        prices=[2.1, 3.4, 3.6],
        source=match.source,
        document_key=match.document_key,
        document=match.document,
        provenance=match.provenance,
        event_time=match.event_time,
        available_at=match.event_time - timedelta(days=1),
        recorded_at=match.event_time,
        revision=match.revision,
    )


def message_parts(record: type, rows: Sequence[Any], time: datetime) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Value and headers of a message that carries these rows."""
    envelope = Envelope("id", "/touchline/normalizer", "touchline.test", time, "touchline:test", "")
    return encode(batch_of(record, rows)), envelope.headers()
