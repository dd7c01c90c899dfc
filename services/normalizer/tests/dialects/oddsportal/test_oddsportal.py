"""OddsPortal's pages: hidden prices, days by name, results in bold; on our samples."""

from datetime import UTC, date, datetime

import pytest
from every_document import samples

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.oddsportal.days import day_called
from touchline.normalizer.dialects.oddsportal.parser import DIALECT
from touchline.normalizer.dialects.oddsportal.prices import revealed
from touchline.normalizer.dialects.rows import MatchRow, OddsRow, Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import MatchStatus, OddsMoment, ParkedKind

LIST, SURE_BETS = "oddsportal/soccer/england/premier-league", "oddsportal/sure-bets"


def content(key: str) -> bytes:
    (sample,) = (one for one in samples("oddsportal") if one.document.key == key)
    return sample.content


def read(key: str, fetched_at: datetime = datetime(2020, 2, 28, 18, tzinfo=UTC)) -> Parsed:
    parsed = DIALECT.read(content(key), Document(key, False, fetched_at), reviewed())
    assert parsed.unaccounted == 0
    return parsed


def match(parsed: Parsed, home: str) -> MatchRow:
    (found,) = (one for one in parsed.matches if one.meeting.home_team == home)
    return found


def odds(parsed: Parsed, home: str) -> OddsRow:
    (found,) = (one for one in parsed.odds if one.meeting.home_team == home)
    return found


@pytest.mark.parametrize(
    ("hidden", "price"),
    [("azo8fazo8", 1.68), ("tz0eftz0e", 4.05), ("tafta", 41.0), ("9zaa", 9.11), ("xzxpfxzxp", 2.27)],
)
def test_letters_stand_for_figures(hidden: str, price: float) -> None:
    assert revealed(hidden) == price


@pytest.mark.parametrize("hidden", ["", "f", "xzofxzp", "zz", "azo8fazo", "123x456"])
def test_what_is_not_one_price_written_twice_is_refused(hidden: str) -> None:
    with pytest.raises(UnreadableCell):
        revealed(hidden)


@pytest.mark.parametrize("words", ["Today, 28 Feb", "today, 28 feb and more"])
def test_a_day_by_name_is_seen_from_the_day_of_the_page(words: str) -> None:
    assert day_called(words, date(2020, 2, 28)) == date(2020, 2, 28)


def test_yesterday_and_tomorrow_cross_the_ends_of_months() -> None:
    assert day_called("Yesterday, 29 Feb", date(2020, 3, 1)) == date(2020, 2, 29)
    assert day_called("Tomorrow, 01 Jan", date(2019, 12, 31)) == date(2020, 1, 1)


def test_a_page_older_than_its_fetch_is_not_believed_about_days() -> None:
    with pytest.raises(UnreadableCell, match="old one"):
        day_called("Today, 27 Feb", date(2020, 2, 28))
    assert [row.line for row in read(LIST).parked if row.column == "date"] == [18]


def test_all_days_by_name_are_refused_when_the_page_comes_a_day_late() -> None:
    late = read(LIST, datetime(2020, 2, 29, 1, tzinfo=UTC))
    assert [one.meeting.home_team for one in late.matches] == ["bournemouth", "everton"]  # with a moment; with a date


def test_a_list_shows_averages_hidden_or_plain() -> None:
    parsed = read(LIST)
    assert odds(parsed, "norwich").prices == (4.2, 3.75, 1.87)
    assert odds(parsed, "bournemouth").prices == (5.0, 4.2, 1.65)
    assert {row.bookmaker for row in parsed.odds} == {"average"}


def test_a_winner_in_bold_is_the_same_club_and_his_result_is_read() -> None:
    played = match(read(LIST), "arsenal")
    assert (played.status, played.counts.home_goals, played.counts.away_goals) == (MatchStatus.PLAYED, 3, 1)
    assert played.known_at == datetime(2020, 2, 27, 22, 30, tzinfo=UTC)
    assert match(read(LIST), "burnley").status is MatchStatus.POSTPONED


def test_a_price_beside_a_result_is_none_from_before_the_match() -> None:
    assert odds(read(LIST), "arsenal").moment is OddsMoment.UNKNOWN
    assert odds(read(LIST), "norwich").moment is OddsMoment.BEFORE


def test_prices_that_cannot_be_are_parked_and_their_match_goes_on() -> None:
    parsed = read(LIST)
    assert [row.line for row in parsed.parked if row.kind is ParkedKind.PART] == [10, 11, 12]
    assert {"west-ham", "newcastle", "watford"} <= {one.meeting.home_team for one in parsed.matches}


def test_sure_bets_are_the_best_prices_of_all_bookmakers() -> None:
    parsed = read(SURE_BETS)
    assert (odds(parsed, "norwich").bookmaker, odds(parsed, "norwich").prices) == ("maximum", (4.5, 4.0, 2.05))
    totals = odds(parsed, "brighton")
    assert (totals.market, totals.line, totals.selections) == ("half-time-over-under", 1.5, ("over", "under"))


def test_the_page_says_itself_when_its_prices_were_there() -> None:
    parsed = read(SURE_BETS, datetime(2020, 3, 9, tzinfo=UTC))
    assert {row.known_at for row in parsed.odds} == {datetime(2020, 2, 28, 17, tzinfo=UTC)}
    assert {row.moment for row in parsed.odds} == {OddsMoment.BEFORE}


def test_a_page_without_tables_of_prices_is_unreadable() -> None:
    parsed = DIALECT.read(
        b"<html><table><tr><td>1</td></tr></table>", Document(LIST, False, datetime(2020, 1, 1, tzinfo=UTC)), reviewed()
    )
    assert [row.reason for row in parsed.parked] == ["the page has no table of prices"]
