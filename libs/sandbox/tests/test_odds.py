"""Odds as other providers show them: feeds and a page as recorded, the rest made from football-data.co.uk's facts."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from touchline.sandbox.providers import oddsportal, pinnacle, the_odds_api, william_hill
from touchline.sandbox.providers.football_data import FootballData, samples
from touchline.sandbox.providers.oddsportal import OddsPortal
from touchline.sandbox.providers.pinnacle import Pinnacle
from touchline.sandbox.providers.provider import REAL, SIMULATED
from touchline.sandbox.providers.season import Season
from touchline.sandbox.providers.the_odds_api import TheOddsApi
from touchline.sandbox.providers.william_hill import WilliamHill

SAMPLES = Path(__file__).parents[3] / "tests" / "samples" / "football-data"
FRIDAY = datetime(2020, 2, 28, 18, tzinfo=UTC)
HEADER = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,WHH,WHD,WHA,PSH,PSD,PSA,P>2.5,P<2.5,AHh,PAHH,PAHA,AvgH,AvgD,AvgA"
LINES = """\
E0,27/02/2020,20:00,Arsenal,Everton,3,1,1.9,3.6,4,1.95,3.6,4.1,1.9,2,-0.5,1.95,1.97,1.92,3.6,4,1.95,3.5,3.9
E0,29/02/2020,12:30,Brighton,Crystal Palace,0,1,2.1,3.2,3.7,2.15,3.2,3.8,2.4,1.6,-0.25,1.9,2,2.12,3.2,3.7,2.1,3.3,3.8
E0,04/03/2020,19:45,Chelsea,Burnley,2,0,1.4,4.5,8,1.41,4.6,8.5,1.7,2.2,-1.25,1.9,2,1.4,4.5,8.1,1.4,4.5,8.2
"""
CLOSING = ",AvgCH,AvgCD,AvgCA\n"
FACTS = FootballData({("E0", "1920"): Season("1920", (HEADER + CLOSING + LINES).encode())})


def odds(moment: datetime, markets: str = "h2h,totals,spreads") -> dict[str, dict[str, list[str]]]:
    """Home team → bookmaker → markets."""
    served = TheOddsApi(FACTS).answer("sports/soccer_epl/odds", moment, {"markets": markets})
    assert served is not None
    assert served.provenance == SIMULATED
    return {
        event["home_team"]: {one["key"]: [market["key"] for market in one["markets"]] for one in event["bookmakers"]}
        for event in json.loads(served.content)
    }


def league(moment: datetime) -> str:
    served = OddsPortal(None, FACTS).answer("soccer/england/premier-league/", moment, {})
    assert served is not None
    assert served.provenance == SIMULATED
    return served.content.decode()


@pytest.mark.parametrize(
    ("provider", "path", "query", "taken_at"),
    [
        (Pinnacle(b"<feed/>"), pinnacle.PATH, {}, pinnacle.TAKEN_AT),
        (WilliamHill(b"<oxip/>"), william_hill.PATH, {"classId": "275"}, william_hill.TAKEN_AT),
        (OddsPortal(b"<html>", None), "sure-bets/", {}, oddsportal.TAKEN_AT),
    ],
)
def test_a_recorded_document_is_there_from_its_own_time_on(
    provider: Pinnacle | WilliamHill | OddsPortal, path: str, query: dict[str, str], taken_at: datetime
) -> None:
    assert provider.answer(path, taken_at - timedelta(seconds=1), query) is None
    served = provider.answer(path, taken_at, query)
    assert served is not None
    assert served.provenance == REAL
    assert provider.answer("elsewhere", taken_at, query) is None


def test_a_class_that_was_not_recorded_is_not_there() -> None:
    assert WilliamHill(b"<oxip/>").answer(william_hill.PATH, FRIDAY, {"classId": "1"}) is None


def test_coming_matches_have_odds_once_they_were_collected() -> None:
    assert odds(FRIDAY) == {
        "Brighton": {"williamhill": ["h2h"], "pinnacle": ["h2h", "totals", "spreads"]},
        "Chelsea": {},  # collected on Tuesday
    }


def test_only_the_markets_that_were_asked_for_are_sent() -> None:
    assert odds(FRIDAY, "totals")["Brighton"] == {"pinnacle": ["totals"]}


def test_results_and_closing_prices_never_show_in_odds() -> None:
    served = TheOddsApi(FACTS).answer("sports/soccer_epl/odds", FRIDAY, {})
    assert served is not None
    assert b"Arsenal" not in served.content
    assert b"3.3" not in served.content


def test_a_season_without_coming_matches_has_an_empty_list_and_one_without_times_has_none() -> None:
    assert odds(datetime(2020, 6, 1, tzinfo=UTC)) == {}
    assert TheOddsApi(FACTS).answer("sports/soccer_epl/odds", datetime(2019, 1, 1, tzinfo=UTC), {}) is None
    assert TheOddsApi(FACTS).answer("sports/soccer_nowhere/odds", FRIDAY, {}) is None
    assert TheOddsApi(samples(SAMPLES)).answer("sports/soccer_epl/odds", datetime(2018, 9, 1, tzinfo=UTC), {}) is None


def test_a_leagues_page_calls_days_by_name_and_hides_prices() -> None:
    page = league(FRIDAY)
    assert "Yesterday, 27 Feb" in page
    assert "Tomorrow, 29 Feb" in page
    assert "<strong>Arsenal</strong> - Everton" in page
    assert 'xodd="xzaxfxzax"' in page  # 2.12
    assert "2.12" not in page
    assert "Chelsea" not in page  # its prices were not collected


def test_a_result_is_not_on_the_page_before_it_was_known() -> None:
    assert "Arsenal" not in league(datetime(2020, 2, 27, 22, 29, tzinfo=UTC))
    assert "3:1" in league(datetime(2020, 2, 27, 22, 30, tzinfo=UTC))


@pytest.mark.recorded
@pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED is not set")
def test_the_recorded_season_is_offered_match_by_match() -> None:
    provider = the_odds_api.recorded(Path(os.environ["TOUCHLINE_RECORDED"]))
    assert provider is not None
    moment, met = datetime(2019, 8, 5, tzinfo=UTC), set[tuple[str, str]]()
    while moment < datetime(2020, 8, 1, tzinfo=UTC):
        served = provider.answer("sports/soccer_epl/odds", moment, {"markets": "h2h"})
        assert served is not None
        for event in json.loads(served.content):
            assert datetime.fromisoformat(event["commence_time"]) > moment
            met |= {(event["home_team"], event["away_team"])}
        moment += timedelta(days=4)
    assert len(met) == 380
