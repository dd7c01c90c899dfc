"""The Odds API: outcomes by name, lines by home team, parts that fail alone; on our sample."""

import json
from datetime import UTC, datetime

import pytest
from every_document import samples

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.rows import OddsRow, Parsed
from touchline.normalizer.dialects.the_odds_api.parser import DIALECT
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import OddsMoment, ParkedKind

KEY = "the-odds-api/sports/soccer_epl/odds"


def read(content: bytes, key: str = KEY) -> Parsed:
    parsed = DIALECT.read(content, Document(key, False, datetime(2020, 2, 28, 18, tzinfo=UTC)), reviewed())
    assert parsed.unaccounted == 0
    return parsed


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    (sample,) = samples("the-odds-api")
    return read(sample.content)


def odds(parsed: Parsed, home: str, bookmaker: str, market: str) -> list[OddsRow]:
    wanted = (home, bookmaker, market)
    return [row for row in parsed.odds if (row.meeting.home_team, row.bookmaker, row.market) == wanted]


def test_outcomes_go_by_name_in_whatever_order_they_come(parsed: Parsed) -> None:
    (row,) = odds(parsed, "norwich", "william-hill", "1x2")
    assert row.prices == (4.4, 3.8, 1.83)


def test_the_spread_is_the_home_teams(parsed: Parsed) -> None:
    (row,) = odds(parsed, "norwich", "william-hill", "asian-handicap")
    assert row.line == 0.5


def test_each_line_of_the_alternate_totals_is_a_book(parsed: Parsed) -> None:
    lines = {row.line: row.prices for row in odds(parsed, "brighton", "pinnacle", "over-under")}
    assert lines == {1.5: (1.5, 2.6), 2.5: (2.4, 1.6)}


def test_prices_were_known_when_the_market_or_its_bookmaker_was_updated(parsed: Parsed) -> None:
    (exchange,) = odds(parsed, "norwich", "betfair-exchange", "1x2")  # its market has no time of its own
    assert exchange.known_at == datetime(2020, 2, 28, 17, 52, 10, tzinfo=UTC)


def test_what_an_exchange_lays_is_no_price_of_a_win(parsed: Parsed) -> None:
    (exchange,) = odds(parsed, "norwich", "betfair-exchange", "1x2")
    assert exchange.prices == (4.7, 4.0, 1.87)


def test_a_price_after_kick_off_is_none_from_before_the_match(parsed: Parsed) -> None:
    (row,) = odds(parsed, "liverpool", "william-hill", "1x2")
    assert row.moment is OddsMoment.UNKNOWN


def test_a_market_that_cannot_be_read_is_parked_alone(parsed: Parsed) -> None:
    parts = {row.column for row in parsed.parked if row.kind is ParkedKind.PART}
    assert parts == {"outcomes", "1x2 home", "point", "price"}
    assert odds(parsed, "brighton", "pinnacle", "both-to-score")


def test_an_event_that_cannot_be_read_is_parked(parsed: Parsed) -> None:
    rows = [row.column for row in parsed.parked if row.kind is ParkedKind.ROW]
    assert rows == ["away_team", "commence_time", "bookmakers", None]


def test_what_is_new_is_named(parsed: Parsed) -> None:
    drift = {row.column for row in parsed.parked if row.kind is ParkedKind.SCHEMA_DRIFT}
    assert drift == {"weather", "player_goals"}


def test_a_message_in_the_place_of_odds_is_unreadable() -> None:
    answer = json.dumps({"message": "Usage quota has been reached"}).encode()
    assert "expected a list of events" in read(answer).parked[0].reason


def test_another_address_is_unreadable() -> None:
    assert "holds no odds of a sport" in read(b"[]", "the-odds-api/sports").parked[0].reason


@pytest.mark.parametrize("price", [True, None, 10**400, -1, 1, "NaN", [], 1e9])
def test_no_price_but_a_price_is_one(price: object) -> None:
    outcomes = [{"name": name, "price": price} for name in ("Arsenal", "Draw", "Everton")]
    event = {
        "sport_key": "soccer_epl",
        "commence_time": "2020-02-29T15:00:00Z",
        "home_team": "Arsenal",
        "away_team": "Everton",
        "bookmakers": [
            {"key": "a", "last_update": "2020-02-28T15:00:00Z", "markets": [{"key": "h2h", "outcomes": outcomes}]}
        ],
    }
    parsed = read(json.dumps([event]).encode())
    assert (len(parsed.odds), len(parsed.matches), len(parsed.parked)) == (0, 1, 1)
