"""Without recorded documents, real matches stand in, and their made-up prices say so and know no result."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from touchline.sandbox.app import PROVENANCE, build
from touchline.sandbox.clock import FootballClock
from touchline.sandbox.library import Library, NothingRecorded
from touchline.sandbox.package import MEMBER_SHA256, Played, fetch, library, library_of, played
from touchline.sandbox.providers.football_data import FootballData
from touchline.sandbox.providers.season import Season

FIRST = datetime(2019, 8, 10, 15)  # noqa: DTZ001 (UK local, as the package has it)
TEAMS = ("Arsenal", "Chelsea", "Wolves")
MEETINGS = [(home, away) for home in TEAMS for away in TEAMS if home != away]
MATCHES = [
    Played("1920", FIRST + timedelta(days=7 * week), home, away, week % 3, 1, (9, 8, 4, 3, 10, 11, 1, 2, 0, 0))
    for week, (home, away) in enumerate(MEETINGS)
]


def seasons_of(made: Library) -> Mapping[tuple[str, str], Season]:
    provider = made.providers["football-data"]
    assert isinstance(provider, FootballData)
    return provider.seasons


def test_the_prices_of_a_match_do_not_depend_on_its_result() -> None:
    last = MATCHES[-1]
    other = library_of([*MATCHES[:-1], replace(last, home_goals=0, away_goals=9)])
    ours, theirs = seasons_of(library_of(MATCHES))["E0", "1920"].rows[-1], seasons_of(other)["E0", "1920"].rows[-1]
    assert [ours.cells[f"Avg{outcome}"] for outcome in "HDA"] == [theirs.cells[f"Avg{outcome}"] for outcome in "HDA"]
    assert ours.cells["FTR"] != theirs.cells["FTR"]


def test_prices_collected_on_friday_do_not_know_saturday() -> None:
    saturday = MATCHES[0]
    sunday = replace(saturday, kick_off=saturday.kick_off + timedelta(days=1), home=saturday.away, away=saturday.home)
    other = replace(saturday, home_goals=5, away_goals=0)
    ours, theirs = (seasons_of(library_of([first, sunday]))["E0", "1920"].rows[1].cells for first in (saturday, other))
    assert ours == theirs


def test_the_prices_carry_a_margin_of_five_percent() -> None:
    for row in seasons_of(library_of(MATCHES))["E0", "1920"].rows:
        assert 1.04 < sum(1 / float(row.cells[f"AvgC{outcome}"]) for outcome in "HDA") < 1.06


def test_equal_matches_give_equal_bytes() -> None:
    ours, theirs = (seasons_of(library_of(MATCHES))["E0", "1920"].content for _ in range(2))
    assert ours == theirs


async def test_every_document_is_marked_simulated(tmp_path: Path) -> None:
    app = build(library_of(MATCHES), FootballClock(tmp_path / "date", datetime(2019, 8, 30, 18, tzinfo=UTC)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox") as browser:
        for path in ("/football-data/mmz4281/1920/E0.csv", "/football-data/fixtures.csv"):
            assert (await browser.get(path)).headers[PROVENANCE] == "simulated"


def test_a_package_that_was_not_fetched_is_refused_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(NothingRecorded, match="fetch-package"):
        library(tmp_path)


def test_matches_are_read_from_the_package_s_own_tables() -> None:
    columns = "xG REAL, " + ", ".join(
        f"{name}_{line} INT"
        for name in ("shots_total", "shots_on_target", "fouls_committed")
        for line in ("FW", "MF", "DF")
    )
    script = f"""
        CREATE TABLE team (id TEXT, name TEXT, league_id INT);
        CREATE TABLE game (id TEXT, home_team_id TEXT, away_team_id TEXT, league_id INT, home_goals INT, away_goals INT,
                           date TEXT, season TEXT);
        CREATE TABLE game_stats (game_id TEXT, team_id TEXT, {columns}, yellow_card INT, red_card INT);
        INSERT INTO team VALUES ('a', 'Wolverhampton Wanderers', 1), ('b', 'Chelsea', 1), ('c', 'Elsewhere', 2);
        INSERT INTO game VALUES ('g', 'a', 'b', 1, 2, 0, '2018-08-11 12:30:00.000000', '2018-2019');
        INSERT INTO game VALUES ('h', 'c', 'c', 2, 2, 0, '2018-08-11 12:30:00.000000', '2018-2019');
        INSERT INTO game_stats VALUES ('g', 'a', 1.5, 3, 1, 3, 1, 1, 1, 2, 3, 4, 5, 1);
    """
    (match,) = played(script)
    assert (match.season, match.home, match.away) == ("1819", "Wolves", "Chelsea")
    assert match.counted == (7, "", 3, "", 9, "", 5, "", 1, "")


def test_a_file_that_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    (tmp_path / "premier_league.sql").write_text("kept")
    assert fetch(tmp_path).read_text() == "kept"
    assert len(MEMBER_SHA256) == 64
