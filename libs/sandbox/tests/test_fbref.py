"""A squad's page as it stood: nothing of a match before its result was known, no sums of the season before its end."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from touchline.sandbox.providers import fbref
from touchline.sandbox.providers.fbref import LEAGUE, SQUAD, Fbref
from touchline.sandbox.providers.provider import DERIVED, REAL


def row(day: str, epoch: int) -> bytes:
    return (
        f'<tr class="side-for" ><th data-stat="date">{day}</th><td data-stat="time"><span data-venue-epoch="{epoch}">'
        f'</span></td><td data-stat="goals_for" >2</td><td data-stat="xg_for" >1.5</td></tr>'
    ).encode()


FIRST, SECOND = datetime(2019, 8, 10, 16, 30, tzinfo=UTC), datetime(2020, 2, 22, 12, 30, tzinfo=UTC)
PAGE = (
    b'<html><table id="stats_standard"><tr><td>18 goals</td></tr></table><table class="x" id="matchlogs_all"><tbody>\n'
    + row("2019-08-10", int(FIRST.timestamp()))
    + b"\n"
    + row("2020-02-22", int(SECOND.timestamp()))
    + b"\n</tbody></table></html>"
)


def page(moment: datetime, provider: Fbref | None = None) -> tuple[bytes, str]:
    served = (provider or Fbref(PAGE)).answer(SQUAD, moment, {})
    assert served is not None
    return served.content, served.provenance


def test_there_is_no_page_before_the_first_result() -> None:
    for path in (SQUAD, LEAGUE):
        assert Fbref(PAGE).answer(path, FIRST + timedelta(hours=2, minutes=29), {}) is None
        assert Fbref(PAGE).answer(path, FIRST + timedelta(hours=2, minutes=30), {}) is not None


def test_expected_goals_come_on_the_next_day() -> None:
    same_day, _ = page(FIRST + timedelta(hours=3))
    assert b"2019-08-10" in same_day
    assert b"1.5" not in same_day
    assert b"1.5" in page(datetime(2019, 8, 11, tzinfo=UTC))[0]


def test_a_past_view_holds_neither_later_matches_nor_sums_of_the_season() -> None:
    content, provenance = page(SECOND)
    assert provenance == DERIVED
    assert b"2020-02-22" not in content
    assert b"18 goals" not in content


def test_the_whole_page_is_real_once_all_was_known() -> None:
    assert page(datetime(2020, 2, 23, tzinfo=UTC)) == (PAGE, REAL)
    assert page(datetime(2020, 2, 22, 23, tzinfo=UTC))[1] == DERIVED


def test_the_leagues_page_links_to_the_squad() -> None:
    served = Fbref(PAGE).answer(LEAGUE, SECOND, {})
    assert served is not None
    assert f'href="/{SQUAD}"'.encode() in served.content


@pytest.mark.recorded
@pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED is not set")
def test_the_recorded_season_grows_match_by_match_to_the_recorded_page() -> None:
    provider = fbref.recorded(Path(os.environ["TOUCHLINE_RECORDED"]))
    assert provider is not None
    _, rows = provider.table
    assert len(rows) == 52
    for count, last in enumerate(rows[:-1], start=1):
        content, provenance = page(last.kick_off + timedelta(hours=2, minutes=30), provider)
        assert (len(re.findall(rb'<tr class="side-for"', content)), provenance) == (count, DERIVED)
    assert page(datetime(2020, 7, 27, tzinfo=UTC), provider) == (provider.content, REAL)
