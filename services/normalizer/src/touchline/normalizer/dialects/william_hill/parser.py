"""William Hill's price feed: classes of competitions, their markets, and a price for each participant."""

from collections.abc import Mapping
from datetime import UTC, datetime
from datetime import time as time_of_day

from touchline.normalizer.dialects.cells import UnreadableCell, decimal_price
from touchline.normalizer.dialects.dates import iso_date
from touchline.normalizer.dialects.dialect import Dialect, Document
from touchline.normalizer.dialects.markets import RESULT, TOTAL_GOALS, Market, Offer, moment_of
from touchline.normalizer.dialects.meetings import meeting_of
from touchline.normalizer.dialects.names import Names, folded
from touchline.normalizer.dialects.reading import Draft, NotFollowed, Reading
from touchline.normalizer.dialects.rows import Counts, MatchRow, Parsed
from touchline.normalizer.dialects.william_hill.specification import (
    BOOKMAKER,
    DRAW,
    LOCAL_TIME,
    MARKET,
    ROOT,
    SOURCE,
    TIME,
    TITLE,
    market_called,
)
from touchline.normalizer.dialects.xml import Element, each_element, text_of
from touchline.schemas.competitions import Competition, known_as
from touchline.schemas.records import MatchStatus

COMPETITIONS: Mapping[str, Competition] = known_as(SOURCE)


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Every market of the feed is an input row; those of one match state it again and again.

    Raises:
        UnreadableDocument: no such feed.
    """
    reading = Reading(restated=True)
    for market in each_element(content, ROOT, (MARKET,), reading):
        with reading.row(market.sourceline or 1, text_of(market)) as draft:
            _read(market, names, draft)
    return reading.parsed()


DIALECT = Dialect(SOURCE, parse)


def _read(element: Element, names: Names, draft: Draft) -> None:
    competition = _competition(element)
    title = TITLE.fullmatch(_said(element, "name"))
    if title is None:
        raise UnreadableCell("name", f"expected 'home v away - market', got {_said(element, 'name')!r}")
    market = market_called(title["market"])
    if market is None:
        raise NotFollowed(title["market"], "market")
    kick_off = _time(element, "date", "time")
    meeting = meeting_of(competition, kick_off.date(), title["home"], title["away"], names, ("name", "name"))
    collected_at = max((_updated(one) for one in element.iterfind("participant")), default=None)
    offer = Offer(meeting, kick_off, BOOKMAKER, collected_at, moment_of(collected_at, kick_off))
    prices = _prices(element, market, title["home"], title["away"])
    draft.add(
        offer.at(market, prices),
        MatchRow(meeting, kick_off, True, MatchStatus.SCHEDULED, Counts(), referee=None, known_at=None),
    )


def _competition(market: Element) -> Competition:
    parent = market.getparent()
    name = _said(parent, "name") if parent is not None else ""
    if not name:
        raise UnreadableCell("type", "the market belongs to no competition")
    if name not in COMPETITIONS:
        raise NotFollowed(name)
    return COMPETITIONS[name]


def _prices(element: Element, market: Market, home: str, away: str) -> list[float]:
    """In the order of the market's selections; the feed's own order differs from market to market."""
    found = {folded(_said(one, "name")): _said(one, "oddsDecimal") for one in element.iterfind("participant")}
    wanted = [folded(name) for name in _participants(market, home, away)]
    if sorted(found) != sorted(wanted):
        raise UnreadableCell("participant", f"expected prices of {', '.join(wanted)}, got {', '.join(found)}")
    return [decimal_price("oddsDecimal", found[name]) for name in wanted]


def _participants(market: Market, home: str, away: str) -> tuple[str, ...]:
    if market.kind == RESULT:
        return home, DRAW, away
    if market.kind == TOTAL_GOALS:
        return f"Over {market.line:g}", f"Under {market.line:g}"
    return "Yes", "No"


def _updated(participant: Element) -> datetime:
    return _time(participant, "lastUpdateDate", "lastUpdateTime")


def _time(element: Element, date: str, time: str) -> datetime:
    day, clock = iso_date(date, _said(element, date)), _said(element, time)
    try:
        if TIME.fullmatch(clock):
            local = datetime.combine(day, time_of_day.fromisoformat(clock), tzinfo=LOCAL_TIME)
            return local.astimezone(UTC)
    except ValueError:
        pass  # no time of any day: the sentence below says so
    raise UnreadableCell(time, f"expected a time such as 19:45:00, got {clock[:60]!r}")


def _said(element: Element, name: str) -> str:
    return str(element.get(name) or "").strip()
