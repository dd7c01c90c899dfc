"""William Hill's own feed of 16 September 2013: the European cups, 321 markets of 40 matches."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.dialects.william_hill.parser import DIALECT
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import ParkedKind

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    content = (Path(os.environ["TOUCHLINE_RECORDED"]) / "odds-feeds" / "WilliamHill.xml").read_bytes()
    document = Document("william-hill/openbet_cdn/275.xml", False, datetime(2013, 9, 16, 16, 30, tzinfo=UTC))
    return DIALECT.read(content, document, reviewed())


def test_every_market_is_read_or_counted_by_its_name(parsed: Parsed) -> None:
    apart = {row.column: row.rows for row in parsed.parked}
    assert {row.kind for row in parsed.parked} == {ParkedKind.NOT_FOLLOWED}
    assert apart == {
        **{f"{minutes} Minutes Betting": 40 for minutes in (15, 30, 60, 75)},
        "Match Result and Both Teams to Score": 40,
        "Team With Most Corners": 1,
    }
    assert (parsed.inputs, parsed.read, parsed.unaccounted) == (321, 120, 0)


def test_forty_matches_have_the_result_of_the_match_and_of_its_halves(parsed: Parsed) -> None:
    assert Counter(row.market for row in parsed.odds) == {"1x2": 40, "half-time-1x2": 40, "second-half-1x2": 40}
    assert Counter(match.meeting.competition for match in parsed.matches) == {"UCL": 16, "UEL": 24}


def test_the_champions_league_begins_at_a_quarter_to_nine_in_central_europe(parsed: Parsed) -> None:
    nights = {match.kick_off for match in parsed.matches if match.meeting.competition == "UCL"}
    assert datetime(2013, 9, 17, 18, 45, tzinfo=UTC) in nights


def test_prices_were_known_before_the_feed_was_made(parsed: Parsed) -> None:
    known = [row.known_at for row in parsed.odds if row.known_at]
    assert len(known) == 120
    assert max(known) < datetime(2013, 9, 16, 16, 25, 48, tzinfo=UTC)
