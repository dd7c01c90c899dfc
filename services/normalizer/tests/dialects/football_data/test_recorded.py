"""The provider's own documents: they arrive whole, and say of the market what is known of it."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.football_data.parser import DIALECT
from touchline.normalizer.dialects.rows import Meeting, OddsRow, Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.sandbox.providers.football_data import FootballData, recorded
from touchline.schemas.records import OddsMoment, ParkedKind

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
SUMMER = datetime(2026, 7, 15, tzinfo=UTC)
# Parts of rows that cannot be read: books whose sum of 1/odds cannot be, prices of 0, one price without the other, and
# handicaps that are none. Exchanges (BFE) have many: where few bet, the best prices on offer are no book.
PARTS = {
    "0304": 9,
    "0405": 1,
    "0506": 2,
    "0607": 1,
    "0809": 5,
    "1112": 2,
    "1516": 1,
    "1920": 3,
    "2021": 2,
    "2122": 3,
    "2223": 1,
}
ODDS = 144_978  # books of the Premier League in 23 seasons, counted apart from this dialect
REASONS = ("the sum of 1/odds", "expected decimal odds", "prices with a handicap whose size", "expected a handicap")
# Matches of the divisions that are recorded from 2024/25 on; 2025/26 only in part but for England.
OTHERS = {
    "B1": {"2425": 312, "2526": 80},
    "D1": {"2425": 306, "2526": 54},
    "E1": {"2425": 552, "2526": 552},
    "E2": {"2425": 552, "2526": 552},
    "E3": {"2425": 552, "2526": 552},
    "F1": {"2425": 306, "2526": 63},
    "G1": {"2425": 233, "2526": 41},
    "I1": {"2425": 380, "2526": 60},
    "P1": {"2425": 306, "2526": 72},
    "SC0": {"2425": 228, "2526": 43},
}


def read(content: bytes, code: str, competition: str = "E0") -> Parsed:
    document = Document(f"football-data/mmz4281/{code}/{competition}.csv", True, SUMMER)
    parsed = DIALECT.read(content, document, reviewed())
    assert parsed.unaccounted == 0
    return parsed


def folder() -> Path:
    return Path(os.environ["TOUCHLINE_RECORDED"])


@pytest.fixture(scope="module")
def served() -> FootballData:
    found = recorded(folder())
    assert found
    return found


def season_file(code: str) -> Parsed:
    return read((folder() / "football-data.co.uk" / "E0" / f"E0_{code}.csv").read_bytes(), code)


def dirty(name: str, code: str) -> Parsed:
    return read((folder() / "dirty" / name).read_bytes(), code)


@pytest.mark.parametrize("first", range(23))
def test_every_season_holds_its_380_matches_of_20_clubs(first: int) -> None:
    code = f"{first:02d}{first + 1:02d}"
    parsed = season_file(code)
    assert (parsed.inputs, parsed.read, len(parsed.matches), len(parsed.teams)) == (380, 380, 380, 20)
    assert all(row.kind is ParkedKind.PART and row.reason.startswith(REASONS) for row in parsed.parked)
    assert len(parsed.parked) == PARTS.get(code, 0)


def test_all_premier_league_seasons_are_of_45_clubs_and_8740_matches() -> None:
    seasons = [season_file(f"{first:02d}{first + 1:02d}") for first in range(23)]
    assert len({match.meeting for season in seasons for match in season.matches}) == 8740
    assert len({team.team_id for season in seasons for team in season.teams}) == 45
    assert sum(len(season.odds) for season in seasons) == ODDS


@pytest.mark.parametrize("division", OTHERS)
def test_every_other_division_is_read_as_the_sandbox_serves_it(division: str, served: FootballData) -> None:
    assert {name for competition, name in served.seasons if competition == division} == set(OTHERS[division])
    for name, matches in OTHERS[division].items():
        document = served.answer(f"mmz4281/{name}/{division}.csv", SUMMER, {})
        assert document
        parsed = read(document.content, name, division)
        assert (parsed.inputs, parsed.read, len(parsed.matches)) == (matches, matches, matches)
        parts = [row for row in parsed.parked if row.kind is ParkedKind.PART]
        assert all(row.reason.startswith(REASONS) for row in parts)
        assert len(parts) < len(parsed.odds) / 75
        recorded_in_part = [ParkedKind.INCOMPLETE] if matches < 100 else []
        assert [row.kind for row in parsed.parked if row.kind is not ParkedKind.PART] == recorded_in_part


def test_two_seasons_glued_together_give_the_first_and_park_the_rows_that_have_shifted() -> None:
    content = (folder() / "football-data.co.uk" / "other" / "2wst_D1_2425-2526part.csv").read_bytes()
    parsed = read(content, "2425", "D1")
    assert (parsed.inputs, len(parsed.matches)) == (360, 306)
    shifted = [row for row in parsed.parked if row.kind is ParkedKind.ROW]
    assert len(shifted) == 54
    assert all("they have shifted" in row.reason for row in shifted)


def test_a_season_cut_off_in_the_middle_gives_the_rows_it_has_and_says_that_some_are_missing() -> None:
    parsed = dirty("E0_0304_truncated335.csv", "0304")
    assert len(parsed.matches) == 335
    assert [row.reason for row in parsed.parked if row.kind is ParkedKind.INCOMPLETE] == [
        "335 matches of E0 in 2003/04, where 20 clubs play at least 380"
    ]


def test_floats_and_a_trailing_blank_row_are_the_season_they_were() -> None:
    damaged = dirty("E0_1415_trailing_blank_row.csv", "1415")
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
    wanted = (bookmaker, moment, "1x2")
    rows = [row for s in seasons for row in s.odds if (row.bookmaker, row.moment, row.market) == wanted]
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
