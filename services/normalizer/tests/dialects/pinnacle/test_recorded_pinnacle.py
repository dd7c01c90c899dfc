"""Pinnacle's own feed of 29 September 2013: all sports, 1,593 events."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.pinnacle.parser import DIALECT
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import OddsMoment, ParkedKind

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
WAITING = {"Chester"}  # clubs that no list has yet


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    content = (Path(os.environ["TOUCHLINE_RECORDED"]) / "odds-feeds" / "pinnaclesports.xml").read_bytes()
    document = Document("pinnacle/pinnacleFeed.aspx", False, datetime(2013, 9, 29, 17, 10, tzinfo=UTC))
    return DIALECT.read(content, document, reviewed())


def test_every_event_is_a_match_or_counted(parsed: Parsed) -> None:
    apart = sum(row.rows for row in parsed.parked if row.kind is ParkedKind.NOT_FOLLOWED)
    waiting = [row for row in parsed.parked if row.kind is ParkedKind.ROW]
    assert {row.waits_for.text for row in waiting if row.waits_for} <= WAITING
    assert (parsed.inputs, parsed.read + apart + len(waiting), parsed.unaccounted) == (1593, 1593, 0)
    assert len(waiting) <= 3
    assert not [row for row in parsed.parked if row.kind is ParkedKind.PART]


def test_followed_leagues_have_matches_to_come_and_some_of_them_prices(parsed: Parsed) -> None:
    assert parsed.read + sum(row.kind is ParkedKind.ROW for row in parsed.parked) == 555
    leagues = Counter(match.meeting.competition for match in parsed.matches)
    assert (leagues["E0"], leagues["SP1"], leagues["D1"]) == (11, 12, 9)
    markets = Counter(row.market for row in parsed.odds)
    assert (markets["1x2"], markets["over-under"], markets["asian-handicap"]) == (82, 98, 98)
    assert {row.moment for row in parsed.odds} == {OddsMoment.BEFORE}


def test_every_market_is_a_fair_book_of_a_low_margin_bookmaker(parsed: Parsed) -> None:
    books = [sum(1 / price for price in row.prices) for row in parsed.odds]
    assert 1.0 < min(books) < max(books) < 1.11
