"""Pinnacle's line feed: events of all sports with a result, total and handicap market for each period."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from touchline.normalizer.dialects.cells import UnreadableCell, number
from touchline.normalizer.dialects.dates import clock_time, iso_date
from touchline.normalizer.dialects.dialect import Dialect, Document
from touchline.normalizer.dialects.markets import (
    ASIAN_HANDICAP,
    MOST_LINE,
    RESULT,
    TOTAL_GOALS,
    Market,
    Offer,
    moment_of,
)
from touchline.normalizer.dialects.meetings import meeting_of
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.pinnacle.specification import (
    AGGREGATE,
    BOOKMAKER,
    EVENT,
    FEED_TIME,
    FOOTBALL,
    LEAST_AMERICAN,
    MOST_AMERICAN,
    NEUTRAL_GROUND,
    PERIODS,
    ROOT,
    SOURCE,
)
from touchline.normalizer.dialects.reading import Draft, NotFollowed, Reading
from touchline.normalizer.dialects.rows import Counts, MatchRow, OddsRow, Parsed
from touchline.normalizer.dialects.xml import Element, each_element, text_of
from touchline.schemas.competitions import Competition, known_as
from touchline.schemas.records import MatchStatus, ParkedKind

COMPETITIONS: Mapping[str, Competition] = known_as(SOURCE)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """The coming matches that the feed offers, and their prices.

    Raises:
        UnreadableDocument: no such feed.
    """
    reading, collected_at = Reading(restated=True), None
    for element in each_element(content, ROOT, (FEED_TIME, EVENT), reading):
        if element.tag == EVENT:
            with reading.row(element.sourceline or 1, text_of(element)) as draft:
                _read(element, collected_at, names, draft)
        else:
            collected_at = read_feed_time(element.text or "")
    if collected_at is None:
        reading.note(ParkedKind.SCHEMA_DRIFT, FEED_TIME, "the feed does not say when its prices were taken")
    return reading.parsed()


DIALECT = Dialect(SOURCE, parse)


def decimal_odds(column: str, american: str) -> float:
    """Decimal odds of American ones, which tell the win on a stake of 100, or, negative, the stake for a win of 100.

    >>> decimal_odds("moneyline_home", "150"), decimal_odds("moneyline_home", "-200")
    (2.5, 1.5)

    Raises:
        UnreadableCell: no such odds.
    """
    value = number(column, american, -MOST_AMERICAN, MOST_AMERICAN)
    if value is None or abs(value) < LEAST_AMERICAN:
        raise UnreadableCell(column, f"expected American odds of {LEAST_AMERICAN} or more either way, got {american!r}")
    return round(1 + (value / 100 if value > 0 else 100 / -value), 4)


def read_feed_time(text: str) -> datetime | None:
    """When the prices were taken; None for what is no such time.

    >>> read_feed_time("1380474571622").isoformat(timespec="seconds")
    '2013-09-29T17:09:31+00:00'
    """
    if not text.strip().isdecimal() or len(text) > 15:
        return None
    moment = EPOCH + timedelta(milliseconds=int(text))
    return moment if moment < LATEST else None


def _read(event: Element, collected_at: datetime | None, names: Names, draft: Draft) -> None:
    offer = _offer(event, collected_at, names)
    draft.add(
        MatchRow(
            meeting=offer.meeting,
            kick_off=offer.kick_off,
            kick_off_known=True,
            status=MatchStatus.SCHEDULED,
            counts=Counts(),
            referee=None,
            known_at=collected_at,
        )
    )
    for period in event.iterfind("periods/period"):
        part = PERIODS.get(_cell(period, "period_number"))
        if part is not None:
            _add_markets(period, part, offer, draft)


def _offer(event: Element, collected_at: datetime | None, names: Names) -> Offer:
    competition = _competition(event)
    kick_off = _moment("event_datetimeGMT", _cell(event, "event_datetimeGMT"))
    clubs = _participants(event)
    meeting = meeting_of(competition, kick_off.date(), clubs["Home"], clubs["Visiting"], names, ("Home", "Visiting"))
    in_play = _cell(event, "IsLive") == "Yes"
    return Offer(meeting, kick_off, BOOKMAKER, collected_at, moment_of(collected_at, kick_off, in_play))


def _competition(event: Element) -> Competition:
    sport, league = _cell(event, "sporttype"), _cell(event, "league")
    if not sport or not league:
        raise UnreadableCell("league", "the event names no sport or no league")
    if sport != FOOTBALL:
        raise NotFollowed(sport, "sport")
    if league not in COMPETITIONS:
        raise NotFollowed(league)
    return COMPETITIONS[league]


def _participants(event: Element) -> Mapping[str, str]:
    """Names by their part in the event; which one comes first differs from sport to sport."""
    found = {
        _cell(one, "visiting_home_draw"): NEUTRAL_GROUND.sub("", _cell(one, "participant_name"))
        for one in event.iterfind("participants/participant")
    }
    for side in ("Home", "Visiting"):
        if not found.get(side):
            raise UnreadableCell(side, f"the event has no participant {side!r}")
        if AGGREGATE.fullmatch(found[side]):
            raise NotFollowed("all teams of a round together", "bet on")
    return found


def _add_markets(period: Element, part: str, offer: Offer, draft: Draft) -> None:
    for read in (_result, _total, _handicap):
        try:
            draft.add(*read(period, part, offer))
        except UnreadableCell as error:
            draft.park_part(error)


def _result(period: Element, part: str, offer: Offer) -> Iterator[OddsRow]:
    columns = ("moneyline_home", "moneyline_draw", "moneyline_visiting")
    for line in period.iterfind("moneyline"):
        yield offer.at(Market(RESULT, part), [decimal_odds(name, _cell(line, name)) for name in columns])


def _total(period: Element, part: str, offer: Offer) -> Iterator[OddsRow]:
    for total in period.iterfind("total"):
        goals = _goals("total_points", _cell(total, "total_points"), 0)
        prices = [decimal_odds(name, _cell(total, name)) for name in ("over_adjust", "under_adjust")]
        yield offer.at(Market(TOTAL_GOALS, part, goals), prices)


def _handicap(period: Element, part: str, offer: Offer) -> Iterator[OddsRow]:
    for spread in period.iterfind("spread"):
        line = _goals("spread_home", _cell(spread, "spread_home"), -MOST_LINE)
        if _goals("spread_visiting", _cell(spread, "spread_visiting"), -MOST_LINE) != -line:
            raise UnreadableCell("spread_visiting", "the two handicaps are not each other's opposite")
        prices = [decimal_odds(name, _cell(spread, name)) for name in ("spread_adjust_home", "spread_adjust_visiting")]
        yield offer.at(Market(ASIAN_HANDICAP, part, line), prices)


def _goals(column: str, cell: str, least: float) -> float:
    value = number(column, cell, least, MOST_LINE)
    if value is None or value * 4 != int(value * 4):
        raise UnreadableCell(column, f"expected goals in quarters, got {cell!r}")
    return value + 0.0  # no -0.0


def _moment(column: str, cell: str) -> datetime:
    day, _, clock = cell.partition(" ")
    return datetime.combine(iso_date(column, day), clock_time(column, clock), tzinfo=UTC)


def _cell(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
