"""FBref's own page of Tottenham Hotspur's season 2019/20, beside what football-data.co.uk says of the same matches."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Document
from touchline.normalizer.dialects.fbref.parser import DIALECT
from touchline.normalizer.dialects.football_data.parser import DIALECT as FOOTBALL_DATA
from touchline.normalizer.dialects.rows import Parsed
from touchline.normalizer.identities.reviewed import reviewed

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
LATER = datetime(2020, 9, 1, tzinfo=UTC)


def folder() -> Path:
    return Path(os.environ["TOUCHLINE_RECORDED"])


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    content = (folder() / "html" / "fbref_schedule_tottenham_2019-20.html").read_bytes()
    document = Document("fbref/squads/361ca564/2019-2020/schedule", True, LATER)
    return DIALECT.read(content, document, reviewed())


def test_every_match_of_the_season_is_read(parsed: Parsed) -> None:
    assert (parsed.inputs, parsed.read, parsed.unaccounted, parsed.parked) == (52, 52, 0, ())
    assert Counter(match.meeting.competition for match in parsed.matches) == {"E0": 38, "UCL": 8, "FAC": 5, "EFLC": 1}


def test_league_and_champions_league_matches_have_expected_goals(parsed: Parsed) -> None:
    counted = [match for match in parsed.matches if match.counts.home_expected_goals is not None]
    assert Counter(match.meeting.competition for match in counted) == {"E0": 38, "UCL": 8}


def test_results_and_kick_offs_are_those_of_football_data(parsed: Parsed) -> None:
    content = (folder() / "football-data.co.uk" / "E0" / "E0_1920.csv").read_bytes()
    other = FOOTBALL_DATA.read(content, Document("football-data/mmz4281/1920/E0.csv", True, LATER), reviewed())
    theirs = {match.meeting: match for match in other.matches}
    ours = [match for match in parsed.matches if match.meeting.competition == "E0"]
    assert {match.meeting for match in ours} <= set(theirs)
    for match in ours:
        there = theirs[match.meeting]
        assert (match.counts.home_goals, match.counts.away_goals) == (there.counts.home_goals, there.counts.away_goals)
        assert match.kick_off == there.kick_off
