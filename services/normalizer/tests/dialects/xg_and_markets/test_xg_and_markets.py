"""What the archive of expected goals and markets says."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.rows import OddsRow, Parsed
from touchline.normalizer.dialects.xg_and_markets.parser import DIALECT
from touchline.normalizer.dialects.xg_and_markets.specification import BOOKS
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import OddsMoment, ParkedKind

SAMPLE = Path(__file__).parents[5] / "tests" / "samples" / "xg-and-markets" / "E0_2021.csv"
AT = datetime(2020, 12, 31, tzinfo=UTC)


def read(content: bytes, path: str = "E0_2021.csv") -> Parsed:
    parsed = DIALECT.read(content, Document(f"xg-and-markets/{path}", True, AT), reviewed())
    assert parsed.unaccounted == 0
    return parsed


@pytest.fixture
def sample() -> Parsed:
    return read(SAMPLE.read_bytes())


def odds(parsed: Parsed, market: str, home: str = "arsenal", line: float | None = None) -> OddsRow | None:
    found = ((row.market, row.line, row.meeting.home_team) for row in parsed.odds)
    return dict(zip(found, parsed.odds, strict=True)).get((market, line, home))


def test_the_archives_clock_stands_at_utc_minus_three_in_summer_and_winter(sample: Parsed) -> None:
    kick_offs = [match.kick_off.isoformat() for match in sample.matches]
    assert kick_offs[:2] == ["2020-09-12T11:30:00+00:00", "2020-12-05T15:00:00+00:00"]  # UK: 12:30 and 15:00


def test_counts_are_floats_in_the_archive_and_whole_numbers_here(sample: Parsed) -> None:
    counts = sample.matches[0].counts
    assert (counts.home_goals, counts.home_corners, counts.home_expected_goals) == (2, 7, 1.71)
    assert sample.matches[2].counts.home_expected_goals is None


def test_a_bookmaker_is_named_only_where_its_column_says_so(sample: Parsed) -> None:
    named = {row.market for row in sample.odds if row.bookmaker == "b365"}
    assert named == {"1x2", "over-under"}
    assert {row.line for row in sample.odds if row.bookmaker == "b365"} == {None, 2.5}
    assert {row.bookmaker for row in sample.odds} == {"b365", "unnamed"}


def test_prices_were_taken_before_the_match_and_nobody_knows_when(sample: Parsed) -> None:
    assert {row.moment for row in sample.odds} == {OddsMoment.BEFORE}
    assert all(row.known_at == row.kick_off for row in sample.odds)


def test_each_half_and_the_corners_are_markets_of_their_own(sample: Parsed) -> None:
    assert odds(sample, "half-time-over-under", line=1.5) is not None
    assert odds(sample, "second-half-1x2") is not None
    corners = odds(sample, "corners-over-under", line=11.5)
    assert corners is not None
    assert (corners.selections, corners.prices) == (("over", "under"), (1.9, 1.85))


def test_two_of_a_double_chances_three_win_and_of_a_win_to_nil_perhaps_none(sample: Parsed) -> None:
    double_chance, to_nil = odds(sample, "double-chance"), odds(sample, "win-to-nil")
    assert double_chance is not None
    assert to_nil is not None
    assert double_chance.selections == ("home-draw", "home-away", "draw-away")
    assert sum(1 / price for price in double_chance.prices) > 1.9
    assert sum(1 / price for price in to_nil.prices) < 0.9


def test_blank_markets_say_nothing_and_impossible_ones_are_parked_parts(sample: Parsed) -> None:
    assert odds(sample, "draw-no-bet") is None
    parts = {(row.line, row.column) for row in sample.parked if row.kind is ParkedKind.PART}
    assert parts == {(3, "Odd_X_2H"), (3, "Over_FT_3_5"), (3, "Under_HT_3_5"), (4, "odds_win_to_nil_2")}


def test_every_market_has_as_many_columns_as_selections_and_no_column_twice() -> None:
    columns = [column for book in BOOKS for column in book.columns]
    assert all(len(book.columns) == len(book.selections) for book in BOOKS)
    assert len(columns) == len(set(columns))


def test_columns_that_came_and_went_are_named() -> None:
    content = SAMPLE.read_bytes().replace(b"HomeXG", b"HomeXG_v2", 1)
    notes = {row.column for row in read(content).parked if row.kind is ParkedKind.SCHEMA_DRIFT}
    assert notes == {"HomeXG", "HomeXG_v2"}


@pytest.mark.parametrize("path", ["E0_2022.csv", "ZZ_2021.csv", "E0.csv"])
def test_a_season_or_competition_that_is_none_is_not_read(path: str) -> None:
    assert not read(SAMPLE.read_bytes(), path).matches


def test_a_match_outside_the_season_is_parked() -> None:
    assert not read(SAMPLE.read_bytes(), "E0_2122.csv").matches
