"""The API's documents, derived from a season of the archive as they would have stood."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from touchline.sandbox.providers.fixtures import HORIZON
from touchline.sandbox.providers.fpl_absent import AVAILABLE, Absent
from touchline.sandbox.providers.fpl_points import explained
from touchline.sandbox.providers.fpl_season import COUNTED, LATER, Appearance, Fixture, FplSeason, points_known_at

POSITIONS = ("Goalkeeper", "Defender", "Midfielder", "Forward")

Json = dict[str, object]


def bootstrap(season: FplSeason, absent: Absent, at: datetime) -> Json:
    """Gameweeks, clubs and players. Gameweeks further ahead than fixtures are shown are left out: they were moved."""
    return {
        "events": _events(season, at),
        "teams": [{"id": number, "name": name} for number, name in sorted(season.clubs.items())],
        "element_types": [{"id": at, "singular_name": name} for at, name in enumerate(POSITIONS, start=1)],
        "elements": [
            _element(season, absent, player, at) for player in season.players if season.is_listed(int(player["id"]), at)
        ],
    }


def fixtures(season: FplSeason, at: datetime) -> list[Json]:
    """The matches played and those of the coming days."""
    return [_fixture(fixture, at) for fixture in season.fixtures if fixture.kick_off <= at + HORIZON]


def live(season: FplSeason, gameweek: int, at: datetime) -> Json | None:
    """A gameweek's players, as far as their matches were known; None before its deadline."""
    if gameweek not in season.deadlines or season.deadlines[gameweek] > at:
        return None
    positions = {int(player["id"]): int(player["element_type"]) for player in season.players}
    rows: dict[int, list[Appearance]] = {}
    for row in season.appearances:
        if row.gameweek == gameweek and row.known_at <= at:
            rows.setdefault(row.element, []).append(row)
    return {
        "elements": [
            {
                "id": element,
                "stats": _totals(of_player),
                "explain": [{"fixture": row.fixture, "stats": explained(row, positions[element])} for row in of_player],
            }
            for element, of_player in sorted(rows.items())
        ]
    }


def summary(season: FplSeason, element: int, at: datetime) -> Json | None:
    """A player's matches; None when he was not in the game."""
    if not season.is_listed(element, at):
        return None
    return {"fixtures": [], "history": [_past(row) for row in season.known(element, at)], "history_past": []}


def _events(season: FplSeason, at: datetime) -> list[Json]:
    deadlines = {event: when for event, when in season.deadlines.items() if when <= at + HORIZON or event == 1}
    begun = [event for event, when in deadlines.items() if when <= at]
    current = begun[-1] if begun else None
    return [
        {
            "id": event,
            "name": f"Gameweek {event}",
            "deadline_time": stamp(when),
            "finished": season.over_at[event] <= at,
            "data_checked": season.over_at[event] <= at,
            "is_previous": len(begun) > 1 and event == begun[-2],
            "is_current": event == current,
            "is_next": event == next((later for later in deadlines if later not in begun), None),
        }
        for event, when in deadlines.items()
    ]


def _element(season: FplSeason, absent: Absent, player: Mapping[str, str], at: datetime) -> Json:
    number = int(player["id"])
    rows, standing = season.known(number, at), absent.standing(number, at)
    price = (rows or season.of_player[number][:1])[-1].price
    return {
        "id": number,
        "code": int(player["code"]),
        "first_name": player["first_name"],
        "second_name": player["second_name"],
        "web_name": player["web_name"],
        "element_type": int(player["element_type"]),
        "team": season.club_of(number, at),
        "now_cost": price,
        "status": standing.status,
        "news": standing.news,
        "news_added": stamp(standing.news_added) if standing.news_added else None,
        "chance_of_playing_next_round": None if standing.status == AVAILABLE else 0,
        **dict(zip(COUNTED, map(sum, zip(*(row.counts for row in rows), strict=True)), strict=False)),
    }


def _fixture(fixture: Fixture, at: datetime) -> Json:
    over, settled = fixture.result_known_at <= at, points_known_at(fixture.kick_off) <= at
    home, away = fixture.score if over else (None, None)
    return {
        "id": fixture.number,
        "event": fixture.gameweek,
        "kickoff_time": stamp(fixture.kick_off),
        "provisional_start_time": False,
        "started": fixture.kick_off <= at,
        "finished": settled,
        "finished_provisional": over,
        "minutes": 90 if over else 0,
        "team_h": fixture.home,
        "team_a": fixture.away,
        "team_h_score": home,
        "team_a_score": away,
        "stats": [],
    }


def _totals(rows: list[Appearance]) -> Json:
    counted = dict(zip(COUNTED, map(sum, zip(*(row.counts for row in rows), strict=True)), strict=True))
    later = dict(_later(rows[0])) if len(rows) == 1 else {}
    return {**counted, **later}


def _past(row: Appearance) -> Json:
    return {
        "element": row.element,
        "fixture": row.fixture,
        "opponent_team": row.opponent,
        "was_home": row.at_home,
        "kickoff_time": stamp(row.kick_off),
        "team_h_score": row.score[0],
        "team_a_score": row.score[1],
        "round": row.gameweek,
        "value": row.price,
        **dict(zip(COUNTED, row.counts, strict=True)),
        **dict(_later(row)),
    }


def _later(row: Appearance) -> Iterator[tuple[str, object]]:
    """Counts that began in 2022/23; expected ones are texts in the API."""
    for name, cell in zip(LATER, row.later, strict=True):
        if cell:
            yield name, int(cell) if name == "starts" else cell


def stamp(moment: datetime) -> str:
    """A moment as the provider writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
