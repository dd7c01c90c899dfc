"""The same answers by brute force: every row is looked at for every question."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from touchline.feature_store.history.subjects import Kind, Mode
from touchline.football.catalogue import TEAM_FEATURES
from touchline.football.meeting import Occasion, TeamRow, meeting_values
from touchline.schemas.competitions import INTERNATIONAL

from .made import Fixture, Row

PLAYED = TEAM_FEATURES.index("played")
SUMMER = timedelta(days=45)  # after so long a break what is known of a squad holds no more
Values = Sequence[float] | None


def row_at(rows: Iterable[Row], mode: Mode, kind: Kind, entity: str, moment: datetime) -> Row | None:
    """The row that counted for an entity; None where none did, or where it says that nothing is known."""
    best: tuple[datetime, datetime] | None = None
    found: Row | None = None
    for row in rows:
        if row.kind is not kind or row.entity != entity:
            continue
        served = mode is Mode.AS_SERVED
        if not (row.served if served else row.superseded_at is None):
            continue
        key = (row.known_at, row.as_of) if served else (row.as_of, row.known_at)
        if key[0] <= moment and (best is None or key > best):
            best, found = key, row
    return found if found is not None and found.values else None


def of_player(rows: Sequence[Row], mode: Mode, player: str, moment: datetime) -> Values:
    """A player's values."""
    row = row_at(rows, mode, Kind.PLAYER, player, moment)
    return row and row.values


def of_team(rows: Sequence[Row], mode: Mode, team: str, moment: datetime) -> Values:
    """A team's values in its main competition."""
    entities = {one.entity for one in rows if one.kind is Kind.TEAM and one.pool != INTERNATIONAL}
    candidates = []
    for entity in entities:
        competition, name = entity.split("/")
        row = row_at(rows, mode, Kind.TEAM, entity, moment)
        if name == team and row is not None:
            candidates.append(((row.season[:4], row.values[PLAYED], competition), row.values))
    return max(candidates)[1] if candidates else None


def of_match(rows: Sequence[Row], fixtures: Sequence[Fixture], mode: Mode, match: str, at: datetime) -> Values:
    """A match's vector."""
    versions = [one for one in fixtures if one.match_id == match]
    if mode is Mode.AS_SERVED:
        versions = [one for one in versions if one.known_at <= at]
    if not versions:
        return None
    fixture = max(versions, key=lambda one: one.known_at)
    if fixture.status in ("cancelled", "withdrawn"):
        return None
    return _vector(rows, mode, fixture, min(at, fixture.kick_off))


def _vector(rows: Sequence[Row], mode: Mode, fixture: Fixture, moment: datetime) -> Values:
    def team(name: str) -> TeamRow | None:
        row = row_at(rows, mode, Kind.TEAM, f"{fixture.competition}/{name}", moment)
        return None if row is None else TeamRow(row.season, row.values)

    def values(kind: Kind, entity: str) -> tuple[float, ...] | None:
        row = row_at(rows, mode, kind, entity, moment)
        return None if row is None else row.values

    def squad(name: str) -> tuple[float, ...] | None:
        row = row_at(rows, mode, Kind.SQUAD, name, moment)
        if row is None or row.values[-1] <= 0 or fixture.kick_off > row.as_of + SUMMER:
            return None
        return row.values

    home, away = fixture.home_team, fixture.away_team
    first, second = sorted((home, away))
    first_season = _first_season(rows, mode, fixture.competition, moment)
    return meeting_values(
        Occasion(fixture.competition, fixture.season, fixture.kick_off, home, away, first_season),
        team(home),
        team(away),
        values(Kind.PAIR, f"{fixture.competition}/{first}/{second}"),
        values(Kind.MARKET, fixture.match_id),
        squad(home),
        squad(away),
    )


def _first_season(rows: Sequence[Row], mode: Mode, competition: str, moment: datetime) -> str | None:
    """The earliest season of which a team's row stood at that moment.

    A season counts from its first row to the end of its last, whatever lies between: rows of one season follow on one
    another.
    """
    seasons = set()
    for row in rows:
        if row.kind is not Kind.TEAM or row.entity.split("/")[0] != competition or not row.values:
            continue
        same = [
            one
            for one in rows
            if one.kind is Kind.TEAM
            and one.values
            and one.entity.split("/")[0] == competition
            and one.season == row.season
        ]
        if mode is Mode.AS_CORRECTED:
            stands = any(one.superseded_at is None and one.as_of <= moment for one in same)
        else:
            begun = min(one.known_at for one in same) <= moment
            ends = [one.superseded_at for one in same]
            stands = begun and (None in ends or moment < max(one for one in ends if one))
        if stands:
            seasons.add(row.season)
    return min(seasons, default=None)
