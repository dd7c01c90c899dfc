"""How the sources of odds and FBref are asked."""

import re
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from touchline.ingestor.app import chosen
from touchline.ingestor.asking import keys_of
from touchline.ingestor.config import IngestorSettings
from touchline.ingestor.sources import fbref, oddsportal, pinnacle, the_odds_api, william_hill
from touchline.ingestor.sources.card import SourceCard

FRIDAY = datetime(2020, 2, 28, 18, tzinfo=UTC)
CARDS = [fbref.CARD, oddsportal.CARD, pinnacle.CARD, the_odds_api.CARD, william_hill.CARD]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_keys_are_clean_paths_below_the_source(card: SourceCard) -> None:
    keys = [planned.key for planned in [*card.index(FRIDAY), *card.plan(FRIDAY, {})]]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(rf"{card.id}/[A-Za-z0-9_./-]+", key) and len(key) <= 190 for key in keys)


def test_a_month_of_the_odds_api_costs_no_more_than_the_free_quota() -> None:
    planned = the_odds_api.CARD.plan(FRIDAY, {})
    markets = the_odds_api.QUERY.split("markets=")[1].split("&")[0].split(",")
    assert len(planned) * len(markets) * 31 <= 500


def test_the_key_is_no_part_of_what_is_planned() -> None:
    assert not [planned for planned in the_odds_api.CARD.plan(FRIDAY, {}) if "apiKey" in planned.path + planned.key]


def test_the_key_goes_into_the_address_of_the_odds_api_alone() -> None:
    settings = IngestorSettings(input="live", the_odds_api_key=SecretStr("s3cret"))
    keys = keys_of(settings, the_odds_api.CARD)
    assert keys.query["apiKey"].get_secret_value() == "s3cret"
    assert not keys.headers
    assert not keys_of(settings, pinnacle.CARD)


def test_without_its_key_the_odds_api_is_not_asked_live() -> None:
    asked = ("the-odds-api", "pinnacle")
    assert [card.id for card in chosen(IngestorSettings(input="live"), asked)] == ["pinnacle"]
    assert [card.id for card in chosen(IngestorSettings(input="recorded"), asked)] == list(asked)


def test_a_feed_that_differs_in_its_time_alone_says_nothing_new() -> None:
    feed = b"<PinnacleFeedTime>%d</PinnacleFeedTime><lastGame>1</lastGame><event>x</event>"
    (pattern,) = pinnacle.CARD.timestamps
    assert re.sub(pattern, b"", feed % 1) == re.sub(pattern, b"", feed % 2)
    assert b"<event>x</event>" in re.sub(pattern, b"", feed % 1)


def test_a_league_page_leads_to_the_squads_of_its_season() -> None:
    page = (
        b'<a href="/en/squads/361ca564/2019-2020/Tottenham-Hotspur-Stats">Tottenham</a>'
        b'<a href="/en/squads/361ca564/2019-2020/Tottenham-Hotspur-Stats">Spurs</a>'
        b'<a href="/en/squads/361ca564/Tottenham-Hotspur-Stats">now</a>'
        b'<a href="/en/players/21a66f6a/Harry-Kane">Kane</a>'
    )
    squads = [planned for planned in fbref.CARD.plan(FRIDAY, {"page": page}) if "/squads/" in planned.key]
    assert [planned.key for planned in squads] == ["fbref/squads/361ca564/2019-2020/schedule"]
    assert [planned.settled for planned in squads] == [False]
    later = datetime(2022, 1, 1, tzinfo=UTC)
    assert [one.settled for one in fbref.CARD.plan(later, {"page": page}) if "/squads/" in one.key] == [True]


def test_only_leagues_with_results_are_asked_of_the_comparison_page() -> None:
    paths = {planned.path for planned in oddsportal.CARD.plan(FRIDAY, {})}
    assert {"sure-bets/", "soccer/england/premier-league/"} <= paths
    assert "soccer/japan/j-league/" not in paths
