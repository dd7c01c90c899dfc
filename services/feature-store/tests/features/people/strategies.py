"""Made-up squads for property tests: three teams, two seasons, transfers, late rows, words on who can play."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from touchline.feature_store.features.people.facts import Appearance, Event, Listing, Statement
from touchline.schemas.records import AvailabilityStatus, Position

START = datetime(2018, 8, 11, 14, tzinfo=UTC)
TEAMS = ("ash", "birch", "cedar")
PLAYERS = tuple(f"p{number}" for number in range(9))
SUMMER = 100  # days
ROUNDS_A_SEASON = 12
_POSITIONS = (None, *(position for position in Position if position is not Position.UNKNOWN))
STATUSES = [status for status in AvailabilityStatus if status is not AvailabilityStatus.UNKNOWN]


def day(number: float) -> datetime:
    """So many days after the first kick-off."""
    return START + timedelta(days=number)


def appearance(player: str = "p1", number: int = 0, minutes: int = 90, **changes: Any) -> Appearance:
    """Ash against birch on a day, known at the next midnight."""
    kick_off = changes.get("kick_off", day(number))
    season = changes.get("season", "2018/19")
    about: dict[str, Any] = {
        "player": player,
        "team": "ash",
        "opponent": "birch",
        "match_id": f"E0:{season.replace('/', '-')}:ash:birch:{number}",
        "season": season,
        "kick_off": kick_off,
        "at_home": True,
        "position": None,
        "minutes": minutes,
        "started": None,
        "goals": 0,
        "assists": 0,
        "points": 2,
        "expected_goals": None,
        "expected_assists": None,
        "price": 5.0,
        "available_at": kick_off.replace(hour=0) + timedelta(days=1),
        "documents": (f"gw{number // 7}",),
    }
    return Appearance(**(about | changes))


def statement(
    player: str = "p1", number: float = 0, status: AvailabilityStatus = AvailabilityStatus.INJURED, **changes: Any
) -> Statement:
    """A word on a player at noon of a day."""
    about: dict[str, Any] = {"team": None, "chance": None, "since": None, "documents": ("words",)}
    return Statement(player=player, status=status, available_at=day(number), **(about | changes))


def listing(player: str = "p1", number: float = -7, team: str | None = "ash", **changes: Any) -> Listing:
    """A player on a club's list."""
    about: dict[str, Any] = {"position": Position.FORWARD, "season": "2018/19", "documents": ("list",)}
    return Listing(player=player, team=team, available_at=day(number), **(about | changes))


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Rounds a week apart in which two of the teams meet; words and lists in between and after.

    What players do is drawn from a seed: there is too much of it to be drawn, and shrunk, one number after the other.
    """
    random = Random(draw(st.integers(0, 2**32)))
    found: list[Event] = []
    for number in range(draw(st.integers(1, 2 * ROUNDS_A_SEASON))):
        found.extend(_round(random, number, draw(st.permutations(TEAMS))[:2]))
    found.extend(draw(st.lists(_statements(), max_size=6, unique_by=lambda one: (one.player, one.available_at))))
    found.extend(draw(st.lists(_listings(), max_size=4, unique_by=lambda one: (one.player, one.available_at))))
    return found or [appearance()]


def _round(random: Random, number: int, meeting: list[str]) -> Iterator[Appearance]:
    """The rows of one match. Some players change teams in summer, and one is not listed after the third round."""
    second = number >= ROUNDS_A_SEASON
    when, season = 7 * number + SUMMER * second + random.randrange(3), "2019/20" if second else "2018/19"
    for index, player in enumerate(PLAYERS):
        team = TEAMS[(index + 2 * second * (index % 3 == 0)) % len(TEAMS)]
        if team in meeting and random.randrange(6) and not (index == 1 and number > 2):
            yield _row(random, player, when, team, meeting, season)


def _row(random: Random, player: str, number: int, team: str, meeting: list[str], season: str) -> Appearance:
    home, away = meeting
    minutes = random.choice((0, 0, 1, 25, 60, 90, 120))
    return appearance(
        player,
        number,
        minutes,
        team=team,
        opponent=away if team == home else home,
        match_id=f"E0:{season.replace('/', '-')}:{home}:{away}:{number}",
        season=season,
        at_home=team == home,
        position=random.choice(_POSITIONS),
        started=random.choice((None, True, False)) if minutes else None,
        goals=random.randrange(9) if minutes else 0,
        assists=random.choice((None, 0, 1, 9)),
        points=random.choice((None, random.randint(-7, 29))),
        expected_goals=random.choice((None, 5 * random.random())),
        expected_assists=random.choice((None, 5 * random.random())),
        price=random.choice((None, random.uniform(3.5, 15))),
        available_at=day(number).replace(hour=0) + timedelta(days=1 + random.choice((0, 0, 0, 1, 40))),
    )


_WHEN = st.integers(-20, 14 * ROUNDS_A_SEASON + SUMMER).map(lambda number: number + 10 / 24)  # midnight: ties


@st.composite
def _statements(draw: st.DrawFn) -> Statement:
    return statement(
        draw(st.sampled_from(PLAYERS)),
        draw(_WHEN),
        draw(st.sampled_from(STATUSES)),
        team=draw(st.sampled_from((None, *TEAMS))),
        chance=draw(st.none() | st.floats(0, 1)),
        since=draw(st.none() | st.just(day(-30))),
        simulated=draw(st.booleans()),
    )


@st.composite
def _listings(draw: st.DrawFn) -> Listing:
    return listing(
        draw(st.sampled_from(PLAYERS)),
        draw(_WHEN),
        draw(st.sampled_from((None, *TEAMS))),
        position=draw(st.sampled_from(_POSITIONS)),
        season=draw(st.sampled_from(("", "2018/19", "2019/20"))),
    )
