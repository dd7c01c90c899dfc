"""The Odds API's odds of a sport: events, in each the bookmakers, in each the markets, in each the outcomes."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from touchline.normalizer.dialects.bookmakers import bookmaker_id
from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dates import utc_moment
from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.json import Object, an_object, needed_text, note_unknown, read_value, shown
from touchline.normalizer.dialects.markets import Offer, moment_of
from touchline.normalizer.dialects.meetings import meeting_of
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Draft, NotFollowed, Reading
from touchline.normalizer.dialects.rows import Counts, MatchRow, OddsRow, Parsed
from touchline.normalizer.dialects.the_odds_api.outcomes import books_of
from touchline.normalizer.dialects.the_odds_api.specification import (
    EVENT_FIELDS,
    MARKETS,
    ODDS_DOCUMENT,
    SOURCE,
    UNUSED,
)
from touchline.schemas.competitions import Competition, known_as
from touchline.schemas.records import MatchStatus, ParkedKind

COMPETITIONS: Mapping[str, Competition] = known_as(SOURCE)
MOST_NOTES = 20


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Every event is an input row; a bookmaker's market that cannot be read is a part of it.

    Raises:
        UnreadableDocument: no list of a sport's events.
    """
    if not ODDS_DOCUMENT.search(document.path):
        raise UnreadableDocument(f"{document.path} holds no odds of a sport")
    events = read_value(content)
    if not isinstance(events, list):
        raise UnreadableDocument(f"expected a list of events, got {shown(events)[:200]}")
    reading, fields, markets = Reading(restated=True), set[str](), set[str]()
    for number, event in enumerate(events, start=1):
        with reading.row(number, shown(event)) as draft:
            one = an_object(event)
            fields.update(one)
            _read(one, names, draft, markets)
    note_unknown(reading, fields, EVENT_FIELDS)
    for name in sorted(markets.difference(MARKETS, UNUSED))[:MOST_NOTES]:
        reading.note(ParkedKind.SCHEMA_DRIFT, name[:60], f"the market {name[:60]!r} is new and not read")
    return reading.parsed()


DIALECT = Dialect(SOURCE, parse)


def _read(event: Object, names: Names, draft: Draft, markets: set[str]) -> None:
    competition = _competition(event)
    kick_off = _time(event, "commence_time")
    home, away = needed_text(event.get("home_team"), "home_team"), needed_text(event.get("away_team"), "away_team")
    meeting = meeting_of(competition, kick_off.date(), home, away, names, ("home_team", "away_team"))
    match = MatchRow(meeting, kick_off, True, MatchStatus.SCHEDULED, Counts(), referee=None, known_at=None)
    draft.add(match)
    for bookmaker, market in _markets(event, draft):
        try:
            key = needed_text(market.get("key"), "key")
            markets.add(key)
            if key in MARKETS:
                draft.add(*_odds(bookmaker, market, MARKETS[key], match, (home, away)))
        except UnreadableCell as error:
            draft.park_part(error)


def _competition(event: Object) -> Competition:
    sport = needed_text(event.get("sport_key"), "sport_key")
    if sport not in COMPETITIONS:
        raise NotFollowed(sport)
    return COMPETITIONS[sport]


def _markets(event: Object, draft: Draft) -> Iterator[tuple[Object, Object]]:
    """Each market with its bookmaker; what has no markets is a part that cannot be read."""
    for value in _list(event, "bookmakers"):
        try:
            bookmaker = an_object(value, "bookmakers")
            pairs = [(bookmaker, an_object(market, "markets")) for market in _list(bookmaker, "markets")]
        except UnreadableCell as error:
            draft.park_part(error)
        else:
            yield from pairs


def _odds(bookmaker: Object, market: Object, kind: str, match: MatchRow, clubs: tuple[str, str]) -> list[OddsRow]:
    name = bookmaker_id(needed_text(bookmaker.get("key"), "key"))
    if not name:
        raise UnreadableCell("key", "the bookmaker's key holds no letter")
    updated = market if market.get("last_update") is not None else bookmaker
    collected_at = _time(updated, "last_update")
    offer = Offer(match.meeting, match.kick_off, name, collected_at, moment_of(collected_at, match.kick_off))
    return [offer.at(book, prices) for book, prices in books_of(kind, _list(market, "outcomes"), *clubs)]


def _list(value: Object, name: str) -> list[object]:
    found = value.get(name)
    if not isinstance(found, list):
        raise UnreadableCell(name, f"expected a list, got {shown(found)[:100]}")
    return found


def _time(value: Object, name: str) -> datetime:
    return utc_moment(name, needed_text(value.get(name), name))
