"""The reviewed lists of clubs: well formed, decided as a person who knows football decides."""

import csv
import re
from collections import Counter
from itertools import pairwise

import pytest

from touchline.normalizer.dialects.names import Names, folded
from touchline.normalizer.identities.reviewed import LISTS, clubs_of, pools, reviewed
from touchline.schemas.competitions import COMPETITIONS, INTERNATIONAL


def lines(pool: str) -> list[tuple[str, str]]:
    header, *rows = csv.reader((LISTS / "clubs" / f"{pool}.csv").read_text(encoding="utf-8").splitlines())
    assert header == ["club", "name"]
    return [(club, name) for club, name in rows]


@pytest.fixture(scope="module")
def names() -> Names:
    return reviewed()


# How the lists are written


@pytest.mark.parametrize("pool", pools())
def test_a_list_is_in_the_order_of_club_and_name(pool: str) -> None:
    assert all(before < after for before, after in pairwise(lines(pool)))


@pytest.mark.parametrize("pool", pools())
def test_no_name_stands_twice_in_a_pool_however_it_is_written(pool: str) -> None:
    assert [name for name, times in Counter(folded(name) for _, name in lines(pool)).items() if times > 1] == []


@pytest.mark.parametrize("pool", pools())
def test_ids_are_plain_words_and_names_are_written_as_they_are_read(pool: str) -> None:
    for club, name in lines(pool):
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", club)
        assert name == " ".join(name.split())


def test_an_id_is_one_club_of_one_pool() -> None:
    """But the international list may decide which of several clubs of one name plays in Europe."""
    homes = Counter(club for pool in pools() if pool != INTERNATIONAL for club in set(clubs_of(pool).values()))
    assert [club for club, times in homes.items() if times > 1] == []
    assert {club for club in clubs_of(INTERNATIONAL).values() if club in homes} == {"aston-villa", "brighton"}


def test_every_followed_competition_has_a_list_and_every_list_a_competition() -> None:
    assert set(pools()) == {competition.pool for competition in COMPETITIONS.values()}


# What was decided, where it is not obvious


@pytest.mark.parametrize(
    ("pool", "club", "written"),
    [
        ("ENG", "man-united", ["Man United", "Man Utd", "Manchester United", "Manchester United FC", "Manchester Utd"]),
        ("ENG", "tottenham", ["Tottenham", "Spurs", "Tottenham Hotspur", "Tottenham Hotspur FC"]),
        ("ENG", "nottm-forest", ["Nott'm Forest", "Nottingham Forest", "Nottingham Forest FC"]),
        ("ENG", "middlesbrough", ["Middlesbrough", "Middlesboro", "Middlesbrough FC"]),
        ("ENG", "brighton", ["Brighton", "Brighton & Hove Albion", "Brighton and Hove Albion"]),
        ("ENG", "west-brom", ["West Brom", "West Bromwich Albion", "W.B.A"]),
        ("ITA", "inter", ["Inter", "Inter Milan", "Internazionale", "FC Internazionale Milano"]),
        ("ITA", "milan", ["Milan", "AC Milan"]),
        ("ESP", "athletic-bilbao", ["Ath Bilbao", "Athletic Bilbao", "Athletic Club"]),
        ("ESP", "atletico-madrid", ["Ath Madrid", "Atlético Madrid", "Club Atlético de Madrid"]),
        ("ESP", "real-sociedad", ["Sociedad", "Real Sociedad", "Real Sociedad de Fútbol"]),
        ("GER", "monchengladbach", ["M'gladbach", "M'Gladbach", "Bor. Mönchengladbach", "Borussia Monchengladbach"]),
        ("GER", "koln", ["FC Koln", "1. FC Köln", "FC Cologne", "Koln"]),
        ("FRA", "paris-saint-germain", ["Paris SG", "Paris Saint-Germain", "Paris Saint-Germain FC"]),
        ("FRA", "gfc-ajaccio", ["Ajaccio GFCO", "GFC Ajaccio"]),
        ("POR", "sporting-cp", ["Sp Lisbon", "Sporting CP", "Sporting Lisbon"]),
        # Renamed or taken over, the same club. FiveThirtyEight kept the former names.
        ("AUS", "melbourne-city", ["Melbourne Heart", "Melbourne City"]),
        ("TUR", "osmanlispor", ["Ankaraspor"]),
        ("SWE", "afc-eskilstuna", ["Vasby United"]),  # in Allsvenskan 2017 and 2019, as only this club was
        ("RSA", "cape-town-city", ["Black Aces"]),  # whose place Cape Town City bought in 2016, before these records
        ("CHN", "beijing-renhe", ["Guizhou Renhe"]),  # moved in 2016
        ("CHN", "shanghai-shenhua", ["Shanghai Greenland"]),
        ("RUS", "akhmat-grozny", ["Terek Grozny"]),
        ("RUS", "ska-khabarovsk", ["Energiya Khabarovsk"]),
        ("USA", "phoenix-rising", ["Arizona United"]),
        ("USAW", "gotham", ["Sky Blue FC"]),
    ],
)
def test_one_club_has_many_names(pool: str, club: str, written: list[str], names: Names) -> None:
    assert {names.club(pool, name) for name in written} == {club}


