"""Pinnacle's line feed: every quirk of it, on our sample and on single events."""

from datetime import UTC, datetime, timedelta

import pytest
from every_document import samples

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.pinnacle.parser import DIALECT, decimal_odds
from touchline.normalizer.dialects.rows import OddsRow, Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import OddsMoment, ParkedKind

TAKEN_AT = datetime(2020, 2, 28, 17, 59, tzinfo=UTC)


def read(content: bytes) -> Parsed:
    document = Document("pinnacle/pinnacleFeed.aspx", False, TAKEN_AT + timedelta(minutes=1))
    parsed = DIALECT.read(content, document, reviewed())
    assert parsed.unaccounted == 0
    return parsed


@pytest.fixture(scope="module")
def sample() -> bytes:
    (one,) = samples("pinnacle")
    return one.content


@pytest.fixture(scope="module")
def parsed(sample: bytes) -> Parsed:
    return read(sample)


def odds(parsed: Parsed, home: str) -> dict[str, OddsRow]:
    return {row.market: row for row in parsed.odds if row.meeting.home_team == home}


@pytest.mark.parametrize(("american", "decimal"), [("100", 2.0), ("-100", 2.0), ("240", 3.4), ("-400", 1.25)])
def test_american_odds_are_wins_on_a_hundred_or_stakes_for_a_hundred(american: str, decimal: float) -> None:
    assert decimal_odds("moneyline_home", american) == decimal


@pytest.mark.parametrize("american", ["", "0", "99", "-99", "nan", "1e999", "evens"])
def test_what_is_no_american_price_is_refused(american: str) -> None:
    with pytest.raises(UnreadableCell):
        decimal_odds("moneyline_home", american)


def test_prices_go_to_home_draw_and_away_by_name_whoever_comes_first(parsed: Parsed) -> None:
    assert odds(parsed, "brighton")["1x2"].prices == (2.15, 3.4, 3.9)
    assert odds(parsed, "newcastle")["1x2"].prices == (2.45, 3.15, 3.3)  # visitors first


def test_the_handicap_is_the_home_teams(parsed: Parsed) -> None:
    assert (odds(parsed, "brighton")["asian-handicap"].line, odds(parsed, "watford")["asian-handicap"].line) == (
        -0.25,
        1.5,
    )


def test_the_first_half_has_markets_of_its_own(parsed: Parsed) -> None:
    assert {"half-time-over-under", "half-time-asian-handicap"} <= set(odds(parsed, "brighton"))


def test_prices_were_known_when_the_feed_was_taken(parsed: Parsed) -> None:
    assert {row.known_at for row in parsed.odds} == {TAKEN_AT}


def test_prices_in_play_are_not_those_before_the_match(parsed: Parsed) -> None:
    assert odds(parsed, "norwich")["1x2"].moment is OddsMoment.UNKNOWN
    assert odds(parsed, "brighton")["1x2"].moment is OddsMoment.BEFORE


def test_of_two_events_about_one_match_the_last_price_stands(parsed: Parsed) -> None:
    assert odds(parsed, "tottenham")["1x2"].prices == (3.05, 3.28, 2.45)


def test_an_event_without_prices_is_still_a_match_to_come(parsed: Parsed) -> None:
    assert "west-ham" in {match.meeting.home_team for match in parsed.matches}
    assert not odds(parsed, "west-ham")


def test_a_neutral_ground_does_not_change_a_clubs_name(parsed: Parsed) -> None:
    assert "watford" in {match.meeting.home_team for match in parsed.matches}


def test_a_book_that_cannot_be_is_parked_alone(parsed: Parsed) -> None:
    parts = [row.column for row in parsed.parked if row.kind is ParkedKind.PART]
    assert parts == ["1x2 home", "over_adjust", "spread_visiting"]
    assert "everton" in {match.meeting.home_team for match in parsed.matches}


def test_other_sports_and_leagues_are_counted_and_not_read(parsed: Parsed) -> None:
    notes = {row.column: row.rows for row in parsed.parked if row.kind is ParkedKind.NOT_FOLLOWED}
    assert notes == {"Tennis": 1, "Baseball": 1, "Liechtenstein Cup": 1, "all teams of a round together": 1}


def test_an_unknown_club_waits_for_a_decision(parsed: Parsed) -> None:
    assert [row.waits_for.text for row in parsed.parked if row.waits_for] == ["Nowhere Rovers"]


def test_a_feed_cut_off_in_the_middle_gives_the_events_before_it(sample: bytes) -> None:
    cut = read(sample[: sample.index(b"Newcastle")])
    assert [match.meeting.home_team for match in cut.matches] == ["brighton"]
    assert [row.column for row in cut.parked] == [None]


def test_a_feed_without_its_time_was_known_when_it_was_fetched(sample: bytes) -> None:
    undated = read(sample.replace(b"PinnacleFeedTime", b"FeedTime"))
    assert {row.known_at for row in undated.odds} == {None}
    assert "PinnacleFeedTime" in {row.column for row in undated.parked if row.kind is ParkedKind.SCHEMA_DRIFT}


@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "9999-12-31 23:59", "2020-02-30 15:00", "2020-02-29", ""])
def test_a_time_that_no_season_holds_is_refused(sample: bytes, moment: str) -> None:
    damaged = read(sample.replace(b"2020-02-29 12:29", moment.encode()))
    assert "event_datetimeGMT" in {row.column for row in damaged.parked if row.line == 6}
