"""bootstrap-static: the clubs and players of the season as they stand now, with who can be picked."""

from datetime import datetime

from touchline.normalizer.dialects.cells import UnreadableCell, whole_number
from touchline.normalizer.dialects.dates import utc_moment
from touchline.normalizer.dialects.dialect import UnreadableDocument
from touchline.normalizer.dialects.fpl.clubs import club
from touchline.normalizer.dialects.fpl.numbers import season_at, spells_in
from touchline.normalizer.dialects.fpl.players import (
    FIELDS,
    OPTIONAL,
    Cells,
    Listed,
    identities,
    listed,
    of_two,
    player_row,
)
from touchline.normalizer.dialects.fpl.record import Record, records
from touchline.normalizer.dialects.fpl.specification import (
    CLUBS,
    COMPETITION,
    ELEMENT_COLUMNS,
    FEWEST_PLAYERS,
    SOURCE,
    STATUSES,
)
from touchline.normalizer.dialects.json import list_in, note_unknown, read_json
from touchline.normalizer.dialects.meetings import season_begins
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Draft, Reading
from touchline.normalizer.dialects.rows import AvailabilityRow, IdentityRow, Name, Parsed, PlayerRow, TeamRow
from touchline.schemas.records import AvailabilityStatus, ParkedKind

AVAILABILITY = ("status", "news", "news_added", "chance_of_playing_next_round")
Clubs = dict[str, str]  # team_id by number


def read_bootstrap(content: bytes, fetched_at: datetime, names: Names) -> Parsed:
    """Clubs and players; both are input rows.

    Raises:
        UnreadableDocument: no such document, or none that says its season.
    """
    document = read_json(content)
    season = _season(list_in(document, "events"))
    teams, elements = list_in(document, "teams"), list_in(document, "elements")
    reading, clubs = Reading(), Clubs()
    for record in records(teams):
        with reading.row(record.line, record.text) as draft:
            _read_club(record, season, names, draft, clubs)
    ambiguous = of_two(_listed(elements))
    for record in records(elements, len(teams) + 1):
        with reading.row(record.line, record.text) as draft:
            _read_player(record, season, fetched_at, clubs, ambiguous, draft)
    _note_gaps(reading)
    _note_drift(reading, elements)
    return reading.parsed()


def _season(events: list[object]) -> str:
    """By the first deadline of the season: the last may be months late, as in 2020."""
    for record in records(events):
        try:
            return season_at(utc_moment("deadline_time", record.cells("deadline_time")["deadline_time"]))
        except UnreadableCell:
            continue
    raise UnreadableDocument("no gameweek states its deadline, so the season is unknown")


def _read_club(record: Record, season: str, names: Names, draft: Draft, clubs: Clubs) -> None:
    cells = record.cells("id", "name")
    facts = list(club(season, cells["id"], cells["name"], names))
    clubs.update((cells["id"], fact.team_id) for fact in facts if isinstance(fact, TeamRow))
    draft.add(*facts)


def _listed(elements: list[object]) -> list[Listed]:
    """Every player that can be read; the others are found again one by one."""
    found = []
    for record in records(elements):
        try:
            found.append(listed(record.cells(*FIELDS, *OPTIONAL)))
        except UnreadableCell:
            continue
    return found


def _read_player(
    record: Record, season: str, fetched_at: datetime, clubs: Clubs, ambiguous: frozenset[str], draft: Draft
) -> None:
    cells = record.cells(*FIELDS, *OPTIONAL, *AVAILABILITY)
    player, team_id = listed(cells), clubs.get(cells["team"])
    if team_id is None:
        raise UnreadableCell("team", f"no club of this document has the number {cells['team']!r}")
    draft.add(
        player_row(player, cells, season, team_id, known_at=None),
        *identities(player, season, ambiguous),
        IdentityRow(Name(spells_in(season), f"{player.number} {team_id}"), player.player_id),
    )
    try:
        draft.add(_availability(cells, player.player_id, team_id, season, fetched_at))
    except UnreadableCell as error:
        draft.park_part(error)


def _availability(cells: Cells, player_id: str, team_id: str, season: str, fetched_at: datetime) -> AvailabilityRow:
    """What the provider says of a player now.

    Of a player who was never hurt nothing was ever said: that stands since the season began, whenever it is fetched.
    """
    if cells["status"] not in STATUSES:
        raise UnreadableCell("status", f"expected one of {', '.join(STATUSES)}, got {cells['status']!r}")
    status, chance = (
        STATUSES[cells["status"]],
        whole_number("chance_of_playing_next_round", cells[AVAILABILITY[3]], 100),
    )
    silent = fetched_at if status is not AvailabilityStatus.AVAILABLE else _begin(season)
    said_at = utc_moment("news_added", cells["news_added"]) if cells["news_added"] else silent
    return AvailabilityRow(
        pool=COMPETITION.pool,
        player_id=player_id,
        item=SOURCE,
        team_id=team_id,
        status=status,
        reason=cells["news"] or None,
        chance=None if chance is None else chance / 100,
        since=None,
        until=None,
        said_at=said_at,
        known_at=None,
    )


def _begin(season: str) -> datetime:
    return season_begins(COMPETITION, season)


def _note_gaps(reading: Reading) -> None:
    """Twenty clubs, each with a squad."""
    facts = reading.facts.values()
    clubs = [fact.team_id for fact in facts if isinstance(fact, TeamRow)]
    if len(clubs) != CLUBS:
        reading.note(ParkedKind.INCOMPLETE, "teams", f"{len(clubs)} clubs could be read, expected {CLUBS}")
    squads = [fact.team_id for fact in facts if isinstance(fact, PlayerRow)]
    for team_id in clubs:
        if squads.count(team_id) < FEWEST_PLAYERS:
            reason = f"{team_id} has {squads.count(team_id)} players, expected {FEWEST_PLAYERS} or more"
            reading.note(ParkedKind.INCOMPLETE, f"elements of {team_id}", reason)


def _note_drift(reading: Reading, elements: list[object]) -> None:
    fields = {name for element in elements if isinstance(element, dict) for name in element}
    note_unknown(reading, fields, ELEMENT_COLUMNS)
    for name in sorted({*FIELDS, "web_name", *AVAILABILITY} - fields):
        reading.note(ParkedKind.SCHEMA_DRIFT, name, f"the field {name!r} of a player is gone")