@pytest.mark.parametrize(
    ("pool", "written"),
    [
        ("ENG", ["Wimbledon", "AFC Wimbledon", "Milton Keynes Dons"]),  # the first ended in 2004; both others go on
        ("GER", ["Bayern Munich", "Munich 1860"]),
        ("GER", ["Ein Frankfurt", "FSV Frankfurt"]),
        ("GER", ["Leipzig", "RB Leipzig"]),  # VfB Leipzig, Bundesliga 1993/94
        ("GER", ["Dortmund", "Borussia Dortmund Am"]),
        ("ESP", ["Ath Bilbao", "Ath Madrid"]),
        ("ESP", ["Barcelona", "FC Barcelona II", "Espanol"]),
        ("ESP", ["Real Madrid", "Real Madrid Castilla"]),
        ("FRA", ["Paris SG", "Paris FC", "Red Star"]),
        ("FRA", ["Ajaccio", "Ajaccio GFCO"]),
        ("FRA", ["SC Bastia", "CA Bastia"]),
        ("SCO", ["Dundee", "Dundee United"]),
        ("POR", ["AVS", "Desportivo Aves"]),  # founded in 2023; dissolved in 2020
        ("TUR", ["Gaziantepspor", "Gazisehir Gaziantep"]),
        ("CHN", ["Guizhou Renhe", "Guizhou Hengfeng Zhicheng"]),
        ("CHN", ["Tianjin Teda", "Tianjin Quanujian"]),
        ("RUS", ["FK Nizhny Novgorod", "Volga Nizhny Novgorod"]),
        ("MEX", ["Morelia", "Mazatlán FC"]),  # a licence that moved, not a club
        ("USA", ["Saint Louis FC", "St. Louis CITY SC"]),
        ("USA", ["Portland Timbers", "Portland Timbers 2"]),
        ("USAW", ["FC Kansas City", "Kansas City"]),  # folded in 2017; founded in 2021
        ("EUR", ["Dnipro", "SC Dnipro-1"]),
    ],
)
def test_clubs_that_look_alike_are_their_own(pool: str, written: list[str], names: Names) -> None:
    assert len({names.club(pool, name) for name in written}) == len(written)


def test_a_cup_across_countries_knows_the_clubs_of_all_pools(names: Names) -> None:
    assert names.club("EUR", "Celtic FC") == "celtic"
    assert names.club("EUR", "Ludogorets") == "ludogorets"


def test_where_clubs_share_a_name_the_list_of_the_cup_decides(names: Names) -> None:
    assert names.club("EUR", "Red Star") == "red-star-belgrade"
    assert names.club("FRA", "Red Star") == "red-star-paris"
    assert names.club("EUR", "Aston Villa") == "aston-villa"
    assert names.club("ENGW", "Aston Villa") == "aston-villa-women"
