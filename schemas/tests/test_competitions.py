"""The table of competitions: seasons, phases, and the names that sources have for them."""

from collections import Counter
from datetime import date, timedelta

import pytest

from touchline.schemas.competitions import COMPETITIONS, INTERNATIONAL, Competition, known_as

# England's, Scotland's and the other divisions that football-data.co.uk serves as season files.
SEASON_FILES = [
    *(f"E{tier}" for tier in "0123C"),
    *(f"SC{tier}" for tier in range(4)),
    *(f"{country}{tier}" for country in ("D", "I", "SP", "F") for tier in (1, 2)),
    *(f"{country}1" for country in ("N", "B", "P", "T", "G")),
]
SOURCES = sorted({source for one in COMPETITIONS.values() for source in (*one.known_as, *one.also_known_as)})


def followed(code: str) -> Competition:
    return COMPETITIONS[code]


def test_every_division_that_the_season_files_have_is_followed_under_its_own_code() -> None:
    assert {name: one.code for name, one in known_as("football-data").items()} == {code: code for code in SEASON_FILES}


@pytest.mark.parametrize("source", SOURCES)
def test_no_two_competitions_have_one_name_in_a_source(source: str) -> None:
    names = Counter(name for one in COMPETITIONS.values() for name in one.names_in(source))
    assert names
    assert set(names.values()) == {1}


def test_further_names_of_a_source_lead_to_the_same_competition() -> None:
    of_spi = known_as("spi538")
    autumn, spring = (of_spi[f"Mexican Primera Division Torneo {half}"] for half in ("Apertura", "Clausura"))
    assert autumn is spring


@pytest.mark.parametrize("code", COMPETITIONS)
def test_seasons_follow_one_another_without_a_gap_and_every_day_lies_in_the_one_it_is_said_to(code: str) -> None:
    competition = followed(code)
    for year in range(1993, 2027):
        first, last = competition.season_range(competition.season_named(year))
        following, _ = competition.season_range(competition.season_named(year + 1))
        assert following == last + timedelta(days=1)
        for day in (first, first + (last - first) / 2, last):
            assert competition.season_of(day) == competition.season_named(year)


@pytest.mark.parametrize("code", COMPETITIONS)
def test_phases_begin_with_1_and_only_grow_through_a_season(code: str) -> None:
    competition = followed(code)
    for year in (2017, 2018, 2019, 2020, 2022):
        first, last = competition.season_range(competition.season_named(year))
        phases = [competition.phase_of(first + timedelta(days=n)) for n in range((last - first).days + 1)]
        assert phases == sorted(phases)
        assert set(phases) == set(range(1, 2 + len(competition.later_phases)))


@pytest.mark.parametrize(
    ("code", "day", "season"),
    [
        ("E0", date(2020, 7, 26), "2019/20"),  # last day of the interrupted season
        ("E0", date(2020, 9, 12), "2020/21"),
        ("FAC", date(2020, 8, 1), "2019/20"),  # final
        ("I1", date(2020, 8, 2), "2019/20"),
        ("I1", date(2021, 8, 21), "2021/22"),
        ("F1", date(2020, 8, 21), "2020/21"),  # began while others still ended the season before
        ("SC0", date(2020, 8, 1), "2020/21"),
        ("SUI1", date(2020, 8, 3), "2019/20"),
        ("UCL", date(2020, 8, 23), "2019/20"),  # final
        ("AUS1", date(2020, 8, 30), "2019/20"),  # final
        ("BRA1", date(2021, 2, 25), "2020"),
        ("BRA1", date(2022, 2, 25), "2022"),
        ("ARG1", date(2019, 4, 7), "2018/19"),
        ("ARG1", date(2020, 3, 9), "2019/20"),
        ("ARG1", date(2021, 1, 17), "2020"),
        ("ARG1", date(2023, 7, 30), "2023"),
        ("MEX1", date(2023, 5, 28), "2022/23"),
        ("MEX1", date(2023, 6, 30), "2023/24"),
        ("NOR1", date(2019, 3, 30), "2019"),
    ],
)
def test_a_day_belongs_to_the_season_that_was_played_on_it(code: str, day: date, season: str) -> None:
    assert followed(code).season_of(day) == season


@pytest.mark.parametrize(
    ("code", "first", "second"),
    [
        ("SC0", date(2018, 8, 25), date(2019, 2, 2)),  # Hibernian v Aberdeen, three times at Easter Road
        ("SC0", date(2019, 2, 2), date(2019, 5, 19)),
        ("SC0", date(2024, 10, 5), date(2024, 11, 3)),  # Dundee v Kilmarnock
        ("B1", date(2025, 3, 16), date(2025, 3, 28)),
        ("B1", date(2023, 4, 23), date(2023, 4, 29)),
        ("G1", date(2025, 3, 9), date(2025, 3, 29)),
        ("G1", date(2023, 3, 12), date(2023, 3, 19)),
        ("DEN1", date(2019, 3, 17), date(2019, 3, 29)),
        ("SUI1", date(2018, 12, 15), date(2019, 2, 2)),
        ("E1", date(2019, 5, 5), date(2019, 5, 11)),  # last round, first play-off
        ("UEL", date(2022, 11, 3), date(2023, 3, 16)),
    ],
)
def test_the_same_two_at_the_same_ground_again_are_in_a_later_phase(code: str, first: date, second: date) -> None:
    competition = followed(code)
    assert competition.season_of(first) == competition.season_of(second)
    assert competition.phase_of(first) < competition.phase_of(second)


def test_a_league_of_one_double_round_has_one_phase() -> None:
    assert {followed("E0").phase_of(date(2020, month, 1)) for month in range(1, 13)} == {1}


def test_only_cups_across_countries_share_the_international_pool() -> None:
    assert {one.code for one in COMPETITIONS.values() if one.pool == INTERNATIONAL} == {"UCL", "UEL", "UECL"}
