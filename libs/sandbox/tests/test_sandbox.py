"""The sandbox shows what was known on its date, and nothing else."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest

from touchline.sandbox.app import PROVENANCE, build
from touchline.sandbox.clock import FootballClock
from touchline.sandbox.library import samples
from touchline.sandbox.providers import football_data

SAMPLES = Path(__file__).parents[3] / "tests" / "samples" / "football-data"
START = datetime(2020, 2, 28, 18, tzinfo=UTC)
SEASON = "/football-data/mmz4281/1920/E0.csv"


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = build(samples(SAMPLES), FootballClock(tmp_path / "date", START))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox") as client:
        yield client


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def move_to(browser: httpx.AsyncClient, date: str) -> httpx.Response:
    return await browser.post("/sandbox/date", json={"date": date})


async def test_a_finished_season_is_served_byte_for_byte_and_called_real(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/football-data/mmz4281/1819/E0.csv")
    assert answer.content == (SAMPLES / "mmz4281/1819/E0.csv").read_bytes()
    assert answer.headers[PROVENANCE] == "real"


async def test_a_running_season_is_a_prefix_of_whole_lines_and_called_derived(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(SEASON)
    recorded = (SAMPLES / "mmz4281/1920/E0.csv").read_bytes()
    assert recorded.startswith(answer.content)
    assert answer.content.endswith(b"\r\n")
    assert len(rows(answer.content)) == 8
    assert answer.headers[PROVENANCE] == "derived"


async def test_a_result_appears_two_hours_and_a_half_after_a_kick_off_in_uk_time(browser: httpx.AsyncClient) -> None:
    await move_to(browser, "2020-07-04T18:59:59Z")  # 17:30 in summer time is 16:30 UTC
    assert len(rows((await browser.get(SEASON)).content)) == 10
    await move_to(browser, "2020-07-04T19:00:00Z")
    assert len(rows((await browser.get(SEASON)).content)) == 11


async def test_a_match_without_a_time_is_known_at_the_next_midnight(tmp_path: Path) -> None:
    season = football_data.samples(SAMPLES).seasons["E0", "1819"]
    before = season.as_of(datetime(2018, 8, 11, 23, 59, tzinfo=UTC))
    after = season.as_of(datetime(2018, 8, 12, tzinfo=UTC))
    assert before is None
    assert after is not None
    assert after.count(b"\r\n") == 2


async def test_a_season_that_has_not_begun_is_not_found(tmp_path: Path) -> None:
    app = build(samples(SAMPLES), FootballClock(tmp_path / "date", datetime(2019, 8, 1, tzinfo=UTC)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox") as browser:
        answer = await browser.get(SEASON)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_fixtures_show_the_coming_week_with_prices_but_nothing_of_the_match(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/football-data/fixtures.csv")
    shown = rows(answer.content)
    assert [(row["HomeTeam"], row["AwayTeam"]) for row in shown] == [("Arsenal", "Man United"), ("Chelsea", "Wolves")]
    assert shown[0]["B365H"] == "1.73"
    assert shown[0]["AvgA"] == "4.96"
    assert not {"FTHG", "FTR", "HS", "Referee", "B365CH", "AvgCA"} & shown[0].keys()
    assert answer.headers[PROVENANCE] == "derived"


async def test_fixtures_hold_no_price_before_the_provider_collects_it(tmp_path: Path) -> None:
    app = build(samples(SAMPLES), FootballClock(tmp_path / "date", datetime(2020, 2, 28, 14, 59, tzinfo=UTC)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox") as browser:
        early = rows((await browser.get("/football-data/fixtures.csv")).content)
    assert len(early) == 2
    assert early[0]["B365H"] == ""


async def test_an_unchanged_document_answers_304_and_a_changed_one_does_not(browser: httpx.AsyncClient) -> None:
    tag = (await browser.get(SEASON)).headers["ETag"]
    assert (await browser.get(SEASON, headers={"If-None-Match": tag})).status_code == 304
    await browser.post("/sandbox/move-on", json={"to": "next-match-day"})
    assert (await browser.get(SEASON, headers={"If-None-Match": tag})).status_code == 200


async def test_the_date_header_is_football_time_even_on_errors(browser: httpx.AsyncClient) -> None:
    for path in (SEASON, "/robots.txt", "/nowhere"):
        assert parsedate_to_datetime((await browser.get(path)).headers["Date"]) == START


async def test_moving_on_ends_just_after_the_last_result_of_each_match_day(browser: httpx.AsyncClient) -> None:
    dates = []
    for _ in range(4):
        answer = await browser.post("/sandbox/move-on", json={"to": "next-match-day"})
        dates.append(answer.json()["date"])
    assert dates == ["2020-02-29T17:31:00Z", "2020-03-01T19:01:00Z", "2020-07-04T19:01:00Z", "2020-07-26T17:31:00Z"]
    assert (await browser.post("/sandbox/move-on", json={"to": "next-match-day"})).status_code == 409
    assert (await browser.get(SEASON)).headers[PROVENANCE] == "real"


async def test_football_time_never_goes_back(browser: httpx.AsyncClient) -> None:
    answer = await move_to(browser, "2020-02-28T17:59:59Z")
    assert answer.status_code == 409
    assert "never goes back" in answer.json()["detail"]


@pytest.mark.parametrize("body", [{}, {"days": 0}, {"days": 1, "to": "next-match-day"}, {"to": "tomorrow"}])
async def test_an_unreadable_move_is_a_problem_and_moves_nothing(
    browser: httpx.AsyncClient, body: dict[str, object]
) -> None:
    answer = await browser.post("/sandbox/move-on", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await browser.get("/sandbox/date")).json() == {"date": "2020-02-28T18:00:00Z"}


def test_the_date_survives_a_restart(tmp_path: Path) -> None:
    FootballClock(tmp_path / "date", START).move(datetime(2020, 3, 7, tzinfo=UTC))
    assert FootballClock(tmp_path / "date", START).now() == datetime(2020, 3, 7, tzinfo=UTC)


async def test_a_countrys_page_links_to_the_seasons_that_have_begun(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/football-data/englandm.php")).text
    assert 'href="mmz4281/1819/E0.csv"' in page
    assert "mmz4281/2021" not in page


async def test_a_source_that_is_not_held_is_named(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/nobody/x.csv")
    assert answer.status_code == 404
    assert "football-data" in answer.json()["detail"]
