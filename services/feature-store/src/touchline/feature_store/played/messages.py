"""Assertions of one competition, out of files of messages."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from touchline.runtime.errors import Refused
from touchline.runtime.message_files import contents_of, messages_of
from touchline.schemas import decode, rows_of
from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.records import Match, Odds
from touchline.schemas.topics import MATCHES, ODDS, Topic

R = TypeVar("R", Match, Odds)


@dataclass(frozen=True, slots=True)
class Asserted:
    """The latest word of each document, on matches and on their prices (by match id)."""

    matches: list[Match]
    odds: dict[str, list[Odds]]


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
    return Asserted(matches, dict(odds))


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


def _place(row: Match | Odds) -> tuple[Any, ...]:
    if isinstance(row, Match):
        return row.document_key, row.match_id
    return row.document_key, row.match_id, row.bookmaker, row.market, row.line, row.moment
