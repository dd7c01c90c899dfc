"""The recorded copy of the archive: every row a match, and the results of football-data.co.uk."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from touchline.normalizer.dialects.dialect import Dialect, Document
from touchline.normalizer.dialects.football_data.parser import DIALECT as ORIGINAL
from touchline.normalizer.dialects.kaggle.parser import DIALECT
from touchline.normalizer.dialects.rows import Meeting, Parsed
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.records import ParkedKind

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]
SEASONS = ("2000-01", "2001-02", "2002-03", "2003-04", "2004-05", "2005-06", "2009-10", "2015-16")
Results = dict[Meeting, tuple[int | None, int | None]]


def read(dialect: Dialect, file: str, key: str) -> Parsed:
    document = Document(key, True, datetime(2026, 11, 1, tzinfo=UTC))
    content = (Path(os.environ["TOUCHLINE_RECORDED"]) / file).read_bytes()
    parsed = dialect.read(content, document, reviewed())
    assert parsed.unaccounted == 0
    return parsed


def ours(name: str) -> Parsed:
    return read(DIALECT, f"kaggle-epl/Datasets/{name}.csv", f"kaggle/Datasets/{name}.csv")


def theirs(name: str) -> Parsed:
    return read(ORIGINAL, f"football-data.co.uk/E0/E0_{name}.csv", f"football-data/mmz4281/{name}/E0.csv")


def results(parsed: Parsed) -> Results:
    return {match.meeting: (match.counts.home_goals, match.counts.away_goals) for match in parsed.matches}


@pytest.mark.parametrize("name", SEASONS)
def test_every_season_holds_the_matches_that_football_data_has(name: str) -> None:
    parsed = ours(name)
    assert (parsed.inputs, parsed.read, len(parsed.matches), len(parsed.teams)) == (380, 380, 380, 20)
    assert results(parsed) == results(theirs(name[2:4] + name[5:]))
    # one book of 2015/16 whose sum of 1/odds cannot be
    assert [row.kind for row in parsed.parked] == ([ParkedKind.PART] if name == "2015-16" else [])


def test_the_table_of_all_seasons_holds_each_match_once() -> None:
    parsed = ours("final_dataset")
    assert (parsed.inputs, parsed.read, len(parsed.matches), len(parsed.parked)) == (6080, 6080, 6080, 0)
    expected: Results = {}
    for first in range(16):
        expected |= results(theirs(f"{first:02d}{first + 1:02d}"))
    assert results(parsed) == expected
