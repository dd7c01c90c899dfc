"""The latest word of each document on each thing, out of files of messages."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from touchline.feature_store.stores.people import statement_of
from touchline.runtime.errors import Refused
from touchline.runtime.message_files import contents_of, messages_of
from touchline.schemas import decode, rows_of
from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.records import Availability, Match, Odds, Player, PlayerMatch
from touchline.schemas.topics import AVAILABILITY, MATCHES, ODDS, PLAYER_MATCHES, PLAYERS

Word = Match | Odds | Player | PlayerMatch | Availability
R = TypeVar("R", bound=Word)
TOPICS: Mapping[type, str] = {
    topic.record: topic.name for topic in (MATCHES, ODDS, PLAYERS, PLAYER_MATCHES, AVAILABILITY)
}


def pool_of(competition: str) -> str:
    """The pool of a competition as football-data.co.uk has it.

    Raises:
        Refused: we do not follow it.
    """
    if competition not in COMPETITIONS:
        raise Refused(f"{competition!r} is no competition that we follow")
    return COMPETITIONS[competition].pool


def latest(folder: Path, record: type[R], pool: str) -> list[R]:
    """The rows of a pool with the greatest revision of each document's word, in the order of the first.

    Raises:
        Refused: the folder holds no whole set of messages.
    """
    found: dict[tuple[Any, ...], R] = {}
    for file in contents_of(folder).files:
        if file.topic != TOPICS[record] or file.key != pool:
            continue
        for message in messages_of(folder, file):
            for row in rows_of(record, decode(record, message.value)):
                before = found.get(place := (row.document_key, *_thing(row)))
                if before is None or row.revision > before.revision:
                    found[place] = row
    return list(found.values())


def _thing(row: Word) -> tuple[Any, ...]:
    """What of a record says which thing its document tells of."""
    match row:
        case Match():
            return (row.match_id,)
        case Odds():
            return row.match_id, row.bookmaker, row.market, row.line, row.moment
        case Player():
            return row.player_id, row.season
        case PlayerMatch():
            return row.match_id, row.player_id
        case Availability():
            return row.player_id, statement_of(row)
