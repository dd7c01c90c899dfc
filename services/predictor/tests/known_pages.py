"""A season that pages tell of: results, absences, news (some of them hostile), settled predictions, decisions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from blends import NOON
from known_facts import DAY, DOCUMENT
from known_season import CLUBS, COMING, resealed, season_state
from test_explanation_api import STRONG

from touchline.predictor.prediction.forecast import forecast_by
from touchline.predictor.serving.reports import Appearance, Headline, Result, Word
from touchline.predictor.serving.state import READ, State
from touchline.runtime.errors import Unavailable
from touchline.schemas.records import Decision, PlayerSettlement, Settlement
from touchline.schemas.topics import PLAYER_SETTLEMENTS, PROMOTIONS, RAW_DOCUMENTS, SETTLEMENTS

SCRIPT = "<script>alert('owned')</script>"
FIRST = COMING[0]


def result(team: str, days_ago: int, goals: tuple[int, int], other: str = "b-club") -> Result:
    """A match that a team played at home."""
    match_id = f"E0:2019-20:{team}:{other}"
    kick_off = NOON - days_ago * DAY
    return Result(match_id, "E0", "2019/20", kick_off, team, other, *goals, "real", "football-data", DOCUMENT)


def word(player: str, team: str, status: str = "injured", days_ago: int = 2, **about: Any) -> Word:
    """What a source said of a player."""
    usual: dict[str, Any] = {
        "reason": "Hamstring injury", "chance": 0.25, "sentence": None, "source": "fpl", "document": DOCUMENT,
        "provenance": "real", "said_at": NOON - days_ago * DAY,
    }  # fmt: skip
    return Word(player, team, status, **usual | about)


def headline(title: str, url: str, team: str) -> Headline:
    """An article of yesterday."""
    return Headline(title, url, "mersey-courier.example", (team,), NOON - DAY, "real")


@dataclass
class KnownReports:
    """What MariaDB would say; `down` makes it unreachable."""

    played: list[Result] = field(default_factory=list)
    appeared: list[Appearance] = field(default_factory=list)
    said: list[Word] = field(default_factory=list)
    called: dict[str, str] = field(default_factory=dict)
    news: list[Headline] = field(default_factory=list)
    down: bool = False

    async def results(self, pool: str, team: str, known_by: datetime, most: int) -> list[Result]:
        self._up()
        found = [one for one in self.played if team in (one.home_team, one.away_team) and one.kick_off <= known_by]
        return sorted(found, key=lambda one: one.kick_off, reverse=True)[:most]

    async def appearances(self, matches: Sequence[str], known_by: datetime) -> list[Appearance]:
        self._up()
        return [one for one in self.appeared if one.match_id in matches]

    async def words(self, pool: str, teams: Sequence[str], known_by: datetime) -> list[Word]:
        self._up()
        found = [one for one in self.said if one.team_id in teams and one.said_at <= known_by]
        return sorted(found, key=lambda one: one.said_at, reverse=True)

    async def names(self, players: Sequence[str]) -> dict[str, str]:
        self._up()
        return {player: self.called[player] for player in players if player in self.called}

    async def headlines(self, pool: str, teams: Sequence[str], known_by: datetime) -> list[Headline]:
        self._up()
        return [one for one in self.news if {*one.teams} & {*teams}]

    def _up(self) -> None:
        if self.down:
            raise Unavailable("MariaDB: gone")


def known_reports() -> KnownReports:
    """Form, goals, absences and news of the two clubs of the first fixture."""
    _, _, home, away = FIRST.split(":")
    played = [result(team, 7 * week, (week % 3, week % 2)) for team in (home, away) for week in range(1, 7)]
    ran = [Appearance("p1", played[0].match_id, home, 90, 2, "fpl-archive", played[0].kick_off)]
    said = [word("p2", home), word("p3", away, "suspended", chance=None, reason=SCRIPT)]
    news = [
        headline(f"Injured {SCRIPT}", "https://mersey-courier.example/a", home),
        headline("Click me", "javascript:alert(1)", home),
        headline("A quiet week", 'https://mersey-courier.example/"onmouseover="alert(1)', away),
    ]
    return KnownReports(played, ran, said, {"p1": "Ola Nordmann", "p2": "Kari Nordmann", "p3": SCRIPT}, news)


def settlement(number: int, months_ago: int = 1) -> Settlement:
    """A settled match in which the likeliest result came true two times in three."""
    at = NOON - 30 * months_ago * DAY + timedelta(hours=number)
    outcome = ("home", "home", "away")[number % 3]
    ours = {"home": 0.145, "away": 0.445}[outcome]
    match_id = f"E0:2018-19:{CLUBS[number % 20]}:{CLUBS[(number + 7) % 20]}-{number}-{months_ago}"
    return Settlement(
        match_id, f"{number:032d}", "ENG", "1", outcome, 0.5, 0.3, 0.2, ours, 0.9, 0.6, 0.2, ours - 0.01, at, at, at, 1
    )


def players_settled(match: str, players: int, points: float, revision: int = 1) -> PlayerSettlement:
    """A settled forecast of players; the mean of the last five was off twice as far."""
    errors = [one for target in (25.0, 0.2, points) for one in (target, 2 * target)]
    return PlayerSettlement(
        f"E0:2018-19:{match}:b-club", f"{players:032d}", "ENG", "p1", players, *errors, NOON, NOON, NOON, revision
    )


def pages_state(make: Any) -> State:
    """The season's replica, with settled predictions, two decisions and a document; read to the end."""
    state = season_state(make)
    data = make.bundle()
    decided = [make.promotion("1", 1, data), make.promotion("2", 2, b"", Decision.REFUSED)]
    settled = [settlement(number, months) for months in (1, 2, 3) for number in range(20)]
    of_players = [players_settled("a", 30, 2.0), players_settled("c", 10, 4.0)]
    for topic, rows in (
        (RAW_DOCUMENTS, [make.raw_document()]),
        (PROMOTIONS, decided),
        (SETTLEMENTS, settled),
        (PLAYER_SETTLEMENTS, of_players),
    ):
        state.apply(topic, make.message(topic, rows), make.noon)
    state.caught_up = {topic.name for topic in READ}
    said = forecast_by(make.model(), STRONG)  # so that it can be explained
    resealed(state, home=said.home, draw=said.draw, away=said.away, grid=list(said.grid))
    state.predictions = {row.prediction_id: row for row in state.latest.values()}
    return state
