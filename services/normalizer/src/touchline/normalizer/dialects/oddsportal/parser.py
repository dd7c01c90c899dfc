"""OddsPortal's pages: headings that name a league, a day or a market, and rows of matches with hidden prices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from selectolax.lexbor import LexborNode

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.html import shown, tables, words
from touchline.normalizer.dialects.markets import RESULT, Market, Offer, moment_of
from touchline.normalizer.dialects.meetings import meeting_of
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.oddsportal.days import day_called, kick_off_of
from touchline.normalizer.dialects.oddsportal.prices import prices_in
from touchline.normalizer.dialects.oddsportal.specification import (
    AVERAGE,
    BEST,
    FOOTBALL,
    LEAGUE_LINK,
    MOMENT,
    SCORE,
    SOURCE,
    STAMP,
    STATUSES,
    SURE_BETS,
    TABLE,
    market_called,
)
from touchline.normalizer.dialects.reading import Draft, NotFollowed, Reading
from touchline.normalizer.dialects.rows import Counts, MatchRow, Meeting, Parsed
from touchline.normalizer.dialects.times import result_known_at
from touchline.schemas.competitions import Competition, known_as
from touchline.schemas.records import MatchStatus

COMPETITIONS: Mapping[str, Competition] = known_as(SOURCE)


@dataclass(slots=True)
class Headings:
    """What the headings above a row say. Sure bets name their market; a list shows results."""

    bookmaker: str
    stamp: datetime | None  # of the page itself
    seen_at: datetime  # that stamp, or when it was fetched
    sport: str = ""
    league: str = ""
    market: str | None = None
    day: date | None = None
    broken_day: UnreadableCell | None = None

    def read(self, row: LexborNode) -> None:
        """Take in a heading."""
        links = [LEAGUE_LINK.match(node.attributes.get("href") or "") for node in row.css("a")]
        league = next((link for link in links if link), None)
        if league:
            self.sport, self.league, self.market, self.day = league["sport"], league["league"], None, None
            return
        title = words(row.css_first("th"))
        self.market = title
        try:
            self.day, self.broken_day = day_called(title, self.seen_at.date()) or self.day, None
        except UnreadableCell as error:
            self.day, self.broken_day = None, error


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Every match that the page prices; rows are counted from 1 over all its tables, headings too.

    Raises:
        UnreadableDocument: no page of prices.
    """
    bookmaker = BEST if document.path.startswith(SURE_BETS) else AVERAGE
    stamp = stamp_of(content)
    headings, reading = Headings(bookmaker, stamp, stamp or document.fetched_at), Reading(restated=True)
    priced = list(tables(content, "class", rf"\b{TABLE}\b"))
    if not priced:
        raise UnreadableDocument("the page has no table of prices")
    for number, row in enumerate((row for table in priced for row in table.css("tr")), start=1):
        name = row.css_first("td.name")
        if name is None:
            headings.read(row)
            continue
        with reading.row(number, shown(row)) as draft:
            _read(row, words(name), headings, names, draft)
    return reading.parsed()


DIALECT = Dialect(SOURCE, parse)


def stamp_of(content: bytes) -> datetime | None:
    """When the page was made, as it says itself.

    >>> stamp_of(b'<script src="/ajax-userdata/?1385372450f752"></script>').isoformat()
    '2013-11-25T09:40:50+00:00'
    """
    found = STAMP.search(content)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _read(row: LexborNode, title: str, headings: Headings, names: Names, draft: Draft) -> None:
    competition, market = _competition(headings), _market(headings)
    kick_off = _kick_off(row, headings)
    home, separator, away = title.partition(" - ")
    if not separator:
        raise UnreadableCell("name", f"expected 'home - away', got {title[:80]!r}")
    meeting = meeting_of(competition, kick_off.date(), home, away, names, ("name", "name"))
    draft.add(_match(row, meeting, kick_off))
    try:
        offer = Offer(meeting, kick_off, headings.bookmaker, headings.stamp, moment_of(headings.seen_at, kick_off))
        prices = list(prices_in(row))
        if len(prices) != len(market.selections):
            raise UnreadableCell("odds", f"{len(prices)} prices for {', '.join(market.selections)}")
        draft.add(offer.at(market, prices))
    except UnreadableCell as error:
        draft.park_part(error)


def _competition(headings: Headings) -> Competition:
    if not headings.league:
        raise UnreadableCell("league", "no heading above the row names a league")
    if headings.sport != FOOTBALL:
        raise NotFollowed(headings.sport, "sport")
    if headings.league not in COMPETITIONS:
        raise NotFollowed(headings.league)
    return COMPETITIONS[headings.league]


def _market(headings: Headings) -> Market:
    """A list of a day's matches prices the result; sure bets say what they price."""
    if headings.bookmaker != BEST:
        return Market(RESULT)
    market = market_called(headings.market or "")
    if market is None:
        raise NotFollowed((headings.market or "")[:60], "market")
    return market


def _kick_off(row: LexborNode, headings: Headings) -> datetime:
    cell = row.css_first("td.table-time")
    moment = MOMENT.search(cell.attributes.get("class") or "") if cell is not None else None
    if moment is None and headings.broken_day is not None:
        raise headings.broken_day
    return kick_off_of(moment[1] if moment else None, words(cell), headings.day)


def _match(row: LexborNode, meeting: Meeting, kick_off: datetime) -> MatchRow:
    cell = words(row.css_first("td.table-score"))
    score, status = SCORE.fullmatch(cell), STATUSES.get(cell, MatchStatus.SCHEDULED)
    if cell and score is None and cell not in STATUSES:
        raise UnreadableCell("score", f"expected a score such as 3:1, got {cell[:40]!r}")
    if score is None:
        return MatchRow(meeting, kick_off, True, status, Counts(), referee=None, known_at=None)
    counts = Counts(home_goals=int(score[1]), away_goals=int(score[2]))
    known_at = result_known_at(kick_off, True)
    return MatchRow(meeting, kick_off, True, MatchStatus.PLAYED, counts, referee=None, known_at=known_at)
