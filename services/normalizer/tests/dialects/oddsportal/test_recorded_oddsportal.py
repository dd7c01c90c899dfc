"""OddsPortal's own page of sure bets of 25 November 2013, whose calculator holds the same prices unhidden."""

import base64
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.html import tables
from touchline.normalizer.dialects.oddsportal.parser import DIALECT
from touchline.normalizer.dialects.oddsportal.prices import prices_in
from touchline.normalizer.dialects.oddsportal.specification import TABLE
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import ParkedKind

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
CALCULATOR = re.compile(r"/eod/([A-Za-z0-9+=]+)/")


@pytest.fixture(scope="module")
def page() -> bytes:
    return (Path(os.environ["TOUCHLINE_RECORDED"]) / "html" / "oddsportal_surebets_2013.html").read_bytes()


def test_every_hidden_price_is_the_one_that_the_calculator_gets(page: bytes) -> None:
    rows = [row for table in tables(page, "class", TABLE) for row in table.css("tr[xeid]")]
    assert len(rows) == 10
    for row in rows:
        (link,) = set(CALCULATOR.findall(row.html or ""))
        told = re.findall(rb'"odds":([0-9.]+)', base64.b64decode(link))
        assert list(prices_in(row)) == [float(price) for price in told]


def test_football_of_followed_leagues_is_read_and_the_rest_is_counted(page: bytes) -> None:
    document = Document("oddsportal/sure-bets", False, datetime(2013, 11, 25, 9, 41, tzinfo=UTC))
    parsed = DIALECT.read(page, document, reviewed())
    assert (parsed.inputs, parsed.read, parsed.unaccounted) == (10, 5, 0)
    assert {row.kind for row in parsed.parked} == {ParkedKind.NOT_FOLLOWED}
    assert {row.column: row.rows for row in parsed.parked} == {
        "american-football": 2,
        "basketball": 2,
        "czech-republic/youth-league": 1,
    }
    assert {(row.meeting.home_team, row.market, row.line) for row in parsed.odds} == {
        ("carlisle", "1x2", None),
        ("mons", "1x2", None),
        ("shrewsbury", "half-time-over-under", 1.5),
        ("pacos-ferreira", "half-time-over-under", 1.5),
        ("granada", "half-time-over-under", 1.0),
    }
    assert all(sum(1 / price for price in row.prices) < 1 for row in parsed.odds)  # sure, indeed
