"""Made-up football for several pools, marked simulated: fixtures, results, prices, corrections and repeats."""

import dataclasses
import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from touchline.schemas import Envelope, batch_of, encode, event_id
from touchline.schemas.records import Match, MatchStatus, Odds, OddsMoment, Provenance, Team
from touchline.schemas.revision import derived
from touchline.schemas.topics import MATCHES, ODDS, TEAMS, Topic

POOLS = ("ALP", "BAY", "COVE", "DALE", "EDGE", "FEN")  # their keys lie on all four partitions
CLUBS = ("athletic", "city", "rovers", "rangers", "town", "united")
SEASONS = (2018, 2019)
NUMBERS = tuple(
    f"{side}_{name}" if name != "half_time" else f"half_time_{side}_goals"
    for name in ("goals", "half_time", "shots", "shots_on_target", "corners", "fouls", "yellow_cards", "red_cards")
    for side in ("home", "away")
)
KNOWN_AFTER = timedelta(hours=2, minutes=30)


@dataclass(frozen=True, slots=True)
class Fed:
    """One message as the normalizer would have sent it."""

    topic: str
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


def messages(seed: int, seasons: Sequence[int] = SEASONS) -> list[Fed]:
    """Seasons of every pool, match day by match day, the same from the same seed."""
    dice = random.Random(seed)
    days = [_pool(pool, dice, seasons) for pool in POOLS]
    sent = [message for together in zip(*days, strict=True) for day in together for message in day]
    repeated: list[Fed] = []
    for message in sent:
        repeated.append(message)
        if dice.random() < 0.15:
            repeated.append(dice.choice(repeated))
    return repeated


def _pool(pool: str, dice: random.Random, seasons: Sequence[int]) -> list[list[Fed]]:
    count = 0

    def tell(topic: Topic, rows: Sequence[Team] | Sequence[Match] | Sequence[Odds], time: datetime) -> Fed:
        nonlocal count
        count += 1
        name = event_id("faults", pool, count)
        envelope = Envelope(name, "/touchline/faults", f"touchline.{topic.name}", time, f"touchline:{topic.name}", "")
        return Fed(topic.name, pool.encode(), encode(batch_of(topic.record, rows)), envelope.headers())

    days: list[list[Fed]] = []
    played: list[Match] = []
    for season in seasons:
        for kick_off, pairs in _rounds(season):
            version = derived(len(days) + 1, 1)
            fixtures = [_match(pool, season, pair, kick_off, version, None) for pair in pairs]
            results = [_match(pool, season, pair, kick_off, version, dice) for pair in pairs]
            prices = [_odds(one, dice) for one in fixtures]
            day = [] if days else [tell(TEAMS, [_team(pool, club, kick_off) for club in CLUBS], kick_off)]
            day += [tell(MATCHES, fixtures, fixtures[0].available_at), tell(ODDS, prices, fixtures[0].available_at)]
            day.append(tell(MATCHES, results, results[0].available_at))
            if played and dice.random() < 0.4:
                day.append(tell(MATCHES, [_corrected(dice.choice(played), version)], results[0].available_at))
            played += results
            days.append(day)
    return days


def _rounds(season: int) -> Iterator[tuple[datetime, list[tuple[str, str]]]]:
    """Everybody against everybody, twice: one club stands still, the others move round it."""
    ring = list(CLUBS)
    for number in range(2 * (len(ring) - 1)):
        pairs = [(ring[i], ring[-1 - i]) for i in range(len(ring) // 2)]
        turned = pairs if number < len(ring) - 1 else [(away, home) for home, away in pairs]
        yield datetime(season, 8, 10, 15, tzinfo=UTC) + timedelta(weeks=number), turned
        ring = [ring[0], ring[-1], *ring[1:-1]]


def _match(
    pool: str,
    season: int,
    pair: tuple[str, str],
    kick_off: datetime,
    revision: int,
    dice: random.Random | None,
) -> Match:
    home, away = (f"{pool.lower()}-{club}" for club in pair)
    label = f"{season}/{(season + 1) % 100:02d}"
    key = f"simulated/{pool}/{season}.csv" if dice else f"simulated/{pool}/fixtures.csv"
    return Match(
        match_id=f"{pool}1:{label.replace('/', '-')}:{home}:{away}",
        pool=pool,
        competition=f"{pool}1",
        season=label,
        home_team=home,
        away_team=away,
        kick_off_known=True,
        status=MatchStatus.PLAYED if dice else MatchStatus.SCHEDULED,
        **_numbers(dice),
        referee=None,
        source="simulated",
        document_key=key,
        document=_document(key, revision),
        provenance=Provenance.SIMULATED,
        event_time=kick_off,
        available_at=kick_off + KNOWN_AFTER if dice else kick_off - timedelta(days=3),
        recorded_at=kick_off,
        revision=revision,
    )


def _numbers(dice: random.Random | None) -> dict[str, Any]:
    if dice is None:
        return dict.fromkeys(NUMBERS)
    goals = [dice.randrange(5) for _ in range(2)]
    shots = [goal + dice.randrange(4, 12) for goal in goals]
    others = [dice.randrange(9) for _ in range(8)]
    return dict(zip(NUMBERS, [*goals, *(goal // 2 for goal in goals), *shots, *goals, *others], strict=True))


def _corrected(match: Match, revision: int) -> Match:
    return dataclasses.replace(
        match,
        home_goals=(match.home_goals or 0) + 1,
        home_shots=(match.home_shots or 0) + 1,
        home_shots_on_target=(match.home_shots_on_target or 0) + 1,
        document=_document(match.document_key, revision),
        revision=revision,
    )


def _odds(match: Match, dice: random.Random) -> Odds:
    prices = [round(dice.uniform(1.8, 4.5), 2) for _ in range(3)]
    return Odds(
        match.match_id,
        match.pool,
        "average",
        "1x2",
        None,
        OddsMoment.BEFORE,
        ["home", "draw", "away"],
        prices,
        match.source,
        match.document_key,
        match.document,
        match.provenance,
        match.event_time,
        match.available_at,
        match.recorded_at,
        match.revision,
    )


def _team(pool: str, club: str, time: datetime) -> Team:
    key = f"simulated/{pool}/teams.csv"
    name = f"{pool.title()} {club.title()}"
    return Team(f"{pool.lower()}-{club}", name, "Nowhere", pool, "simulated", _document(key, 1), time, time, time, 1)


def _document(key: str, revision: int) -> str:
    return hashlib.sha256(f"{key}:{revision}".encode()).hexdigest()
