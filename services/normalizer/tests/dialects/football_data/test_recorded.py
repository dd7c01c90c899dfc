"""The provider's own documents: they arrive whole, and say of the market what is known of it."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from touchline.normalizer.dialects.football_data.parser import Season, parse
from touchline.normalizer.dialects.rows import Meeting, OddsRow, Parsed
from touchline.schemas.records import OddsMoment

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]


def season_file(code: str) -> Parsed:
    path = Path(os.environ["TOUCHLINE_RECORDED"]) / "football-data.co.uk" / "E0" / f"E0_{code}.csv"
    return parse(path.read_bytes(), Season("E0", f"20{code[:2]}/{code[2:]}"))


def dirty(name: str, season: str) -> Parsed:
    path = Path(os.environ["TOUCHLINE_RECORDED"]) / "dirty" / name
    return parse(path.read_bytes(), Season("E0", season))


@pytest.mark.parametrize("first", range(23))
def test_every_season_holds_its_380_matches_of_20_clubs(first: int) -> None:
    parsed = season_file(f"{first:02d}{first + 1:02d}")
    assert (len(parsed.matches), len(parsed.teams)) == (380, 20)
    assert all("the sum of 1/odds" in row.reason for row in parsed.parked)
    assert len(parsed.parked) <= 1


def test_a_season_cut_off_in_the_middle_gives_the_rows_it_has() -> None:
    assert len(dirty("E0_0304_truncated335.csv", "2003/04").matches) == 335


def test_floats_and_a_trailing_blank_row_are_the_season_they_were() -> None:
    damaged = dirty("E0_1415_trailing_blank_row.csv", "2014/15")
    assert not damaged.parked
    whole = {match.meeting: match.counts for match in season_file("1415").matches}
    assert {match.meeting: match.counts for match in damaged.matches} == whole


@pytest.mark.parametrize(
    ("bookmaker", "moment", "ranked_probability_score", "log_loss"),
    [
        ("average", OddsMoment.CLOSING, 0.1990, 0.9670),
        ("average", OddsMoment.BEFORE, 0.2000, 0.9696),
        ("b365", OddsMoment.BEFORE, 0.2001, 0.9709),
    ],
)
def test_the_market_of_2019_to_2023_scores_as_it_is_known_to(
    bookmaker: str, moment: OddsMoment, ranked_probability_score: float, log_loss: float
) -> None:
    scoring = pytest.importorskip("touchline.football.scoring")
    seasons = [season_file(code) for code in ("1920", "2021", "2122", "2223")]
    outcomes = {
        match.meeting: _outcome(match.counts.home_goals, match.counts.away_goals)
        for s in seasons
        for match in s.matches
    }
    rows = [row for s in seasons for row in s.odds if (row.bookmaker, row.moment) == (bookmaker, moment)]
    forecasts, happened = [_implied(row) for row in rows], _aligned(rows, outcomes)
    assert len(rows) == 1520
    assert round(float(scoring.ranked_probability_score(forecasts, happened).mean()), 4) == ranked_probability_score
    assert round(float(scoring.log_loss(forecasts, happened).mean()), 4) == log_loss


def _outcome(home: int | None, away: int | None) -> int:
    assert home is not None
    assert away is not None
    return 0 if home > away else 1 if home == away else 2


def _implied(row: OddsRow) -> list[float]:
    book = sum(1 / price for price in row.prices)
    return [1 / price / book for price in row.prices]


def _aligned(rows: list[OddsRow], outcomes: Mapping[Meeting, int]) -> list[int]:
    return [outcomes[row.meeting] for row in rows]
