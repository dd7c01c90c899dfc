"""Facts about matches and players as the published views hold them, in memory."""

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from touchline.runtime.errors import Unavailable
from touchline.schemas.records import Availability, Match, MatchStatus, Player, PlayerMatch, Position, Provenance

NOON = datetime(2019, 12, 26, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KNOWN = "E0:2019-20:arsenal:chelsea"
DOCUMENT = "d" * 64


@dataclass
class KnownFacts:
    """What MariaDB would say; `down` makes it unreachable."""

    matches: list[Match] = field(default_factory=list)
    players: list[Player] = field(default_factory=list)
    played: list[PlayerMatch] = field(default_factory=list)
    stated: list[Availability] = field(default_factory=list)
    vectors: dict[str, list[float]] = field(default_factory=dict)
    seasons_read: int = 0
    down: bool = False

    async def assertions(self, match_id: str) -> list[Match]:
        self._up()
        return [one for one in self.matches if one.match_id == match_id]

    async def player(self, player_id: str) -> list[Player]:
        self._up()
        return [one for one in self.players if one.player_id == player_id]

    async def named(self, name: str) -> list[Player]:
        self._up()
        return [one for one in self.players if one.name.casefold() == name.casefold()]

    async def names(self) -> list[str]:
        return sorted({one.name for one in self.players})

    async def appearances(self, player_id: str) -> list[PlayerMatch]:
        self._up()
        return [one for one in self.played if one.player_id == player_id]

    async def availability(self, player_id: str) -> list[Availability]:
        self._up()
        return [one for one in self.stated if one.player_id == player_id]

    async def season_revision(self, competition: str, season: str, catalogue: int, known_by: datetime) -> str:
        self._up()
        told = await self._of_season(competition, season, known_by)
        return f"{len(told)}-{sum(one.revision for one in told)}-{len(self.vectors)}"

    async def season_assertions(self, competition: str, season: str, known_by: datetime) -> list[Match]:
        self._up()
        self.seasons_read += 1
        return await self._of_season(competition, season, known_by)

    async def season_vectors(self, competition: str, season: str, catalogue: int) -> dict[str, list[float]]:
        self._up()
        return self.vectors

    async def _of_season(self, competition: str, season: str, known_by: datetime) -> list[Match]:
        named = [one for one in self.matches if (one.competition, one.season) == (competition, season)]
        return [one for one in named if one.available_at <= known_by]

    def _up(self) -> None:
        if self.down:
            raise Unavailable("MariaDB: gone")


def stated(record: type[Any], **about: Any) -> Any:
    """A record with what a test is about; the rest is of one document."""
    usual: dict[str, Any] = {
        "pool": "ENG",
        "source": "football-data",
        "document_key": "football-data/mmz4281/1920/E0.csv",
        "document": DOCUMENT,
        "provenance": Provenance.REAL,
        "event_time": NOON,
        "available_at": NOON,
        "recorded_at": NOON,
        "revision": 1,
    }
    return record(**{one.name: (usual | about).get(one.name) for one in fields(record)})


def match(goals: tuple[int, int] | None = None, **about: Any) -> Match:
    """What a document says of arsenal v chelsea."""
    _, _, home, away = KNOWN.split(":")
    home_goals, away_goals = goals or (None, None)
    head = {"match_id": KNOWN, "competition": "E0", "season": "2019/20", "home_team": home, "away_team": away}
    status = MatchStatus.PLAYED if goals else MatchStatus.SCHEDULED
    result = {"home_goals": home_goals, "away_goals": away_goals, "status": status, "kick_off_known": True}
    asserted: Match = stated(Match, **head | result | about)
    return asserted


def player(**about: Any) -> Player:
    """A forward of arsenal."""
    usual = {"player_id": "p1", "name": "Ola Nordmann", "position": Position.FORWARD, "team_id": "arsenal"}
    known: Player = stated(Player, **usual | {"season": "2019/20"} | about)
    return known


def appearance(days_ago: int, points: int | None = 2, minutes: int = 90, **about: Any) -> PlayerMatch:
    """What he did some days before."""
    head = {"player_id": "p1", "match_id": f"E0:2019-20:arsenal:club-{days_ago}", "team_id": "arsenal"}
    did = {"opponent_id": "club", "at_home": True, "minutes": minutes, "points": points, "goals": 0}
    times = {"event_time": NOON - days_ago * DAY, "available_at": NOON - (days_ago - 1) * DAY}
    source = {"source": "fpl-archive", "document_key": f"fpl-archive/gw{days_ago}.csv"}
    played: PlayerMatch = stated(PlayerMatch, **head | did | times | source | about)
    return played
