"""William Hill's price feed: every quirk of it, on our sample."""

from datetime import UTC, datetime

import pytest
from every_document import samples

from touchline.normalizer.dialects.rows import OddsRow, Parsed
from touchline.normalizer.dialects.william_hill.parser import DIALECT
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import ParkedKind


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    (sample,) = samples("william-hill")
    return DIALECT.read(sample.content, sample.document, reviewed())


def odds(parsed: Parsed, home: str) -> dict[str, OddsRow]:
    return {row.market: row for row in parsed.odds if row.meeting.home_team == home}


def test_prices_go_by_name_in_whatever_order_they_come(parsed: Parsed) -> None:
    found = odds(parsed, "rb-leipzig")
    assert found["1x2"].prices == (1.85, 3.6, 4.2)
    assert found["half-time-1x2"].prices == (2.4, 2.3, 4.6)
    assert found["both-to-score"].prices == (1.67, 2.1)
    assert (found["over-under"].line, found["over-under"].prices) == (2.5, (1.8, 1.95))


def test_times_are_british_in_winter_and_in_summer(parsed: Parsed) -> None:
    kick_offs = {match.meeting.home_team: match.kick_off for match in parsed.matches}
    assert kick_offs["rb-leipzig"] == datetime(2020, 3, 10, 20, tzinfo=UTC)
    assert kick_offs["juventus"] == datetime(2020, 7, 25, 19, tzinfo=UTC)


def test_prices_were_known_from_the_last_change_of_one_of_them(parsed: Parsed) -> None:
    assert odds(parsed, "rb-leipzig")["1x2"].known_at == datetime(2020, 2, 28, 16, 40, 12, tzinfo=UTC)


def test_of_a_market_stated_twice_the_last_price_stands(parsed: Parsed) -> None:
    assert odds(parsed, "valencia")["1x2"].prices == (2.45, 3.6, 2.7)


def test_markets_that_are_none_of_ours_are_counted(parsed: Parsed) -> None:
    notes = {row.column: row.reason for row in parsed.parked if row.kind is ParkedKind.NOT_FOLLOWED}
    assert notes == {
        "15 Minutes Betting": "the market '15 Minutes Betting' is not followed: 1 rows",
        "Nowhere Cup": "the competition 'Nowhere Cup' is not followed: 1 rows",
    }


def test_what_cannot_be_a_market_is_parked_with_its_reason(parsed: Parsed) -> None:
    assert [row.column for row in parsed.parked if row.kind is ParkedKind.ROW] == [
        "1x2 home",  # the sum of 1/odds
        "participant",  # no price for the visitors
        "name",  # an unknown club
        "oddsDecimal",  # evens
        "date",  # 32 March
    ]


def test_every_market_is_accounted_for(parsed: Parsed) -> None:
    assert (parsed.inputs, parsed.read, parsed.unaccounted) == (15, 8, 0)
