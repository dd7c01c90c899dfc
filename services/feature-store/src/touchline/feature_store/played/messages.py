"""Assertions of one competition, out of files of messages."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from touchline.runtime.errors import Refused
from touchline.runtime.message_files import contents_of, messages_of
from touchline.schemas import decode, rows_of
from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.records import Availability, Match, Odds, PlayerMatch
from touchline.schemas.topics import AVAILABILITY, MATCHES, ODDS, PLAYER_MATCHES, Topic

R = TypeVar("R", Match, Odds, PlayerMatch, Availability)


@dataclass(frozen=True, slots=True)
class Asserted:
    """The latest word of each document, on matches, on their prices (by match id) and on players."""

    matches: list[Match]
    odds: dict[str, list[Odds]]
    players: list[PlayerMatch] = field(default_factory=list)
    absences: list[Availability] = field(default_factory=list)


def asserted(folder: Path, competition: str) -> Asserted:
    """What files of messages say of a competition.

    Raises:
        Refused: the folder holds no whole set of messages, or none of that competition.
    """
    if competition not in COMPETITIONS:
        raise Refused(f"{competition!r} is no competition that we follow")
    matches = [one for one in _latest(folder, MATCHES, Match, competition) if one.competition == competition]
    if not matches:
        raise Refused(f"{folder} tells of no match of {competition}")
    odds: dict[str, list[Odds]] = defaultdict(list)
    for one in _latest(folder, ODDS, Odds, competition):
        if one.match_id.split(":", 1)[0] == competition:
            odds[one.match_id].append(one)
    players = _latest(folder, PLAYER_MATCHES, PlayerMatch, competition)
    return Asserted(matches, dict(odds), players, _latest(folder, AVAILABILITY, Availability, competition))


def _latest(folder: Path, topic: Topic, record: type[R], competition: str) -> list[R]:
    """The rows of a topic with the greatest revision of each document's word."""
    found: dict[tuple[Any, ...], R] = {}
    for file in contents_of(folder).files:
        if file.topic != topic.name or file.key != COMPETITIONS[competition].pool:
            continue
        for message in messages_of(folder, file):
            for row in rows_of(record, decode(record, message.value)):
                before = found.get(place := _place(row))
                if before is None or row.revision > before.revision:
                    found[place] = row
    return list(found.values())


def _place(row: Match | Odds | PlayerMatch | Availability) -> tuple[Any, ...]:
    if isinstance(row, Match):
        return row.document_key, row.match_id
    if isinstance(row, PlayerMatch):
        return row.document_key, row.match_id, row.player_id
    if isinstance(row, Availability):
        return row.document_key, row.player_id, row.status, row.event_time
    return row.document_key, row.match_id, row.bookmaker, row.market, row.line, row.moment
