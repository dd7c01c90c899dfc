"""What is asked of Understat."""

from datetime import UTC, date, datetime

import pytest

from touchline.ingestor.sources.card import PlannedDocument
from touchline.ingestor.sources.understat import CARD

LEAGUES = {"EPL", "La_liga", "Bundesliga", "Serie_A", "Ligue_1"}


def plan(moment: datetime) -> dict[str, PlannedDocument]:
    documents = CARD.plan(moment, {})
    found = {one.path: one for one in documents}
    assert len(found) == len(documents)
    return found


def test_every_season_since_the_first_of_five_leagues_is_asked_for() -> None:
    asked = plan(datetime(2020, 2, 28, 18, tzinfo=UTC))
    assert asked.keys() == {f"league/{league}/{year}.json" for league in LEAGUES for year in range(2014, 2020)}
    assert asked["league/EPL/2019.json"].key == "understat/league/EPL/2019.json"


@pytest.mark.parametrize(("year", "settled"), [(2017, True), (2018, False), (2019, False)])
def test_a_season_is_settled_when_the_one_after_it_is_over(year: int, settled: bool) -> None:
    assert plan(datetime(2020, 2, 28, tzinfo=UTC))[f"league/La_liga/{year}.json"].settled is settled


def test_a_season_holds_everything_of_its_subject_and_tells_its_task_and_its_days() -> None:
    season = plan(datetime(2020, 2, 28, tzinfo=UTC))["league/EPL/2019.json"]
    assert season.complete
    assert (season.part, season.covers) == ("E0/1920", (date(2019, 7, 1), date(2020, 7, 31)))


def test_a_new_season_is_asked_for_from_july_on() -> None:
    assert "league/EPL/2020.json" not in plan(datetime(2020, 6, 30, tzinfo=UTC))
    assert "league/EPL/2020.json" in plan(datetime(2020, 7, 1, tzinfo=UTC))
