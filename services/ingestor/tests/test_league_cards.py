"""What is asked of openfootball, football-data.org, FiveThirtyEight and the archive of expected goals."""

from datetime import UTC, date, datetime

import pytest

from touchline.ingestor.sources import football_data_org, openfootball, spi538, xg_and_markets
from touchline.ingestor.sources.card import PlannedDocument, SourceCard

EVENING = datetime(2020, 2, 28, 18, tzinfo=UTC)
CARDS = [card.CARD for card in (openfootball, football_data_org, spi538, xg_and_markets)]


def plan(card: SourceCard, moment: datetime = EVENING) -> dict[str, PlannedDocument]:
    documents = card.plan(moment, {})
    found = {one.path: one for one in documents}
    assert len(found) == len(documents)
    return found


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_keys_begin_with_their_source_are_short_and_hold_no_query(card: SourceCard) -> None:
    for one in plan(card, datetime(2023, 7, 1, tzinfo=UTC)).values():
        assert one.key.startswith(f"{card.id}/")
        assert len(one.key) <= 190
        assert "?" not in one.key


def test_openfootball_is_asked_for_each_season_since_a_leagues_first() -> None:
    seasons = plan(openfootball.CARD)
    assert "2010-11/en.1.json" in seasons
    assert "2019-20/it.1.json" in seasons
    assert not {"2012-13/it.1.json", "2020-21/en.1.json"} & seasons.keys()


def test_a_season_is_settled_when_the_one_after_it_is_over() -> None:
    seasons = plan(openfootball.CARD)
    assert [seasons[f"{name}/en.1.json"].settled for name in ("2017-18", "2018-19", "2019-20")] == [True, False, False]


def test_a_season_tells_its_task_and_its_days() -> None:
    season = plan(openfootball.CARD)["2019-20/en.1.json"]
    assert (season.part, season.covers) == ("E0/1920", (date(2019, 7, 1), date(2020, 7, 31)))


def test_football_data_org_is_asked_for_the_season_under_way_and_for_teams_once() -> None:
    asked = plan(football_data_org.CARD)
    matches, teams = asked["competitions/PL/matches?season=2019"], asked["competitions/PL/teams?season=2019"]
    assert (matches.settled, teams.settled) == (False, True)
    assert matches.key == "football-data-org/competitions/PL/2019/matches.json"
    assert "competitions/BSA/matches?season=2020" in asked
    assert football_data_org.CARD.secret_header == "X-Auth-Token"


def test_the_table_that_forgets_old_seasons_withdraws_nothing() -> None:
    tables = plan(spi538.CARD)
    assert [tables[path].complete for path in ("spi_matches.csv", "spi_matches_latest.csv")] == [True, False]


@pytest.mark.parametrize(
    ("moment", "held"),
    [
        (EVENING, []),
        (datetime(2021, 12, 1, tzinfo=UTC), ["E0_2021.csv", "E0_2122.csv"]),
        (datetime(2026, 1, 1, tzinfo=UTC), ["E0_2021.csv", "E0_2122.csv", "E0_2223.csv"]),
    ],
)
def test_the_archive_is_asked_for_the_seasons_that_it_has(moment: datetime, held: list[str]) -> None:
    assert list(plan(xg_and_markets.CARD, moment)) == held
